"""Pre-sales as their views."""

from commerce.deals import Deal
from commerce.orders import Order
from commerce.presale.views import OrderPresaleView, PresaleView, SaleWindowView
from commerce.presale.window import SaleWindow
from kit.clock import to_ms


def window_view(window: SaleWindow) -> SaleWindowView:
    return SaleWindowView(
        id=window.id,
        brand_id=window.brand_id,
        title=window.title,
        deposit_from_ms=to_ms(window.deposit_from),
        deposit_until_ms=to_ms(window.deposit_until),
        balance_from_ms=to_ms(window.balance_from),
        balance_until_ms=to_ms(window.balance_until),
    )


def presale_view(deal: Deal) -> PresaleView | None:
    presale = deal.presale
    if presale is None:
        return None
    return PresaleView(
        sale_window_id=presale.sale_window_id,
        deposit_minor=presale.deposit_minor,
        worth_minor=presale.worth_minor,
        balance_minor=deal.price_minor - presale.worth_minor,
        deposit_from_ms=to_ms(presale.deposit_from),
        deposit_until_ms=to_ms(presale.deposit_until),
        balance_from_ms=to_ms(presale.balance_from),
        balance_until_ms=to_ms(presale.balance_until),
        is_withdrawn=deal.withdrawal is not None,
    )


def order_presale_view(order: Order, fee_minor: int = 0) -> OrderPresaleView | None:
    """`fee_minor` is what its brand charges for shipping, which the balance's quote decides on."""
    if order.balance_from is None or order.balance_until is None:
        return None
    return OrderPresaleView(
        deposit_minor=order.deposit_minor,
        worth_minor=sum(line.worth_minor * line.quantity for line in order.lines),
        balance_minor=order.total.amount_minor - order.deposit_minor,
        shipping_most_minor=0 if order.shipping_minor or order.paid_at else fee_minor,
        balance_from_ms=to_ms(order.balance_from),
        balance_until_ms=to_ms(order.balance_until),
        deposit_paid_at_ms=to_ms(order.deposit_paid_at) if order.deposit_paid_at else None,
    )
