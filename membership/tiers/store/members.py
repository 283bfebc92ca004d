"""Members and their tiers. Who changes a member's tier or points has locked the member."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    RowMapping,
    Table,
    and_,
    func,
    insert,
    or_,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from kit.bulk import Rows, matching, side_by_side, write_rows
from kit.db import Instant
from kit.ids import new_id
from kit.unit_of_work import Tx
from membership.points.lot import Source
from membership.points.tables import lots
from membership.tables import members
from membership.tiers.judging import Held
from membership.tiers.member import ByHand, Member
from membership.tiers.rules import Period, Totals
from membership.tiers.tables import tier_entries, tier_moves

Key = tuple[str, str]
"""A brand and an account."""
Asked = tuple[Key, Period]
_SINCE, _BEFORE = Column("since", Instant), Column("before", Instant)


async def member(tx: Tx, brand_id: str, account_id: str) -> Member | None:
    row = await tx.first(select(members).where(_is(brand_id, account_id)))
    return _member(row) if row else None


async def lock_member(tx: Tx, brand_id: str, account_id: str) -> Member | None:
    row = await tx.first(select(members).where(_is(brand_id, account_id)).with_for_update())
    return _member(row) if row else None


async def lock_members(tx: Tx, keys: Collection[Key]) -> dict[Key, Member]:
    """Those of these that are members, in the order in which several are locked."""
    given = side_by_side(tx.connection, _columns(members, keys))
    rows = await tx.all(
        select(members)
        .join(given, _is_given(members, given))
        .order_by(members.c.brand_id, members.c.account_id)
        .with_for_update(of=members)
    )
    return {(row["brand_id"], row["account_id"]): _member(row) for row in rows}


async def among(tx: Tx, keys: Sequence[Key]) -> set[Key]:
    """Those of these that are a member's."""
    columns = (members.c.brand_id, members.c.account_id)
    rows = await matching(tx.connection, columns, _columns(members, keys))
    return {(row[0], row[1]) for row in rows}


async def memberships(tx: Tx, account_id: str) -> list[Member]:
    rows = await tx.all(
        select(members).where(members.c.account_id == account_id).order_by(members.c.joined_at)
    )
    return [_member(row) for row in rows]


async def save_member(tx: Tx, member: Member, held: Held) -> None:
    """Write the tier that they are on when the rules give them `held`, and that something of them has changed."""
    await save_members(tx, [(member, held)])


async def save_members(tx: Tx, judged: Sequence[tuple[Member, Held]]) -> None:
    """The same of many."""
    by_hand = [member.by_hand for member, _ in judged]
    rows = Rows(
        members,
        {
            "brand_id": [member.brand_id for member, _ in judged],
            "account_id": [member.account_id for member, _ in judged],
            "tier_rank": [member.rank_with(held) for member, held in judged],
            "ruled_rank": [held.rank if member.by_hand else None for member, held in judged],
            "hand_rank": [given.rank if given else None for given in by_hand],
            "hand_until": [given.until if given else None for given in by_hand],
            "floor_rank": [held.floor_rank for _, held in judged],
            "judged_at": [held.judged_at for _, held in judged],
            "review_at": [held.review_at for _, held in judged],
            "version": [1] * len(judged),
        },
        key=("brand_id", "account_id"),
        added=("version",),
    )
    await write_rows(tx.connection, rows)


async def enter_tier(tx: Tx, brand_id: str, account_id: str, rank: int) -> bool:
    """Note that the member came to the tier; False if they were there before."""
    dialect = sqlite if tx.is_sqlite else postgresql
    statement = dialect.insert(tier_entries).values(
        brand_id=brand_id, account_id=account_id, rank=rank, entered_at=tx.now
    )
    return await tx.execute(statement.on_conflict_do_nothing()) == 1


async def add_move(tx: Tx, member: Member, rank: int) -> None:
    """Note that the member goes from their tier to another."""
    await tx.execute(
        insert(tier_moves).values(
            id=new_id(),
            brand_id=member.brand_id,
            account_id=member.account_id,
            was_rank=member.held.rank,
            rank=rank,
            moved_at=tx.now,
        )
    )


