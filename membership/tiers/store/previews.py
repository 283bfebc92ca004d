"""What rules would do to a brand's members, counted by the database. It agrees with `rules.rank_for`."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Subquery, case, func, literal, select

from kit.unit_of_work import Tx
from membership.people import Tier
from membership.points.tables import lots
from membership.tables import accounts, members
from membership.tiers.previewing import Change, Group
from membership.tiers.rules import Period
from membership.tiers.store.members import is_bought_within

MOST_EXAMPLES = 5


async def groups(tx: Tx, brand_id: str, tiers: Sequence[Tier], period: Period) -> list[Group]:
    """The brand's members by the tier that they have, their floor, and the tier that these rules would reach."""
    reached = _reached(brand_id, tiers, period)
    columns = (reached.c.tier_rank, reached.c.floor_rank, reached.c.reached)
    rows = await tx.all(
        select(*columns, func.count().label("members")).group_by(*columns).order_by(*columns)
    )
    return [Group(**row) for row in rows]


async def examples(
    tx: Tx, brand_id: str, tiers: Sequence[Tier], period: Period, *, are_rising: bool
) -> list[Change]:
    """Some of those who would rise, or of those whose purchases do not reach the tier that they have."""
    reached = _reached(brand_id, tiers, period)
    kept = case(
        (reached.c.reached > reached.c.floor_rank, reached.c.reached), else_=reached.c.floor_rank
    )
    condition = reached.c.reached > reached.c.tier_rank
    if not are_rising:
        condition = kept < reached.c.tier_rank
    rows = await tx.all(
        select(accounts.c.handle, reached.c.tier_rank.label("was_rank"), kept.label("rank"))
        .join(accounts, accounts.c.id == reached.c.account_id)
        .where(condition)
        .order_by(kept.desc(), accounts.c.handle_key)
        .limit(MOST_EXAMPLES)
    )
    return [Change(**row) for row in rows]


def _reached(brand_id: str, tiers: Sequence[Tier], period: Period) -> Subquery:
    totals = (
        select(
            lots.c.account_id,
            func.sum(lots.c.earned - lots.c.reversed).label("points"),
            func.sum(lots.c.kept_minor).label("spend_minor"),
        )
        .where(lots.c.brand_id == brand_id, is_bought_within(period))
        .group_by(lots.c.account_id)
        .subquery()
    )
    points = func.coalesce(totals.c.points, 0)
    spend = func.coalesce(totals.c.spend_minor, 0)
    return (
        select(
            members.c.account_id,
            members.c.tier_rank,
            members.c.floor_rank,
            _rank(tiers, points, spend).label("reached"),
        )
        .outerjoin(totals, totals.c.account_id == members.c.account_id)
        .where(members.c.brand_id == brand_id)
        .subquery()
    )


def _rank(
    tiers: Sequence[Tier], points: ColumnElement[int], spend: ColumnElement[int]
) -> ColumnElement[int]:
    """The highest tier that is reached, the highest asked for first."""
    whens = [
        (
            (points >= (tier.points_from or 0)) & (spend >= (tier.spend_from_minor or 0)),
            literal(tier.rank),
        )
        for tier in reversed(tiers[1:])
        if tier.has_threshold
    ]
    first = literal(tiers[0].rank)
    return case(*whens, else_=first) if whens else first
