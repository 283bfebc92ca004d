"""Rows of orders with their lines."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    update,
)

from commerce.order_status import UNPAID, WAS_PAID, OrderStatus
from commerce.orders import MAX_OF_ACCOUNT, MAX_ORDERS_SHOWN, Line, Order
from commerce.pricing.quote import from_json, to_json
from commerce.tables import order_lines, orders
from kit.bulk import is_among
from kit.ids import is_id
from kit.unit_of_work import Tx

IS_HELD = orders.c.status.in_([OrderStatus.HELD.value, OrderStatus.DEPOSIT_PAID.value])
STORED_OTHERWISE = {"lines", "quote"}
DERIVED = {"units", "refunded_units", "total_minor"}


async def save_order(tx: Tx, order: Order) -> None:
    """Save a locked order that has changed. Of its lines only discounts and what is refunded ever do."""
    saved = await tx.execute(
        update(orders)
        .where(orders.c.id == order.id, orders.c.version < order.version)
        .values(**_values(order))
    )
    assert saved == 1, f"order {order.id} was changed by someone who did not lock it"
    await _save_lines(tx, order)


async def order(tx: Tx, order_id: str) -> Order | None:
    return await _one(tx, order_id, select(orders).where(orders.c.id == order_id))


async def orders_by_id(tx: Tx, order_ids: Collection[str]) -> list[Order]:
    """Those of these orders that there are, oldest first."""
    is_wanted = is_among(tx.connection, orders.c.id, order_ids)
    return await with_lines(tx, await tx.all(select(orders).where(is_wanted).order_by(orders.c.id)))


async def lock_order(tx: Tx, order_id: str) -> Order | None:
    """The order as it is now, and nobody changes it before this transaction ends. Lock its deals first."""
    statement = select(orders).where(orders.c.id == order_id).with_for_update()
    return await _one(tx, order_id, statement)


async def lock_orders(tx: Tx, order_ids: Iterable[str]) -> list[Order]:
    """The same for several, in the order of their ids."""
    ids = {order_id for order_id in order_ids if is_id(order_id)}
    statement = select(orders).where(orders.c.id.in_(ids)).order_by(orders.c.id)
    return await with_lines(tx, await tx.all(statement.with_for_update()))


async def orders_of_account(
    tx: Tx, account_id: str, after: str | None = None, limit: int = MAX_OF_ACCOUNT
) -> list[Order]:
    """The account's newest orders, or those that follow the order `after`."""
    own = and_(orders.c.account_id == account_id, *behind(after))
    return await _newest(tx, own, limit)


def behind(after: str | None) -> tuple[ColumnElement[bool], ...]:
    """Where the newest come first, what follows this order."""
    if after is None:
        return ()
    at = select(orders.c.created_at).where(orders.c.id == after).scalar_subquery()
    return orders.c.created_at <= at, or_(orders.c.created_at < at, orders.c.id < after)


async def has_paid(tx: Tx, brand_id: str, account_id: str) -> bool:
    """Whether the person has paid an order of the brand, whatever became of it."""
    paid = (orders.c.brand_id == brand_id) & (orders.c.account_id == account_id)
    return bool(await tx.scalar(select(exists().where(paid, orders.c.paid_at.is_not(None)))))


async def unpaid_orders_of(tx: Tx, account_id: str) -> list[Order]:
    """The account's orders that wait for a payment or its outcome, the newest first, at most `MAX_OF_ACCOUNT`. A balance waits for
    it from the beginning of its window."""
    has_balance_due = (orders.c.status == OrderStatus.DEPOSIT_PAID.value) & (
        orders.c.balance_from <= tx.now
    )
    is_unpaid = orders.c.status.in_(sorted(status.value for status in UNPAID)) | has_balance_due
    return await _newest(tx, (orders.c.account_id == account_id) & is_unpaid, MAX_OF_ACCOUNT)


async def held_orders(tx: Tx, account_id: str) -> list[Order]:
    """The account's orders that wait for a payment, and none is under way."""
    is_held = orders.c.status == OrderStatus.HELD.value
    return await _newest(tx, (orders.c.account_id == account_id) & is_held, MAX_OF_ACCOUNT)


async def orders_in_payment(tx: Tx, account_id: str) -> list[Order]:
    """The account's orders of which a payment is under way, or a balance is to come."""
    status = (OrderStatus.AWAITING_PAYMENT.value, OrderStatus.DEPOSIT_PAID.value)
    is_between = orders.c.status.in_(status)
    return await _newest(tx, (orders.c.account_id == account_id) & is_between, MAX_OF_ACCOUNT)


async def orders_of_show(tx: Tx, show_id: str) -> list[Order]:
    """The show's newest orders, at most `MAX_ORDERS_SHOWN`."""
    return await _newest(tx, orders.c.show_id == show_id, MAX_ORDERS_SHOWN)


async def due_order_ids(tx: Tx, limit: int) -> list[str]:
    """Orders whose hold is over and for which no payment is under way, the longest first."""
    rows = await tx.all(
        select(orders.c.id)
        .where(IS_HELD, orders.c.hold_expires_at <= tx.now)
        .order_by(orders.c.hold_expires_at)
        .limit(limit)
    )
    return [row["id"] for row in rows]


