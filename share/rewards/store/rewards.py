"""Rows of rewards and of their ledger."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import Column, ColumnElement, RowMapping, exists, func, select, update

from kit.bulk import Rows, is_among
from kit.ids import new_id
from kit.unit_of_work import Tx
from share.review.tables import screenings
from share.rewards.capping import Used
from share.rewards.earned import Earned
from share.rewards.entry import Entry
from share.rewards.offer import Kind, Offer, Unit
from share.rewards.reward import Change, Reward, Status, earned
from share.rewards.tables import entries
from share.tables import links, rewards

SCREENED_WITHIN = timedelta(days=1)
"""For so long a reward waits to be screened, however short its return window is. Those of before there were rules never are."""


def may_become_payable(now: datetime) -> ColumnElement[bool]:
    """The one condition for leaving `pending` by itself: nothing else makes a reward payable."""
    is_due = (rewards.c.status == Status.PENDING.value) & (rewards.c.due_at <= now)
    was_screened = exists().where(screenings.c.reward_id == rewards.c.id)
    is_old = rewards.c.earned_at <= now - SCREENED_WITHIN
    return is_due & ~rewards.c.is_held & (was_screened | is_old)


def new_rewards(tx: Tx, made: Sequence[Earned]) -> tuple[Rows, Rows]:
    """Rewards, and the first entry of each that is money."""
    money = [each.reward for each in made if each.reward.offer.unit is Unit.MONEY]
    return _reward_rows(tx, made), _entry_rows(tx, [(reward, earned(reward)) for reward in money])


def _entry_rows(tx: Tx, made: Sequence[tuple[Reward, Entry]]) -> Rows:
    """Entries, each with its reward."""
    return Rows(
        entries,
        {
            "id": [new_id() for _ in made],
            "brand_id": [reward.brand_id for reward, _ in made],
            "account_id": [reward.account_id for reward, _ in made],
            "currency": [reward.currency for reward, _ in made],
            "reward_id": [entry.reward_id for _, entry in made],
            "payout_id": [entry.payout_id for _, entry in made],
            "taken_from": [entry.taken_from for _, entry in made],
            "put_into": [entry.put_into for _, entry in made],
            "amount_minor": [entry.amount_minor for _, entry in made],
            "reason": [entry.reason for _, entry in made],
            "entered_at": [tx.now] * len(made),
        },
    )


def save(tx: Tx, changes: Sequence[Change]) -> None:
    """Have the rewards written as they are now, with what happened to them."""
    made = [(change.reward, entry) for change in changes for entry in change.entries]
    tx.add(_changed([change.reward for change in changes]), _entry_rows(tx, made))


def _changed(changed: Sequence[Reward]) -> Rows:
    return Rows(
        rewards,
        {
            "id": [each.id for each in changed],
            "status": [each.status for each in changed],
            "amount_minor": [each.amount_minor for each in changed],
            "points": [each.points for each in changed],
            "settled_minor": [each.settled_minor for each in changed],
            "payout_id": [each.payout_id for each in changed],
            "version": [each.version for each in changed],
        },
        key="id",
    )


async def lock_of_order(tx: Tx, order_id: str) -> tuple[Reward, str] | None:
    """The order's reward, with its link's code, if it earned one."""
    row = await tx.first(
        select(rewards, links.c.code)
        .join(links, links.c.id == rewards.c.link_id)
        .where(rewards.c.order_id == order_id)
        .with_for_update(of=rewards)
    )
    return (reward_of(row), row["code"]) if row else None


async def lock(tx: Tx, condition: ColumnElement[bool]) -> list[Reward]:
    """In the order of their ids, which is the order in which rewards are locked."""
    rows = await tx.all(select(rewards).where(condition).order_by(rewards.c.id).with_for_update())
    return [reward_of(row) for row in rows]


async def lock_these(tx: Tx, reward_ids: Collection[str]) -> list[Reward]:
    return await lock(tx, is_among(tx.connection, rewards.c.id, reward_ids))


async def lock_open_of(tx: Tx, account_id: str) -> list[Reward]:
    """The sharer's rewards that are in no payout yet."""
    is_open = rewards.c.status.in_((Status.PENDING.value, Status.PAYABLE.value))
    return await lock(tx, (rewards.c.account_id == account_id) & is_open)


