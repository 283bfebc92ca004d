"""A paid order as membership and share count it."""

from commerce.sale import Sale
from kit.clock import from_ms, to_ms
from membership.points.booking import Purchase
from membership.points.earning import Bought
from share.crediting import PaidOrder


def purchase_of(sale: Sale) -> Purchase:
    """From the order as it is now, so that neither the number nor the order of events matters."""
    assert sale.paid_at is not None, "the order is not paid"
    bought = Bought(
        order_id=sale.order_id,
        title=f"Order {sale.number}",
        paid_minor=sale.goods_minor,
        kept_minor=sale.kept_minor,
        paid_at=from_ms(to_ms(sale.paid_at)),
    )
    return Purchase(sale.brand_id, sale.account_id, bought)


def paid_order_of(sale: Sale) -> PaidOrder:
    return PaidOrder(
        order_id=sale.order_id,
        order_number=sale.number,
        account_id=sale.account_id,
        brand_id=sale.brand_id,
        total_minor=sale.goods_minor,
        currency=sale.currency,
        referral_token=sale.referral_token,
        paid_at=sale.paid_at,
        placed_at=sale.created_at,
        refunded_minor=sale.goods_minor - sale.kept_minor,
    )
