"""Who watched which shows, as facts of members."""

from collections.abc import Sequence

from sqlalchemy import func, select, true, tuple_, update

from kit.unit_of_work import Tx
from membership.attendance.tables import show_visits as visits
from membership.segments.facts import Watched
from membership.segments.store.facts import Key
from membership.segments.tables import member_facts as facts


async def watched(tx: Tx, keys: Sequence[Key]) -> dict[Key, Watched]:
    owner = (visits.c.brand_id, visits.c.account_id)
    rows = await tx.all(
        select(
            *owner, func.count().label("shows"), func.max(visits.c.last_at).label("last_at")
        )
        .where(tuple_(*owner).in_(keys))
        .group_by(*owner)
    )  # fmt: skip
    return {
        (row["brand_id"], row["account_id"]): Watched(
            shows=row["shows"], last_watched_at=row["last_at"]
        )
        for row in rows
    }


async def make_watchers_stale(tx: Tx, brand_id: str, show_id: str) -> None:
    """Have the facts made anew of all members who watched the show."""
    there = select(visits.c.account_id).where(
        visits.c.brand_id == brand_id, visits.c.show_id == show_id
    )
    await tx.execute(
        update(facts)
        .where(facts.c.brand_id == brand_id, facts.c.account_id.in_(there))
        .values(is_stale=true())
    )
