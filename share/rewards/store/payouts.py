"""Rows of payouts."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from kit.bulk import Rows, is_among
from kit.unit_of_work import Tx
from share.payees.tables import payout_details
from share.rewards.payout import Payout, PayoutStatus
from share.rewards.reward import Reward, Status
from share.rewards.store.rewards import lock
from share.rewards.tables import items, payouts, steps
from share.tables import rewards

DUE = rewards.c.status.in_((Status.PAYABLE.value, Status.OWED.value)) & ~rewards.c.is_held
_ORDER = [status.value for status in PayoutStatus]
_DUE_MINOR = func.sum(rewards.c.amount_minor - rewards.c.settled_minor)


async def add(tx: Tx, payout: Payout, taken: Sequence[Reward]) -> bool:
    """Add the payout with what it takes for these rewards, as they were before; False if the brand has one that waits for
    approval."""
    dialect = sqlite if tx.is_sqlite else postgresql
    values = {name: getattr(payout, name) for name in payouts.c.keys()}  # noqa: SIM118
    if not await tx.execute(dialect.insert(payouts).values(values).on_conflict_do_nothing()):
        return False
    tx.add(
        Rows(
            items,
            {
                "payout_id": [payout.id] * len(taken),
                "reward_id": [each.id for each in taken],
                "account_id": [each.account_id for each in taken],
                "amount_minor": [each.due_minor for each in taken],
            },
        )
    )
    return True


async def save_status(tx: Tx, payout: Payout) -> None:
    await tx.execute(
        update(payouts).where(payouts.c.id == payout.id).values(status=payout.status.value)
    )


async def log_step(tx: Tx, payout: Payout, account_id: str, note: str = "") -> None:
    """Who made it what it is now."""
    await tx.execute(
        insert(steps).values(
            payout_id=payout.id,
            status=payout.status.value,
            account_id=account_id,
            taken_at=tx.now,
            note=note,
        )
    )


async def payout(
    tx: Tx, brand_id: str, payout_id: str, *, for_update: bool = False
) -> Payout | None:
    statement = select(payouts).where(payouts.c.id == payout_id, payouts.c.brand_id == brand_id)
    row = await tx.first(statement.with_for_update() if for_update else statement)
    return _payout(row) if row else None


async def waiting(tx: Tx, brand_id: str) -> bool:
    """Whether one waits for approval."""
    statement = select(payouts.c.id).where(
        payouts.c.brand_id == brand_id, payouts.c.status == PayoutStatus.DRAFT.value
    )
    return await tx.scalar(statement) is not None


async def newest(tx: Tx, brand_id: str, limit: int) -> list[Payout]:
    rows = await tx.all(
        select(payouts)
        .where(payouts.c.brand_id == brand_id)
        .order_by(payouts.c.id.desc())
        .limit(limit)
    )
    return [_payout(row) for row in rows]


async def sums(tx: Tx, brand_id: str, currency: str) -> dict[PayoutStatus, int]:
    """What the brand's payouts of each status come to."""
    found = dict.fromkeys(PayoutStatus, 0)
    rows = await tx.all(
        select(payouts.c.status, func.sum(payouts.c.total_minor).label("total"))
        .where(payouts.c.brand_id == brand_id, payouts.c.currency == currency)
        .group_by(payouts.c.status)
    )
    return found | {PayoutStatus(row["status"]): int(row["total"]) for row in rows}


async def steps_of(tx: Tx, payout_ids: Collection[str]) -> Sequence[RowMapping]:
    """In the order in which they were taken."""
    rows = await tx.all(select(steps).where(is_among(tx.connection, steps.c.payout_id, payout_ids)))
    return sorted(rows, key=lambda row: _ORDER.index(row["status"]))


async def items_of(tx: Tx, payout_id: str) -> dict[str, int]:
    """What it takes for each reward."""
    rows = await tx.all(
        select(items.c.reward_id, items.c.amount_minor).where(items.c.payout_id == payout_id)
    )
    return {row["reward_id"]: row["amount_minor"] for row in rows}


async def lines_of(tx: Tx, payout_id: str, limit: int | None = None) -> Sequence[RowMapping]:
    """What each sharer gets by it, and for how many rewards: the most first."""
    total = func.sum(items.c.amount_minor)
    return await tx.all(
        select(items.c.account_id, total.label("amount_minor"), func.count().label("rewards"))
        .where(items.c.payout_id == payout_id)
        .group_by(items.c.account_id)
        .order_by(total.desc(), items.c.account_id)
        .limit(limit)
    )


async def account_changes(
    tx: Tx, payout_id: str, since: datetime, limit: int
) -> Sequence[RowMapping]:
    """Its sharers who gave or changed their bank account after that, the newest first, and those who have none any more."""
    changed_at = payout_details.c.changed_at
    sharers = select(items.c.account_id).where(items.c.payout_id == payout_id).distinct().subquery()
    is_given = payout_details.c.account_id == sharers.c.account_id
    return await tx.all(
        select(sharers.c.account_id, changed_at)
        .outerjoin(payout_details, is_given)
        .where(changed_at.is_(None) | (changed_at > since))
        .order_by(changed_at.is_not(None), changed_at.desc(), sharers.c.account_id)
        .limit(limit)
    )


async def due(
    tx: Tx,
    brand_id: str,
    currency: str,
    least_minor: int,
    limit: int,
    payees: ColumnElement[bool],
) -> Sequence[RowMapping]:
    """Sharers who get so much or more, with what they get and for how many rewards: the most first. `payees` says which."""
    return await tx.all(
        select(
            rewards.c.account_id, _DUE_MINOR.label("amount_minor"), func.count().label("rewards")
        )
        .where(_due_of(brand_id, currency), payees)
        .group_by(rewards.c.account_id)
        .having(max(1, least_minor) <= _DUE_MINOR)
        .order_by(_DUE_MINOR.desc(), rewards.c.account_id)
        .limit(limit)
    )


async def due_total(
    tx: Tx,
    brand_id: str,
    currency: str,
    least_minor: int,
    payees: ColumnElement[bool],
) -> tuple[int, int]:
    """How many of these sharers get so much or more, and how much altogether."""
    each = (
        select(_DUE_MINOR.label("amount_minor"))
        .where(_due_of(brand_id, currency), payees)
        .group_by(rewards.c.account_id)
        .having(max(1, least_minor) <= _DUE_MINOR)
        .subquery()
    )
    row = await tx.first(
        select(func.count().label("sharers"), func.sum(each.c.amount_minor).label("total"))
    )
    assert row is not None, "sums are always one row"
    return row["sharers"], int(row["total"] or 0)


def reachable(key_id: str) -> ColumnElement[bool]:
    """Rewards of sharers who said where their money is to go."""
    known = select(payout_details.c.account_id).where(payout_details.c.key_id == key_id)
    return rewards.c.account_id.in_(known)


async def lock_due_of(
    tx: Tx, brand_id: str, currency: str, account_ids: Collection[str]
) -> list[Reward]:
    """All that is due to these sharers, or by them."""
    among = is_among(tx.connection, rewards.c.account_id, account_ids)
    return await lock(tx, _due_of(brand_id, currency) & among)


def _due_of(brand_id: str, currency: str) -> ColumnElement[bool]:
    return DUE & (rewards.c.brand_id == brand_id) & (rewards.c.currency == currency)


def _payout(row: RowMapping) -> Payout:
    return Payout(**{**row, "status": PayoutStatus(row["status"])})
