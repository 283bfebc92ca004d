"""A brand's orders as CSV, for a spreadsheet (`kit/spreadsheet.py`): a row for each line of an order."""

from collections.abc import Iterable, Iterator

from commerce.views import OrderLineView, OrderView
from kit.spreadsheet import BOM, amount, harmless, lines, moment

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
    "shipping",
)


def head() -> str:
    """The byte order mark and the names of the columns."""
    return BOM + lines([COLUMNS])


def body(orders: Iterable[OrderView]) -> str:
    return lines(row for order in orders for row in _rows(order))


def _rows(order: OrderView) -> Iterator[tuple[object, ...]]:
    for number, line in enumerate(order.lines, 1):
        yield _row(order, number, line)


def _row(order: OrderView, number: int, line: OrderLineView) -> tuple[object, ...]:
    return (
        order.number,
        order.id,
        number,
        order.status,
        moment(order.created_at_ms),
        moment(order.paid_at_ms),
        moment(order.fulfilled_at_ms),
        harmless(order.tracking or ""),
        harmless(order.buyer_handle),
        order.show_id,
        line.product_id,
        harmless(line.title),
        line.quantity,
        line.refunded_quantity,
        amount(line.unit_price_minor, order.currency),
        amount(line.discount_minor, order.currency),
        amount(line.unit_price_minor * line.quantity - line.discount_minor, order.currency),
        amount(order.total_minor, order.currency),
        amount(order.refunded_minor, order.currency),
        order.currency,
        *_presale(order),
        amount(order.shipping_minor, order.currency),
    )


def _presale(order: OrderView) -> tuple[str, ...]:
    if order.presale is None:
        return ("",) * 4
    return (
        amount(order.presale.deposit_minor, order.currency),
        moment(order.presale.deposit_paid_at_ms),
        moment(order.presale.balance_from_ms),
        moment(order.presale.balance_until_ms),
    )
