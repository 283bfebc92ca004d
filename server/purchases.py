"""A paid order as membership counts it."""

from commerce.views import OrderView
from kit.clock import from_ms
from membership.points.booking import Purchase
from membership.points.earning import Bought


def purchase_of(order: OrderView, account_id: str) -> Purchase:
    """From the order as it is now, so that neither the number nor the order of events matters."""
    assert order.paid_at_ms is not None, "the order is not paid"
    bought = Bought(
        order_id=order.id,
        title=f"Order {order.number}",
        paid_minor=order.goods_minor,
        kept_minor=order.kept_minor,
        paid_at=from_ms(order.paid_at_ms),
    )
    return Purchase(order.brand_id, account_id, bought)
