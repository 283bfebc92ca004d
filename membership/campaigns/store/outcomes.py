"""What people bought after a campaign reached them, or would have reached them: purchases as the points ledger has them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Float, RowMapping, Select, and_, case, cast, func, select

from kit.unit_of_work import Tx
from membership.campaigns.campaign import Campaign
from membership.campaigns.fate import TREATED, Fate
from membership.campaigns.lift import Group
from membership.campaigns.tables import campaign_people as people
from membership.points.tables import lots

COMPARED = (*TREATED, Fate.HELD_OUT)


@dataclass(frozen=True, slots=True)
class Outcome:
    group: Group
    buyers_by_day: tuple[int, ...]
    """How many had bought by the end of each day since the start."""


async def outcomes(tx: Tx, campaign: Campaign, days: int) -> tuple[Outcome, Outcome]:
    """Of those it was sent to, and of those held out."""
    assert campaign.started_at is not None, "the campaign has not started"
    ends = [campaign.started_at + timedelta(days=day + 1) for day in range(days)]
    rows = {bool(row["is_held"]): row for row in await tx.all(_grouped(campaign, ends))}
    return _outcome(rows.get(False), days), _outcome(rows.get(True), days)


async def measured_until(tx: Tx, campaign_id: str) -> datetime | None:
    """When the last person's days are over."""
    until = await tx.scalar(
        select(func.max(people.c.measured_until)).where(people.c.campaign_id == campaign_id)
    )
    return until if until is None or isinstance(until, datetime) else None


def _grouped(campaign: Campaign, ends: list[datetime]) -> Select[tuple[object, ...]]:
    one = _each_person(campaign).subquery()
    by_day = [
        func.sum(case((one.c.first_at < end, 1), else_=0)).label(f"day_{day}")
        for day, end in enumerate(ends)
    ]
    spent = cast(one.c.spent, Float)
    return select(
        one.c.is_held,
        func.count().label("people"),
        func.sum(case((one.c.spent > 0, 1), else_=0)).label("buyers"),
        func.sum(one.c.spent).label("revenue_minor"),
        func.sum(spent * spent).label("revenue_squares"),
        *by_day,
    ).group_by(one.c.is_held)


def _each_person(campaign: Campaign) -> Select[tuple[object, ...]]:
    bought = and_(
        lots.c.brand_id == people.c.brand_id,
        lots.c.account_id == people.c.account_id,
        lots.c.earned_at >= people.c.decided_at,
        lots.c.earned_at < people.c.measured_until,
        lots.c.kept_minor > 0,
    )
    return (
        select(
            (people.c.fate == Fate.HELD_OUT.value).label("is_held"),
            func.coalesce(func.sum(lots.c.kept_minor), 0).label("spent"),
            func.min(lots.c.earned_at).label("first_at"),
        )
        .select_from(people)
        .outerjoin(lots, bought)
        .where(
            people.c.campaign_id == campaign.id,
            people.c.fate.in_([fate.value for fate in COMPARED]),
        )
        .group_by(people.c.account_id, people.c.fate)
    )


def _outcome(row: RowMapping | None, days: int) -> Outcome:
    if row is None:
        return Outcome(Group(), (0,) * days)
    group = Group(
        people=row["people"],
        buyers=row["buyers"],
        revenue_minor=int(row["revenue_minor"]),
        revenue_squares=float(row["revenue_squares"]),
    )
    return Outcome(group, tuple(row[f"day_{day}"] for day in range(days)))
