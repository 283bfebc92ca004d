"""What membership knows of a timeline: shows watched, points, and tiers."""

from collections.abc import Mapping

from sqlalchemy import Integer, cast, null, select, union_all

from kit.unit_of_work import Tx
from membership.attendance.tables import show_visits
from membership.points.tables import entries
from membership.relations.paging import page_of
from membership.relations.timeline import Asked, Entry, Kind
from membership.tables import members
from membership.tiers.tables import tier_moves


async def shows_of(tx: Tx, asked: Asked) -> list[Entry]:
    """The shows that they watched, as of when they came, without titles: these are another slice's."""
    visits = select(
        show_visits.c.first_at.label("at"),
        show_visits.c.show_id.label("key"),
        show_visits.c.seconds,
    ).where(show_visits.c.brand_id == asked.brand_id, show_visits.c.account_id == asked.account_id)
    return [
        Entry(
            at=row["at"],
            key=row["key"],
            kind=Kind.SHOW,
            what="watched",
            subject_id=row["key"],
            seconds=row["seconds"],
        )
        for row in await tx.all(page_of(visits, asked))
    ]


async def points_of(tx: Tx, asked: Asked) -> list[Entry]:
    moves = select(
        entries.c.entered_at.label("at"),
        entries.c.id.label("key"),
        entries.c.reason,
        entries.c.points,
        entries.c.title,
    ).where(entries.c.brand_id == asked.brand_id, entries.c.account_id == asked.account_id)
    return [
        Entry(
            at=row["at"],
            key=row["key"],
            kind=Kind.POINTS,
            what=row["reason"],
            title=row["title"],
            points=row["points"],
        )
        for row in await tx.all(page_of(moves, asked))
    ]


async def tiers_of(tx: Tx, asked: Asked, names: Mapping[int, str]) -> list[Entry]:
    """When they joined, rose and fell; `names` of the tiers by rank."""
    joined = select(
        members.c.joined_at.label("at"),
        members.c.account_id.label("key"),
        members.c.floor_rank.label("rank"),
        cast(null(), Integer).label("was_rank"),
    ).where(members.c.brand_id == asked.brand_id, members.c.account_id == asked.account_id)
    moved = select(
        tier_moves.c.moved_at, tier_moves.c.id, tier_moves.c.rank, tier_moves.c.was_rank
    ).where(tier_moves.c.brand_id == asked.brand_id, tier_moves.c.account_id == asked.account_id)
    return [
        Entry(
            at=row["at"],
            key=row["key"],
            kind=Kind.TIER,
            what=_move(row["was_rank"], row["rank"]),
            title=names.get(row["rank"], ""),
        )
        for row in await tx.all(page_of(union_all(joined, moved), asked))
    ]


def _move(was_rank: int | None, rank: int) -> str:
    if was_rank is None:
        return "joined"
    return "rose" if rank > was_rank else "fell"
