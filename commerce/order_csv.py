"""A brand's orders as CSV, for a spreadsheet: a row for each line of an order.

UTF-8 with a byte order mark, which spreadsheets need to see that it is UTF-8; amounts are decimals of the currency beside
them, times are ISO 8601 in UTC. A text that a spreadsheet would take for a formula gets an apostrophe before it, since
buyers choose their handles and might put one there.
"""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from commerce.views import OrderLineView, OrderView
from kit.clock import from_ms
from kit.money import Money

BOM = "\ufeff"
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
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def head() -> str:
    """The byte order mark and the names of the columns."""
    return BOM + _written([COLUMNS])


def body(orders: Iterable[OrderView]) -> str:
    return _written(row for order in orders for row in _rows(order))


def harmless(text: str) -> str:
    """The text so that no spreadsheet computes it."""
    return f"'{text}" if text.lstrip(" ").startswith(_STARTS_A_FORMULA) else text


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


def _written(rows: Iterable[Iterable[object]]) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()
