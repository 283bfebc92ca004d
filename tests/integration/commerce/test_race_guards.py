"""Why there are guards: each race first without one, which goes wrong, then as the product runs it. Without the guard
everyone looks before anyone writes, by the product's own rules. For claims of one unit see `test_claim_races`, for
vouchers' limits and budgets `vouchers/test_races`."""

import asyncio
from typing import Any

from sqlalchemy import func, select, text, update

from commerce import orders as rules
from commerce.announcing import tell_order
from commerce.claims import Granted, decide_claim
from commerce.events import OrderPaid
from commerce.orders import HOLD, Line, Order
from commerce.payments import store as payments
from commerce.payments.charging import charge
from commerce.payments.errors import RefundTooLarge
from commerce.payments.payment import CALL_LASTS, Payment, Share, settle, succeeded
from commerce.payments.refund import Refund, decide_extent
from commerce.payments.refunding import begin_refund
from commerce.payments.settling import settle_payment
from commerce.payments.tables import refunds
from commerce.payments.views import NewRefund
from commerce.store import claims as store_claims
from commerce.store import deals as store_deals
from commerce.store import orders as store_orders
from commerce.tables import orders
from commerce.views import DealView, OrderView
from kit.auth import Principal
from kit.errors import Refusal
from kit.ids import new_id
from kit.unit_of_work import Tx
from tests.support.races import unguarded

from .conftest import ASKING_CARD, GOOD_CARD, Shop
from .test_claim_races import outcomes

AT_ONCE = 5
SIXTY_PERCENT = NewRefund(amount_minor=1_200, reason="A scratch")


async def test_without_its_guard_a_buyers_limit_is_passed(shop: Shop, buyer: Principal) -> None:
    deal = await shop.live_deal(stock=50, per_buyer_limit=2)

    async def look(tx: Tx) -> Any:
        place = deal.id, buyer.account()
        held = await store_deals.held_slots(tx, {place})
        return await store_deals.deal(tx, deal.id), held.get(place, ())

    async def write(tx: Tx, seen: Any) -> None:
        offer, held = seen
        assert isinstance(decide_claim(offer, tx.now, 0, held, 2), Granted)
        store_claims.add_claims(tx, [(_order(shop, buyer, deal, 2), ())])

    await unguarded(shop.world.work, AT_ONCE, look, write)
    assert (await shop.books(deal)).held_units == 2 * AT_ONCE

    guarded = await shop.live_deal(stock=50, per_buyer_limit=2)
    placed, _ = await outcomes(*(shop.claim(buyer, guarded, 2) for _ in range(AT_ONCE)))
    assert len(placed) == 1
    assert (await shop.books(guarded)).most_of_one_buyer == 2


async def test_without_its_guard_two_lines_of_one_cart_take_the_same_stock(
    shop: Shop, buyer: Principal
) -> None:
    deal = await shop.live_deal(stock=3, per_buyer_limit=4)

    async def look(tx: Tx) -> Any:
        return await store_deals.deal(tx, deal.id)

    async def write(tx: Tx, offer: Any) -> None:
        """Each line is decided by what was seen before the cart, and not by what the other takes."""
        for _ in range(2):
            assert isinstance(decide_claim(offer, tx.now, 0, (), 2), Granted)
            store_claims.add_claims(tx, [(_order(shop, buyer, deal, 2), ())])

    await unguarded(shop.world.work, 1, look, write)
    assert (await shop.books(deal)).held_units == 4 > deal.stock

    guarded = await shop.live_deal(stock=3, per_buyer_limit=4)
    placed, refused = await outcomes(*(shop.claim(buyer, guarded, 2) for _ in range(2)))
    assert (len(placed), len(refused)) == (1, 1)
    books = await shop.books(guarded)
    assert books.sold == books.held_units == books.taken_slots == 2


async def test_without_its_guard_one_order_is_charged_twice(shop: Shop, buyer: Principal) -> None:
    """The unique index would stop the second. It is taken away here, to see what it is for."""
    order = await _claimed(shop, buyer)
    async with shop.world.work.write() as tx:
        await tx.execute(text("DROP INDEX uq_payment_order_binding_order_id"))

    async def look(tx: Tx) -> Any:
        return await store_orders.order(tx, order.id)

    async def write(tx: Tx, seen: Order) -> Payment:
        assert rules.refuse_payment(seen, tx.now) is None
        payment = _payment(tx, seen)
        await payments.add_payment(tx, payment)
        return payment

    begun = await unguarded(shop.world.work, 2, look, write)
    for payment in begun:
        await charge(shop.world.work, shop.sandbox, payment, GOOD_CARD)
    assert await shop.charged_minor() == 2 * order.total_minor

    guarded, before = await _claimed(shop, buyer), await shop.charged_minor()
    await outcomes(*(shop.checkout.pay(buyer, guarded.id, GOOD_CARD, None) for _ in range(2)))
    assert await shop.charged_minor() == before + guarded.total_minor


