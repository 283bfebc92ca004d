"""Against cheating: rewards are screened when they are earned, and what is held waits for a brand's managers."""

from collections.abc import Mapping, Sequence

from commerce.payments.used_cards import UsedCards
from kit.auth import derived_secret
from kit.events import Event
from kit.http import Endpoint
from membership.brands import Brands
from server import wire
from server.features.feature import Chore, Feature, Reaction
from server.ground import Ground
from server.noticing import Noticing
from share import events as share
from share.linking import Linking
from share.review import events as review
from share.review.reviewing import Reviewing
from share.review.routes import ReviewRoutes
from share.review.rulemaking import Rulemaking
from share.review.screening import Screening
from share.review.traces import Traces
from web.page import Page
from web.review_page import ReviewPage

HOUR_S = 3600.0


class ReviewFeature(Feature):
    def __init__(self, ground: Ground, linking: Linking, brands: Brands) -> None:
        settings, work = ground.settings, ground.work
        self._linking = linking
        self._hub = ground.hub
        self._base_url = settings.public_url or ""
        self._cards = UsedCards(work)
        self._traces = Traces(work, derived_secret(settings.secret_key, "traces"))
        self.screening = Screening(work, self._cards.shared, settings.disposable_domains)
        self.reviewing = Reviewing(work)
        self.noticing = Noticing(self._traces, ground.cookies.visitor, is_secure=settings.is_secure)
        self._rulemaking = Rulemaking(work)
        self._page = ReviewPage(ground.rendering, brands, self.reviewing, self._rulemaking)

    def endpoints(self) -> Sequence[Endpoint]:
        return ReviewRoutes(self.reviewing, self._rulemaking).endpoints()

    def pages(self) -> Sequence[Page]:
        return self._page.pages()

    def reactions(self) -> Mapping[type[Event], tuple[Reaction, ...]]:
        return {
            share.RewardsEarned: (self._screen,),
            share.RewardCorrected: (self._close_case,),
            review.RewardsScreened: (),
            review.RewardHeld: (self._tell_sharer,),
            review.RewardReleased: (self._tell_sharer,),
            review.RulesChosen: (),
        }

    def chores(self) -> Sequence[Chore]:
        return (
            Chore("forget_traces", HOUR_S, self._traces.forget),
            Chore("forget_cards", HOUR_S, self._cards.forget),
        )

    async def close(self) -> None:
        await self._traces.close()

    async def _screen(self, event: share.RewardsEarned) -> None:
        await self.screening.screen(event.reward_ids)

    async def _close_case(self, event: share.RewardCorrected) -> None:
        await self.reviewing.close_case_of(event.reward_id)

    async def _tell_sharer(self, event: review.RewardHeld | review.RewardReleased) -> None:
        link = await self._linking.link(event.link_code, self._base_url)
        reward = await self._linking.reward(event.reward_id)
        await self._hub.tell(event.account_id, wire.MyLinkChanged(link=link, reward=reward))