async def due_reminder_ids(tx: Tx, limit: int) -> list[str]:
    """Orders whose buyers are to be reminded of the balance now."""
    rows = await tx.all(
        select(orders.c.id)
        .where(orders.c.status == OrderStatus.DEPOSIT_PAID.value, orders.c.remind_at <= tx.now)
        .order_by(orders.c.remind_at)
        .limit(limit)
    )
    return [row["id"] for row in rows]


async def open_order_ids(tx: Tx, deal_id: str, limit: int) -> list[str]:
    """Orders of a deal that are neither paid nor over, the oldest first."""
    is_open = orders.c.status.in_(
        sorted(status.value for status in (*UNPAID, OrderStatus.DEPOSIT_PAID))
    )
    rows = await tx.all(
        select(orders.c.id)
        .join(order_lines, order_lines.c.order_id == orders.c.id)
        .where(order_lines.c.deal_id == deal_id, is_open)
        .distinct()
        .order_by(orders.c.id)
        .limit(limit)
    )
    return [row["id"] for row in rows]


async def sums_of_shows(tx: Tx, show_ids: Collection[str]) -> dict[str, dict[str, int]]:
    """Of each of these shows `claims`, `awaiting_payment`, `reserved` by deposits, `paid`, and `units_sold` and `revenue_minor` of
    what is paid and not refunded."""
    kept_units = orders.c.units - orders.c.refunded_units
    kept_minor = orders.c.total_minor - orders.c.refunded_minor
    sums = (
        func.count().label("claims"),
        _sum_where(UNPAID, 1).label("awaiting_payment"),
        _sum_where([OrderStatus.DEPOSIT_PAID], 1).label("reserved"),
        _sum_where(WAS_PAID, 1).label("paid"),
        _sum_where(WAS_PAID, kept_units).label("units_sold"),
        _sum_where(WAS_PAID, kept_minor).label("revenue_minor"),
    )
    among = is_among(tx.connection, orders.c.show_id, show_ids)
    rows = await tx.all(select(orders.c.show_id, *sums).where(among).group_by(orders.c.show_id))
    found = {show_id: {column.name: 0 for column in sums} for show_id in show_ids}
    for row in rows:
        found[row["show_id"]] = {column.name: int(row[column.name]) for column in sums}
    return found


def _sum_where(
    statuses: Iterable[OrderStatus], amount: ColumnElement[int] | int
) -> ColumnElement[int]:
    is_one = orders.c.status.in_(sorted(status.value for status in statuses))
    return func.coalesce(func.sum(case((is_one, amount), else_=0)), 0)


async def _save_lines(tx: Tx, order: Order) -> None:
    for number, line in enumerate(order.lines, 1):
        is_changed = (order_lines.c.discount_minor != line.discount_minor) | (
            order_lines.c.refunded_quantity != line.refunded_quantity
        )
        await tx.execute(
            update(order_lines)
            .where(order_lines.c.order_id == order.id, order_lines.c.number == number, is_changed)
            .values(discount_minor=line.discount_minor, refunded_quantity=line.refunded_quantity)
        )


async def _one(tx: Tx, order_id: str, statement: Select[*tuple[object, ...]]) -> Order | None:
    rows = await tx.all(statement) if is_id(order_id) else []
    found = await with_lines(tx, rows)
    return found[0] if found else None


async def _newest(tx: Tx, condition: ColumnElement[bool], limit: int) -> list[Order]:
    rows = await tx.all(
        select(orders)
        .where(condition)
        .order_by(orders.c.created_at.desc(), orders.c.id.desc())
        .limit(limit)
    )
    return await with_lines(tx, rows)


async def with_lines(tx: Tx, rows: Sequence[RowMapping]) -> list[Order]:
    if not rows:
        return []
    lines = await tx.all(
        select(order_lines)
        .where(is_among(tx.connection, order_lines.c.order_id, [row["id"] for row in rows]))
        .order_by(order_lines.c.order_id, order_lines.c.number)
    )
    by_order: dict[str, list[Line]] = {row["id"]: [] for row in rows}
    for line in lines:
        by_order[line["order_id"]].append(_line(line))
    return [_order(row, by_order[row["id"]]) for row in rows]


def _values(order: Order) -> dict[str, object]:
    names = [name for name in order.__struct_fields__ if name not in STORED_OTHERWISE]
    return {
        **{name: getattr(order, name) for name in names},
        "quote": to_json(order.quote) if order.quote else None,
        "units": order.units,
        "refunded_units": order.refunded_units,
        "total_minor": order.total_minor,
    }


def _order(row: RowMapping, lines: Sequence[Line]) -> Order:
    values = {key: value for key, value in row.items() if key not in DERIVED}
    return Order(
        **{
            **values,
            "status": OrderStatus(row["status"]),
            "lines": tuple(lines),
            "quote": from_json(row["quote"]) if row["quote"] else None,
        }
    )


def _line(row: RowMapping) -> Line:
    return Line(**{key: value for key, value in row.items() if key not in {"order_id", "number"}})