async def totals(tx: Tx, brand_id: str, account_id: str, period: Period) -> Totals:
    """What the member bought within the period, less what was refunded."""
    asked = (brand_id, account_id), period
    return (await totals_of(tx, [asked]))[asked]


async def totals_of(tx: Tx, asked: Collection[Asked]) -> dict[Asked, Totals]:
    """The same of many, each within a period of its own."""
    wanted = dict.fromkeys(asked)
    given = side_by_side(
        tx.connection,
        {
            **_columns(lots, [key for key, _ in wanted]),
            _SINCE: [since for _, (since, _) in wanted],
            _BEFORE: [before for _, (_, before) in wanted],
        },
    )
    since, before = given.c.since, given.c.before
    is_within = or_(since.is_(None), lots.c.earned_at >= since)
    is_within &= or_(before.is_(None), lots.c.earned_at < before)
    counted = and_(_is_given(lots, given), lots.c.source == Source.ORDER.value, is_within)
    sums = (
        select(*given.c)
        .add_columns(
            func.coalesce(func.sum(lots.c.earned - lots.c.reversed), 0),
            func.coalesce(func.sum(lots.c.kept_minor), 0),
        )
        .outerjoin(lots, counted)
        .group_by(*given.c)
    )
    return {
        ((brand_id, account_id), (since, before)): Totals(int(points), int(spend_minor))
        for brand_id, account_id, since, before, points, spend_minor in await tx.connection.execute(
            sums
        )
    }


def is_bought_within(period: Period) -> ColumnElement[bool]:
    """Whether a lot was earned by a purchase within the period."""
    start, end = period
    condition: ColumnElement[bool] = lots.c.source == Source.ORDER.value
    if start is not None:
        condition &= lots.c.earned_at >= start
    return condition if end is None else condition & (lots.c.earned_at < end)


async def due_reviews(tx: Tx, limit: int) -> list[Key]:
    """Members whose period or tier by hand has ended, those first who wait longest."""
    rows = await tx.all(
        select(members.c.brand_id, members.c.account_id)
        .where((members.c.review_at <= tx.now) | (members.c.hand_until <= tx.now))
        .order_by(func.coalesce(members.c.hand_until, members.c.review_at))
        .limit(limit)
    )
    return [(row["brand_id"], row["account_id"]) for row in rows]


async def next_accounts(tx: Tx, brand_id: str, after: str, limit: int) -> list[str]:
    """The accounts of the brand's next members, in their order."""
    rows = await tx.all(
        select(members.c.account_id)
        .where(members.c.brand_id == brand_id, members.c.account_id > after)
        .order_by(members.c.account_id)
        .limit(limit)
    )
    return [row["account_id"] for row in rows]


def _columns(table: Table, keys: Collection[Key]) -> dict[Column[Any], list[str]]:
    return {
        table.c.brand_id: [brand_id for brand_id, _ in keys],
        table.c.account_id: [account_id for _, account_id in keys],
    }


def _is_given(table: Table, given: FromClause) -> ColumnElement[bool]:
    return (table.c.brand_id == given.c.brand_id) & (table.c.account_id == given.c.account_id)


def _is(brand_id: str, account_id: str) -> ColumnElement[bool]:
    return (members.c.brand_id == brand_id) & (members.c.account_id == account_id)


def _member(row: RowMapping) -> Member:
    held = Held(
        rank=row["tier_rank"] if row["ruled_rank"] is None else row["ruled_rank"],
        floor_rank=row["floor_rank"],
        judged_at=row["judged_at"],
        review_at=row["review_at"],
    )
    return Member(
        brand_id=row["brand_id"],
        account_id=row["account_id"],
        joined_at=row["joined_at"],
        held=held,
        version=row["version"],
        rank=row["tier_rank"],
        by_hand=ByHand(row["hand_rank"], row["hand_until"]) if row["hand_rank"] else None,
    )
