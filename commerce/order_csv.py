"""A brand's orders as CSV, for a spreadsheet: a row for each line of an order.

UTF-8 with a byte order mark, which spreadsheets need to see that it is UTF-8; amounts are decimals of the currency beside
them, times are ISO 8601 in UTC.
"""

from collections.abc import Iterable, Iterator

from commerce.views import OrderLineView, OrderView
from kit.clock import from_ms
from kit.csv_text import BOM, harmless, written
from kit.money import Money

COLUMNS = (
    "order_number",
    "order_id",
    "line",
    "status",
    "placed_at",
    "paid_at",
    "sent_at",
    "tracking",
    "buyer",
    "show_id",
    "product_id",
    "product",
    "quantity",
    "refunded_quantity",
    "unit_price",
    "discount",
    "line_total",
    "order_total",
    "order_refunded",
    "currency",
    "deposit",
    "deposit_paid_at",
    "balance_from",
    "balance_until",
)


def head() -> str:
    """The byte order mark and the names of the columns."""
    return BOM + written([COLUMNS])


def body(orders: Iterable[OrderView]) -> str:
    return written(row for order in orders for row in _rows(order))


def _rows(order: OrderView) -> Iterator[tuple[object, ...]]:
    for number, line in enumerate(order.lines, 1):
        yield _row(order, number, line)


def _row(order: OrderView, number: int, line: OrderLineView) -> tuple[object, ...]:
    return (
        order.number,
        order.id,
        number,
        order.status,
        _time(order.created_at_ms),
        _time(order.paid_at_ms),
        _time(order.fulfilled_at_ms),
        harmless(order.tracking or ""),
        harmless(order.buyer_handle),
        order.show_id,
        line.product_id,
        harmless(line.title),
        line.quantity,
        line.refunded_quantity,
        _amount(line.unit_price_minor, order.currency),
        _amount(line.discount_minor, order.currency),
        _amount(line.unit_price_minor * line.quantity - line.discount_minor, order.currency),
        _amount(order.total_minor, order.currency),
        _amount(order.refunded_minor, order.currency),
        order.currency,
        *_presale(order),
    )


def _presale(order: OrderView) -> tuple[str, ...]:
    if order.presale is None:
        return ("",) * 4
    return (
        _amount(order.presale.deposit_minor, order.currency),
        _time(order.presale.deposit_paid_at_ms),
        _time(order.presale.balance_from_ms),
        _time(order.presale.balance_until_ms),
    )


def _amount(amount_minor: int, currency: str) -> str:
    return str(Money(amount_minor, currency).to_decimal())


def _time(at_ms: int | None) -> str:
    if at_ms is None:
        return ""
    return from_ms(at_ms).isoformat(timespec="milliseconds").replace("+00:00", "Z")
