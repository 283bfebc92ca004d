"""A manager's verbs on segments: counting while a rule is written, naming it, changing and removing it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import RowMapping

from kit.auth import Principal, Role
from kit.clock import to_ms
from kit.ids import is_id, new_id
from kit.unit_of_work import Tx, UnitOfWork
from membership.access import managed_brand
from membership.campaigns.store import campaigns as store_campaigns
from membership.people import Brand
from membership.segments.errors import NoSuchSegment, SegmentInUse, TooManySegments
from membership.segments.rule import Rule
from membership.segments.segment import MOST_SEGMENTS, Segment
from membership.segments.store import facts as store_facts
from membership.segments.store import segments as store
from membership.segments.store import tier_counts as store_counts
from membership.segments.views import (
    NewSegment,
    SegmentCountView,
    SegmentMemberView,
    SegmentView,
    TierDayView,
)

MOST_EXAMPLES = 20
SHOWN = timedelta(days=90)
"""How far back the tiers' members are told."""


class Segmenting:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def all(self, principal: Principal, slug: str) -> list[SegmentView]:
        """The brand's segments by name, with how many members are in each now.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand
        """
        async with self._work.read() as tx:
            brand = await managed_brand(tx, principal, slug)
            return [await _view(tx, segment) for segment in await store.of_brand(tx, brand.id)]

    async def count(self, principal: Principal, slug: str, rule: Rule) -> SegmentCountView:
        """How many members fit the rule now, and the first of them.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand
        """
        async with self._work.read() as tx:
            brand = await managed_brand(tx, principal, slug)
            found = await store_facts.some(tx, brand.id, rule, MOST_EXAMPLES)
            count = len(found)
            if count == MOST_EXAMPLES:
                count = await store_facts.count(tx, brand.id, rule)
        return SegmentCountView(members=count, examples=[_member(row) for row in found])

    async def create(self, principal: Principal, slug: str, new: NewSegment) -> SegmentView:
        """
        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, TooManySegments
        """
        async with self._work.write() as tx:
            brand = await managed_brand(tx, principal, slug)
            if await store.number_of(tx, brand.id) >= MOST_SEGMENTS:
                raise TooManySegments("Remove one that you do not need any more.")
            segment = Segment(new_id(), brand.id, new.name.strip(), new.rule)
            await store.add(tx, segment)
            return await _view(tx, segment)

    async def change(self, principal: Principal, segment_id: str, new: NewSegment) -> SegmentView:
        """Campaigns that have not started follow the new rule.

        Raises:
            NotSignedIn, Forbidden, NoSuchSegment
        """
        async with self._work.write() as tx:
            before = await _managed(tx, principal, segment_id)
            segment = Segment(before.id, before.brand_id, new.name.strip(), new.rule)
            await store.save(tx, segment)
            return await _view(tx, segment)

    async def remove(self, principal: Principal, segment_id: str) -> None:
        """
        Raises:
            NotSignedIn, Forbidden, NoSuchSegment, SegmentInUse
        """
        async with self._work.write() as tx:
            segment = await _managed(tx, principal, segment_id)
            if await store_campaigns.is_segment_used(tx, segment.id):
                raise SegmentInUse("A campaign that has a result, or will have one, names it.")
            await store.remove(tx, segment.id)

    async def categories(self, principal: Principal, slug: str) -> list[str]:
        """Of which members bought something.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand
        """
        async with self._work.read() as tx:
            brand = await managed_brand(tx, principal, slug)
            return await store_facts.categories_of(tx, brand.id, 1_000)

    async def tiers_by_day(self, principal: Principal, slug: str) -> list[TierDayView]:
        """How many members each tier had at the end of each day, the oldest first.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand
        """
        async with self._work.read() as tx:
            brand = await managed_brand(tx, principal, slug)
            rows = await store_counts.since(tx, brand.id, (tx.now - SHOWN).date())
        return _days(brand, rows)


async def _managed(tx: Tx, principal: Principal, segment_id: str) -> Segment:
    segment = await store.segment(tx, segment_id) if is_id(segment_id) else None
    if segment is None:
        raise NoSuchSegment("It may have been removed. Reload the page.")
    principal.require(Role.MANAGER, segment.brand_id)
    return segment


async def _view(tx: Tx, segment: Segment) -> SegmentView:
    members = await store_facts.count(tx, segment.brand_id, segment.rule)
    return SegmentView(id=segment.id, name=segment.name, rule=segment.rule, members=members)


def _member(row: RowMapping) -> SegmentMemberView:
    last = row["last_bought_at"]
    return SegmentMemberView(
        handle=row["handle"],
        tier_rank=row["tier_rank"],
        orders=row["orders"],
        spend_minor=row["spend_minor"],
        last_bought_at_ms=to_ms(last) if last else None,
        shows_watched=row["shows_watched"],
    )


def _days(brand: Brand, rows: Iterable[RowMapping]) -> list[TierDayView]:
    by_day: dict[date, dict[int, int]] = defaultdict(dict)
    for row in rows:
        by_day[row["day"]][row["tier_rank"]] = row["members"]
    return [
        TierDayView(
            day_ms=to_ms(datetime.combine(day, time(), UTC)),
            members=[counts.get(tier.rank, 0) for tier in brand.tiers],
        )
        for day, counts in by_day.items()
    ]
