"""People and brands: profiles, consents, a brand's members with their timelines, and a person's data, to take along or be rid of."""

from collections.abc import Mapping, Sequence

from commerce.leaving import numbers_in_payment
from kit.events import Event
from kit.http import Endpoint
from membership.attendance.attending import Attending
from membership.brands import Brands
from membership.consents.choosing import Choosing
from membership.consents.routes import ConsentRoutes
from membership.consents.unsubscribing import Unsubscribing
from membership.passwords import Passwords
from membership.privacy.erasing import Erasing
from membership.privacy.events import AccountErased
from membership.privacy.exporting import Exporting
from membership.privacy.routes import PrivacyRoutes
from membership.profiles.routes import ProfileRoutes
from membership.profiles.telling import Profiles
from membership.relations.members import Members
from membership.relations.routes import RelationRoutes
from membership.relations.timelines import Timelines
from server.features.feature import Chore, Feature, Reaction
from server.ground import Ground
from server.personal.erased import STEPS
from server.personal.exported import FILES
from server.personal.sources import SOURCES
from web.page import Page
from web.people_pages import PeoplePages
from web.unsubscribe_page import UnsubscribePage


class PeopleFeature(Feature):
    def __init__(self, ground: Ground, passwords: Passwords, brands: Brands) -> None:
        work, limiter, rendering = ground.work, ground.limiter, ground.rendering
        self.attending = Attending(work)
        self.choosing = Choosing(work)
        self.unsubscribing = Unsubscribing(work, ground.settings.secret_key)
        self.exporting = Exporting(work, limiter, FILES)
        self.erasing = Erasing(work, passwords, limiter, numbers_in_payment, STEPS)
        self._profiles = Profiles(work)
        self._members = Members(work)
        self._timelines = Timelines(work, SOURCES)
        self._unsubscribe_page = UnsubscribePage(rendering, self.unsubscribing)
        self._pages = PeoplePages(
            rendering,
            brands,
            self._profiles,
            self.choosing,
            self.exporting,
            self._members,
            self._timelines,
        )

    def endpoints(self) -> Sequence[Endpoint]:
        return (
            *ProfileRoutes(self._profiles).endpoints(),
            *ConsentRoutes(self.choosing).endpoints(),
            *RelationRoutes(self._members, self._timelines).endpoints(),
            *PrivacyRoutes(self.exporting, self.erasing).endpoints(),
        )

    def pages(self) -> Sequence[Page]:
        return (*self._pages.pages(), *self._unsubscribe_page.pages())

    def reactions(self) -> Mapping[type[Event], tuple[Reaction, ...]]:
        return {AccountErased: (self._clear,)}

    def chores(self) -> Sequence[Chore]:
        return (
            Chore("gather_exports", 1.0, self.exporting.gather),
            Chore("forget_exports", 3600.0, self.exporting.forget),
            Chore("clear_erased", 5.0, self.erasing.go_on),
        )

    async def close(self) -> None:
        await self.attending.close()

    async def _clear(self, event: AccountErased) -> None:
        await self.erasing.clear(event.account_id)
