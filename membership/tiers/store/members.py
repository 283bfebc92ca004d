"""Members and their tiers. Who changes a member's tier or points has locked the member."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, RowMapping, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from kit.bulk import matching
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


async def member(tx: Tx, brand_id: str, account_id: str) -> Member | None:
    row = await tx.first(select(members).where(_is(brand_id, account_id)))
    return _member(row) if row else None


async def lock_member(tx: Tx, brand_id: str, account_id: str) -> Member | None:
    row = await tx.first(select(members).where(_is(brand_id, account_id)).with_for_update())
    return _member(row) if row else None


async def among(tx: Tx, keys: Sequence[Key]) -> set[Key]:
    """Those of these that are a member's."""
    columns = (members.c.brand_id, members.c.account_id)
    wanted = dict(zip(columns, zip(*keys, strict=True), strict=True))
    return {(row[0], row[1]) for row in await matching(tx.connection, columns, wanted)}


async def memberships(tx: Tx, account_id: str) -> list[Member]:
    rows = await tx.all(
        select(members).where(members.c.account_id == account_id).order_by(members.c.joined_at)
    )
    return [_member(row) for row in rows]


async def save_member(tx: Tx, member: Member, held: Held) -> None:
    """Write the tier that they are on when the rules give them `held`, and that something of them has changed."""
    await tx.execute(
        update(members)
        .where(_is(member.brand_id, member.account_id))
        .values(
            tier_rank=member.rank_with(held),
            ruled_rank=held.rank if member.by_hand else None,
            hand_rank=member.by_hand.rank if member.by_hand else None,
            hand_until=member.by_hand.until if member.by_hand else None,
            floor_rank=held.floor_rank,
            judged_at=held.judged_at,
            review_at=held.review_at,
            version=members.c.version + 1,
        )
    )


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
    row = await tx.first(
        select(
            func.coalesce(func.sum(lots.c.earned - lots.c.reversed), 0).label("points"),
            func.coalesce(func.sum(lots.c.kept_minor), 0).label("spend_minor"),
        ).where(
            lots.c.brand_id == brand_id,
            lots.c.account_id == account_id,
            is_bought_within(period),
        )
    )
    assert row is not None, "sums are always one row"
    return Totals(int(row["points"]), int(row["spend_minor"]))


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
