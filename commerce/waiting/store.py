"""Rows of those who wait in line. Whoever changes a line has locked its deal."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict

from sqlalchemy import ColumnElement, RowMapping, and_, delete, exists, func, insert, select, update

from commerce.deals import DealStatus
from commerce.order_status import UNPAID
from commerce.tables import deals, order_lines, orders
from commerce.waiting.line import Waiter
from commerce.waiting.tables import waiters
from kit.bulk import is_among
from kit.unit_of_work import Tx

Place = tuple[str, str]
"""A deal and an account."""


async def add_waiters(tx: Tx, joined: Sequence[Waiter]) -> None:
    if joined:
        await tx.execute(insert(waiters), [asdict(waiter) for waiter in joined])


async def save_quantity(tx: Tx, waiter: Waiter) -> None:
    await tx.execute(
        update(waiters)
        .where(waiters.c.deal_id == waiter.deal_id, waiters.c.account_id == waiter.account_id)
        .values(quantity=waiter.quantity)
    )


async def first_waiters(tx: Tx, deal_id: str, count: int) -> list[Waiter]:
    rows = await tx.all(
        select(waiters).where(waiters.c.deal_id == deal_id).order_by(waiters.c.number).limit(count)
    )
    return [_waiter(row) for row in rows]


async def remove_served(tx: Tx, deal_id: str, number: int) -> None:
    """Remove the first of a deal's line, up to this number."""
    served = (waiters.c.deal_id == deal_id) & (waiters.c.number <= number)
    await tx.execute(delete(waiters).where(served))


async def remove_waiter(tx: Tx, deal_id: str, account_id: str) -> bool:
    """Whether the person was in the line."""
    own = (waiters.c.deal_id == deal_id) & (waiters.c.account_id == account_id)
    return await tx.execute(delete(waiters).where(own)) == 1


async def lines_of(tx: Tx, account_id: str) -> list[str]:
    """The deals in whose lines the person is."""
    rows = await tx.all(select(waiters.c.deal_id).where(waiters.c.account_id == account_id))
    return [row["deal_id"] for row in rows]


async def remove_line(tx: Tx, deal_id: str) -> None:
    await tx.execute(delete(waiters).where(waiters.c.deal_id == deal_id))


async def waiters_at(tx: Tx, places: Collection[Place]) -> dict[Place, Waiter]:
    """Those of these deals and people who wait."""
    rows = await tx.all(
        select(waiters).where(
            is_among(tx.connection, waiters.c.account_id, {account for _, account in places}),
            is_among(tx.connection, waiters.c.deal_id, {deal_id for deal_id, _ in places}),
        )
    )
    found = [_waiter(row) for row in rows]
    return {
        (waiter.deal_id, waiter.account_id): waiter
        for waiter in found
        if (waiter.deal_id, waiter.account_id) in places
    }


async def waiters_of(tx: Tx, account_id: str, show_id: str) -> list[Waiter]:
    """The places that a person has in the lines of a show."""
    rows = await tx.all(
        select(waiters)
        .join(deals, deals.c.id == waiters.c.deal_id)
        .where(waiters.c.account_id == account_id, deals.c.show_id == show_id)
        .order_by(waiters.c.deal_id)
    )
    return [_waiter(row) for row in rows]


async def last_numbers(tx: Tx, deal_ids: Iterable[str]) -> dict[str, int]:
    """The highest number in the line of each of these deals that has one."""
    rows = await tx.all(
        select(waiters.c.deal_id, func.max(waiters.c.number).label("last"))
        .where(waiters.c.deal_id.in_(set(deal_ids)))
        .group_by(waiters.c.deal_id)
    )
    return {row["deal_id"]: row["last"] for row in rows}


async def count_until(tx: Tx, waiter: Waiter) -> int:
    """How many stand in the line up to and with this one."""
    until = (waiters.c.deal_id == waiter.deal_id) & (waiters.c.number <= waiter.number)
    return int(await tx.scalar(select(func.count()).select_from(waiters).where(until)))


async def deals_without_hope(tx: Tx, limit: int) -> list[str]:
    """Deals that are over and whose units are all paid, although people wait for them."""
    rows = await tx.all(select(deals.c.id).where(_is_without_hope()).limit(limit))
    return [row["id"] for row in rows]


async def is_without_hope(tx: Tx, deal_id: str) -> bool:
    """Whether a locked deal is such a one."""
    found = select(deals.c.id).where(deals.c.id == deal_id, _is_without_hope())
    return await tx.scalar(found) is not None


def _is_without_hope() -> ColumnElement[bool]:
    unpaid = (
        select(order_lines.c.order_id)
        .join(orders, orders.c.id == order_lines.c.order_id)
        .where(
            order_lines.c.deal_id == deals.c.id,
            orders.c.status.in_(sorted(status.value for status in UNPAID)),
        )
    )
    is_over = deals.c.status == DealStatus.ENDED.value
    return and_(deals.c.waiting > 0, is_over, ~exists(unpaid))


def _waiter(row: RowMapping) -> Waiter:
    return Waiter(**row)
