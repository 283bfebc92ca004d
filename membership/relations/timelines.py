"""Everything between a brand and a member, gathered from those who know of it."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence

from kit.auth import Principal
from kit.clock import to_ms
from kit.unit_of_work import Tx, UnitOfWork
from membership.relations.members import looked_at, place_from
from membership.relations.timeline import Asked, Entry, Kind, merged
from membership.relations.views import TimelineEntryView, TimelineView

PAGE = 30

Source = Callable[[Tx, Asked], Awaitable[Sequence[Entry]]]
"""A page of what one slice knows, in one query."""


class Timelines:
    def __init__(self, work: UnitOfWork, sources: Mapping[Kind, Source]) -> None:
        self._work = work
        self._sources = sources

    async def page(
        self,
        principal: Principal,
        slug: str,
        handle: str,
        kinds: Collection[Kind] = tuple(Kind),
        before: str | None = None,
    ) -> TimelineView:
        """What happened of these kinds, 30 entries a page. That the caller looked is noted.

        Args:
            before: the `next` of the page before

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, NoSuchMember, Invalid
        """
        place = place_from("before", before)
        async with self._work.write() as tx:
            brand, account_id = await looked_at(tx, principal, slug, handle)
        asked = Asked(brand.id, account_id, place, PAGE + 1)
        async with self._work.read() as tx:
            parts = [await self._sources[kind](tx, asked) for kind in dict.fromkeys(kinds)]
        found = merged(parts, PAGE + 1)
        shown = found[:PAGE]
        return TimelineView(
            entries=[_view(entry) for entry in shown],
            next=str(shown[-1].place) if len(found) > PAGE else None,
        )


def _view(entry: Entry) -> TimelineEntryView:
    return TimelineEntryView(
        id=entry.key,
        at_ms=to_ms(entry.at),
        kind=entry.kind.value,
        what=entry.what,
        title=entry.title,
        subject_id=entry.subject_id,
        status=entry.status,
        amount_minor=entry.amount_minor,
        currency=entry.currency,
        points=entry.points,
        count=entry.count,
        seconds=entry.seconds,
    )
