"""A deposit is paid without shipping, and the balance with it (docs/pricing.md, F6)."""

from commerce.payments.views import NewRefund
from commerce.shipping.setting import ShippingTerms
from commerce.shipping.views import NewShippingTerms
from kit.auth import Principal

from ..conftest import Shop
from .conftest import BALANCE, DEPOSIT, Presale


async def test_shipping_is_paid_with_the_balance_and_goes_back_with_it(
    presale: Presale, buyer: Principal
) -> None:
    shop = presale.shop
    terms = ShippingTerms(shop.world.work)
    await terms.set_terms(presale.manager, shop.brand.slug, NewShippingTerms(fee_minor=490))
    order = await presale.reserved(buyer)
    assert (order.shipping_minor, await shop.charged_minor()) == (0, DEPOSIT)
    assert await _added(shop, buyer, order.id) == 490  # which is said before it is paid
    presale.until_balance()
    paid = (await shop.check_out(buyer, [order.id], BALANCE + 490)).orders[0]
    assert (paid.status, paid.shipping_minor) == ("paid", 490)
    assert await _added(shop, buyer, order.id) == 0
    assert paid.total_minor == await shop.charged_minor() == DEPOSIT + BALANCE + 490
    back = await shop.refunding.refund(presale.manager, order.id, NewRefund(reason="Sorry"), None)
    assert (back.status, await shop.charged_minor()) == ("refunded", 0)


async def _added(shop: Shop, buyer: Principal, order_id: str) -> int:
    presale = (await shop.checkout.order(buyer, order_id)).presale
    assert presale is not None
    return presale.shipping_most_minor
