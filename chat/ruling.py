"""The rules of a room's chat, and changing them."""

from dataclasses import replace

from msgspec import UNSET

from chat import store
from chat.events import RulesChanged
from chat.presenting import rules_view
from chat.rules import Rules, WhoLinks
from chat.venue import FindVenue, venue_of
from chat.views import RulesChange, RulesView
from kit.auth import Principal, Role
from kit.unit_of_work import UnitOfWork


class Ruling:
    def __init__(self, work: UnitOfWork, find_venue: FindVenue) -> None:
        self._work = work
        self._find_venue = find_venue

    async def rules(self, show_id: str) -> RulesView:
        """Raises: NoSuchRoom."""
        async with self._work.read() as tx:
            await venue_of(tx, self._find_venue, show_id)
            return rules_view(await store.rules_of(tx, show_id))

    async def change_rules(
        self, principal: Principal, show_id: str, change: RulesChange
    ) -> RulesView:
        """Set the slow mode, and who may post links; what is already so changes nothing.

        Raises:
            NotSignedIn, Forbidden, NoSuchRoom
        """
        async with self._work.write() as tx:
            venue = await venue_of(tx, self._find_venue, show_id)
            principal.require(Role.MODERATOR, venue.brand_id)
            before = await store.lock_rules(tx, show_id, principal.account())
            after = changed(before, change)
            if after != before:
                await store.save_rules(tx, show_id, after, principal.account())
                tx.emit(RulesChanged(show_id=show_id))
            return rules_view(after)


def changed(rules: Rules, change: RulesChange) -> Rules:
    after = rules
    if change.slow_mode_s is not UNSET:
        after = replace(after, slow_mode_s=change.slow_mode_s)
    if change.links is not UNSET:
        after = replace(after, links=WhoLinks(change.links))
    return after if after == rules else replace(after, version=rules.version + 1)