async def test_without_its_guard_a_notice_and_the_checkout_pay_an_order_twice(
    shop: Shop, buyer: Principal
) -> None:
    order = await _asked_to_confirm(shop, buyer)
    payment, outcome = await _payment_of(shop, order), succeeded("4242")

    async def look(tx: Tx) -> Any:
        return await payments.payment(tx, payment.id), await store_orders.order(tx, order.id)

    async def write(tx: Tx, seen: Any) -> None:
        its_payment, its_order = seen
        assert settle(its_payment, outcome, tx.now) is not None
        paid = rules.pay(its_order, tx.now, "4242")
        values = {"status": paid.status.value, "paid_at": paid.paid_at}
        await tx.execute(update(orders).where(orders.c.id == order.id).values(**values))
        tell_order(tx, OrderPaid, paid)

    await unguarded(shop.world.work, 2, look, write)
    assert len(shop.world.happened(OrderPaid)) == 2, "it would be sent, told and rewarded twice"

    guarded = await _asked_to_confirm(shop, buyer)
    payment = await _payment_of(shop, guarded)
    await asyncio.gather(
        *(settle_payment(shop.world.work, payment.id, outcome) for _ in range(AT_ONCE))
    )
    assert len(shop.world.happened(OrderPaid)) == 2 + 1


async def test_without_its_guard_two_refunds_give_back_more_than_was_paid(
    shop: Shop, buyer: Principal
) -> None:
    manager = await shop.world.person("manager", shop.brand, "manager")
    order = await _paid_order(shop, buyer)

    async def look(tx: Tx) -> Any:
        return await store_orders.order(tx, order.id), await payments.binding_payment(tx, order.id)

    async def write(tx: Tx, seen: Any) -> None:
        its_order, payment = seen
        extent = decide_extent(its_order, payment.shares[0], (), SIXTY_PERCENT)
        assert not isinstance(extent, Refusal)
        refund = _refund(tx, payment, its_order, extent.amount_minor)
        await begin_refund(tx, payment.shares[0], refund)

    await unguarded(shop.world.work, 2, look, write)
    assert await _refunded_minor(shop, order) == 2_400 > order.total_minor

    guarded = await _paid_order(shop, buyer)
    verb = shop.refunding.refund
    results = await asyncio.gather(
        *(verb(manager, guarded.id, SIXTY_PERCENT, None) for _ in range(2)), return_exceptions=True
    )
    assert [type(result) for result in results if not isinstance(result, OrderView)] == [
        RefundTooLarge
    ]
    assert await _refunded_minor(shop, guarded) == 1_200


async def _claimed(shop: Shop, buyer: Principal) -> OrderView:
    return await shop.claim(buyer, await shop.live_deal())


async def _paid_order(shop: Shop, buyer: Principal) -> OrderView:
    order = await _claimed(shop, buyer)
    return await shop.checkout.pay(buyer, order.id, GOOD_CARD, None)


async def _asked_to_confirm(shop: Shop, buyer: Principal) -> OrderView:
    order = await _claimed(shop, buyer)
    return await shop.checkout.pay(buyer, order.id, ASKING_CARD, None)


async def _payment_of(shop: Shop, order: OrderView) -> Payment:
    async with shop.world.work.read() as tx:
        payment = await payments.binding_payment(tx, order.id)
    assert payment is not None
    return payment


async def _refunded_minor(shop: Shop, order: OrderView) -> int:
    of_order = select(func.sum(refunds.c.amount_minor)).where(refunds.c.order_id == order.id)
    async with shop.world.work.read() as tx:
        return int(await tx.scalar(of_order))


def _order(shop: Shop, buyer: Principal, deal: DealView, quantity: int) -> Order:
    line = Line(
        deal_id=deal.id,
        product_id=deal.product_id,
        title=deal.title,
        quantity=quantity,
        unit_price_minor=deal.price_minor,
        list_price_minor=deal.list_price_minor,
    )
    return Order(
        id=new_id(),
        account_id=buyer.account(),
        brand_id=deal.brand_id,
        show_id=deal.show_id,
        lines=(line,),
        currency=deal.currency,
        referral_token=None,
        created_at=shop.world.now,
        hold_expires_at=shop.world.now + HOLD,
    )


def _payment(tx: Tx, order: Order) -> Payment:
    return Payment(
        id=new_id(),
        account_id=order.account_id,
        gateway="sandbox",
        currency=order.currency,
        shares=(Share(order_id=order.id, amount_minor=order.total.amount_minor),),
        begun_at=tx.now,
        give_up_at=tx.now + HOLD,
        next_check_at=tx.now + CALL_LASTS,
    )


def _refund(tx: Tx, payment: Payment, order: Order, amount_minor: int) -> Refund:
    return Refund(
        id=new_id(),
        payment_id=payment.id,
        order_id=order.id,
        amount_minor=amount_minor,
        currency=payment.currency,
        units={},
        reason=SIXTY_PERCENT.reason,
        restock=True,
        begun_by=None,
        begun_at=tx.now,
        next_check_at=tx.now + CALL_LASTS,
    )
