"""Taking the points of a quote for its orders, beside the vouchers, and giving them back. Members are locked last."""

from collections import defaultdict
from collections.abc import Sequence

from commerce.orders import number_of
from commerce.pricing.points import are_points
from commerce.pricing.quote import Quote
from kit.unit_of_work import Tx
from membership.points import spending


async def take_points(tx: Tx, account_id: str, quote: Quote) -> None:
    """Spend the points that the quote uses. What its orders had taken before is given back first.

    Raises:
        NotEnoughPoints: they were spent elsewhere since the quote. Make a new one.
    """
    await give_back_points(tx, sorted({line.order_id for line in quote.lines if line.order_id}))
    points: dict[tuple[str, str], int] = defaultdict(int)
    for line in quote.lines:
        for part in line.discounts:
            if are_points(part.voucher_id):
                assert line.order_id is not None, "points are taken for units that no order holds"
                points[line.brand_id, line.order_id] += part.cost_minor
    for (brand_id, order_id), count in sorted(points.items()):
        if count:
            await spending.spend(
                tx, brand_id, account_id, order_id, count, f"Order {number_of(order_id)}"
            )


async def give_back_points(tx: Tx, order_ids: Sequence[str]) -> None:
    """All that is left of what was spent on these orders. Nothing the second time."""
    await spending.give_back(tx, order_ids)


async def give_back_part(tx: Tx, order_id: str, points: int) -> None:
    """So many of them, for units that are refunded."""
    if points:
        await spending.give_back(tx, [order_id], points)