async def set_held(tx: Tx, reward_ids: Collection[str], *, is_held: bool) -> None:
    """A reward that is so already stays as it is."""
    if reward_ids:
        among = is_among(tx.connection, rewards.c.id, reward_ids)
        await tx.execute(
            update(rewards)
            .where(among, rewards.c.is_held != is_held)
            .values(is_held=is_held, version=rewards.c.version + 1)
        )


async def due(tx: Tx, limit: int) -> list[tuple[str, Unit]]:
    """Those that may become payable, the longest due first, and in what they are counted."""
    rows = await tx.all(
        select(rewards.c.id, rewards.c.kind)
        .where(may_become_payable(tx.now))
        .order_by(rewards.c.due_at, rewards.c.id)
        .limit(limit)
    )
    return [(row["id"], Offer(Kind(row["kind"])).unit) for row in rows]


async def lock_due(tx: Tx, reward_ids: Collection[str]) -> list[Reward]:
    """Those of them that may become payable still."""
    among = is_among(tx.connection, rewards.c.id, reward_ids)
    return await lock(tx, among & may_become_payable(tx.now))


async def used(tx: Tx, sharers: Collection[str], friends: Collection[str]) -> Used:
    """What these sharers have of brands, today and by these friends."""
    today = datetime.combine(tx.now.astimezone(UTC).date(), time(tzinfo=UTC))
    by_day = await _sums(tx, sharers, rewards.c.earned_at >= today)
    among = is_among(tx.connection, rewards.c.friend_id, friends)
    return Used(by_day, await _sums(tx, sharers, among, rewards.c.friend_id))


def reward_of(row: RowMapping) -> Reward:
    return Reward(
        id=row["id"],
        brand_id=row["brand_id"],
        account_id=row["account_id"],
        currency=row["currency"],
        offer=Offer(Kind(row["kind"]), row["rate_bp"], row["offer_amount"]),
        order_total_minor=row["order_total_minor"],
        status=Status(row["status"]),
        amount_minor=row["amount_minor"],
        points=row["points"],
        settled_minor=row["settled_minor"],
        payout_id=row["payout_id"],
        is_budgeted=row["is_budgeted"],
        version=row["version"],
    )


def _reward_rows(tx: Tx, made: Sequence[Earned]) -> Rows:
    of = [each.reward for each in made]
    return Rows(
        rewards,
        {
            "id": [reward.id for reward in of],
            "order_id": [each.order.order_id for each in made],
            "order_number": [each.order.order_number for each in made],
            "link_id": [each.link_id for each in made],
            "brand_id": [reward.brand_id for reward in of],
            "account_id": [reward.account_id for reward in of],
            "friend_id": [each.order.account_id for each in made],
            "kind": [reward.offer.kind for reward in of],
            "rate_bp": [reward.offer.rate_bp for reward in of],
            "offer_amount": [reward.offer.amount for reward in of],
            "order_total_minor": [reward.order_total_minor for reward in of],
            "amount_minor": [reward.amount_minor for reward in of],
            "points": [reward.points for reward in of],
            "currency": [reward.currency for reward in of],
            "cut_by": [each.cut_by for each in made],
            "status": [reward.status for reward in of],
            "earned_at": [tx.now] * len(made),
            "due_at": [
                (each.order.paid_at or tx.now) + timedelta(days=each.return_days) for each in made
            ],
            "is_budgeted": [reward.is_budgeted for reward in of],
        },
    )


async def _sums(
    tx: Tx, sharers: Collection[str], condition: ColumnElement[bool], *more: Column[str]
) -> dict[tuple[str, ...], int]:
    """What is not cancelled, by the sharer, more columns, the brand and the unit."""
    by = (rewards.c.account_id, *more, rewards.c.brand_id, rewards.c.kind)
    rows = await tx.connection.execute(
        select(*by, func.sum(rewards.c.amount_minor + rewards.c.points))
        .where(is_among(tx.connection, rewards.c.account_id, sharers), condition)
        .where(rewards.c.status != Status.CANCELLED.value)
        .group_by(*by)
    )
    found: dict[tuple[str, ...], int] = {}
    for *people, brand_id, kind, amount in rows:
        key = (*people, brand_id, Offer(Kind(kind)).unit)
        found[key] = found.get(key, 0) + int(amount)
    return found
