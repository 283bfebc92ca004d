"""Paying and cancelling orders, and holds that run out: alone, and against each other."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from commerce.errors import (
    AlreadyPaid,
    HoldExpired,
    NoSuchOrder,
    PaymentDeclined,
    PaymentUnderWay,
    WasCancelled,
)
from commerce.events import OrderCancelled, OrderExpired, OrderPaid, StockChanged
from commerce.orders import HOLD
from commerce.payments.tables import payments
from commerce.views import Card, OrderView
from kit.auth import Principal
from kit.errors import Invalid, Refusal
from kit.idempotency import KeyReused

from .conftest import DECLINED_CARD, GOOD_CARD, POOR_CARD, Shop


async def attempts(shop: Shop, outcome: str) -> int:
    """How many payments succeeded, or failed in this way."""
    async with shop.world.work.read() as tx:
        count = select(func.count()).where(
            func.coalesce(payments.c.failure, payments.c.status) == outcome
        )
        return int(await tx.scalar(count))


async def test_a_paid_order_says_when_and_by_which_card(shop: Shop, buyer: Principal) -> None:
    order = await shop.claim(buyer, await shop.live_deal())
    paid = await shop.checkout.pay(buyer, order.id, GOOD_CARD, "k")
    assert (paid.status, paid.card_last4, paid.version) == ("paid", "4242", 3)
    assert paid.paid_at_ms is not None
    assert len(shop.world.happened(OrderPaid)) == 1


async def test_an_order_is_charged_once_however_often_it_is_paid(
    shop: Shop, buyer: Principal
) -> None:
    order = await shop.claim(buyer, await shop.live_deal())

    same = await asyncio.gather(
        *(shop.checkout.pay(buyer, order.id, GOOD_CARD, "k") for _ in range(10))
    )
    paid = await shop.checkout.pay(buyer, order.id, GOOD_CARD, "k")
    others = await asyncio.gather(
        *(shop.checkout.pay(buyer, order.id, GOOD_CARD, key) for key in ("l", "m", None)),
        return_exceptions=True,
    )

    assert {order.status for order in same} <= {"awaiting_payment", "paid"}
    assert paid.status == "paid"
    assert {type(refusal) for refusal in others} == {AlreadyPaid}
    assert await attempts(shop, "succeeded") == 1
    assert len(shop.world.happened(OrderPaid)) == 1


@pytest.mark.parametrize(
    ("card", "outcome"), [(DECLINED_CARD, "declined"), (POOR_CARD, "insufficient_funds")]
)
async def test_after_a_declined_payment_the_units_stay_held_for_another_card(
    shop: Shop, buyer: Principal, card: Card, outcome: str
) -> None:
    deal = await shop.live_deal(stock=1)
    order = await shop.claim(buyer, deal)
    with pytest.raises(PaymentDeclined):
        await shop.checkout.pay(buyer, order.id, card, "first")
    assert await attempts(shop, outcome) == 1
    assert (await shop.deals.get(deal.id)).stock_left == 0
    assert (await shop.checkout.pay(buyer, order.id, GOOD_CARD, "second")).status == "paid"


async def test_a_replayed_decline_is_the_same_decline(shop: Shop, buyer: Principal) -> None:
    order = await shop.claim(buyer, await shop.live_deal())
    for _ in range(3):
        with pytest.raises(PaymentDeclined, match="not enough money"):
            await shop.checkout.pay(buyer, order.id, POOR_CARD, "k")
    assert await attempts(shop, "insufficient_funds") == 1
    with pytest.raises(KeyReused):
        await shop.checkout.pay(buyer, order.id, GOOD_CARD, "k")


async def test_a_wrong_card_number_is_no_attempt(shop: Shop, buyer: Principal) -> None:
    order = await shop.claim(buyer, await shop.live_deal())
    wrong = Card(number="4242 4242 4242 4241", expiry="12/30", cvc="123")
    with pytest.raises(Invalid) as refusal:
        await shop.checkout.pay(buyer, order.id, wrong, "k")
    assert "number" in refusal.value.fields
    assert (await shop.checkout.pay(buyer, order.id, GOOD_CARD, "k")).status == "paid"


async def test_nobody_pays_or_cancels_the_order_of_another(shop: Shop, buyer: Principal) -> None:
    order = await shop.claim(buyer, await shop.live_deal())
    with pytest.raises(NoSuchOrder):
        await shop.checkout.pay(shop.host, order.id, GOOD_CARD, None)
    with pytest.raises(NoSuchOrder):
        await shop.checkout.cancel(shop.host, order.id)


async def test_a_cancelled_order_gives_its_units_back(shop: Shop, buyer: Principal) -> None:
    deal = await shop.live_deal(stock=3, per_buyer_limit=3)
    order = await shop.claim(buyer, deal, quantity=3)
    shop.world.events.clear()

    cancelled = await shop.checkout.cancel(buyer, order.id)
    again = await shop.checkout.cancel(buyer, order.id)

    assert (cancelled.status, again) == ("cancelled", cancelled)
    assert [type(event) for event in shop.world.events] == [OrderCancelled, StockChanged]
    assert (await shop.deals.get(deal.id)).stock_left == 3
    assert (await shop.books(deal)).taken_slots == 0
    with pytest.raises(WasCancelled):
        await shop.checkout.pay(buyer, order.id, GOOD_CARD, None)


async def test_a_paid_order_is_not_cancelled(shop: Shop, buyer: Principal) -> None:
    order = await shop.claim(buyer, await shop.live_deal())
    await shop.checkout.pay(buyer, order.id, GOOD_CARD, None)
    with pytest.raises(AlreadyPaid):
        await shop.checkout.cancel(buyer, order.id)


async def test_an_unpaid_order_expires_after_its_hold_and_its_units_return(
    shop: Shop, buyer: Principal
) -> None:
    deal = await shop.live_deal(stock=2, per_buyer_limit=2, duration_s=3600)
    waiting = await shop.claim(buyer, deal)
    paid = await shop.claim(buyer, deal)
    await shop.checkout.pay(buyer, paid.id, GOOD_CARD, None)

    shop.world.pass_time(HOLD - timedelta(seconds=1))
    assert await shop.checkout.expire_holds() == 0
    shop.world.pass_time(timedelta(seconds=1))
    with pytest.raises(HoldExpired):
        await shop.checkout.pay(buyer, waiting.id, GOOD_CARD, None)
    assert await shop.checkout.expire_holds() == 1
    assert await shop.checkout.expire_holds() == 0

    assert (await shop.checkout.order(buyer, waiting.id)).status == "expired"
    assert (await shop.checkout.order(buyer, paid.id)).status == "paid"
    assert (await shop.deals.get(deal.id)).stock_left == 1
    assert len(shop.world.happened(OrderExpired)) == 1
    with pytest.raises(HoldExpired):
        await shop.checkout.pay(buyer, waiting.id, GOOD_CARD, None)
    with pytest.raises(HoldExpired):
        await shop.checkout.cancel(buyer, waiting.id)
    assert (await shop.claim(buyer, deal)).status == "held"


async def test_units_return_to_a_deal_that_has_ended_and_it_stays_ended(
    shop: Shop, buyer: Principal
) -> None:
    deal = await shop.live_deal(stock=2)
    await shop.claim(buyer, deal)
    ended = await shop.hosting.end_deal(shop.host, deal.id)
    shop.world.pass_time(HOLD)
    await shop.checkout.expire_holds()
    after = await shop.deals.get(deal.id)
    assert (after.status, after.stock_left, after.version) == ("ended", 2, ended.version + 1)


async def test_an_order_is_paid_although_its_deal_has_ended(shop: Shop, buyer: Principal) -> None:
    deal = await shop.live_deal()
    order = await shop.claim(buyer, deal)
    await shop.hosting.end_deals_of(shop.show_id)
    shop.end_show()
    assert (await shop.checkout.pay(buyer, order.id, GOOD_CARD, None)).status == "paid"


async def test_an_order_never_both_expires_and_is_paid(shop: Shop) -> None:
    deal = await shop.live_deal(stock=30, duration_s=3600)
    buyers, orders = await shop.buyers(30), []
    just_in_time = shop.world.now + HOLD - timedelta(milliseconds=1)
    for buyer in buyers:
        orders.append(await shop.claim(buyer, deal))
        shop.world.pass_time(timedelta(milliseconds=1))
    too_late = shop.world.now + HOLD
    shop.world.now = just_in_time

    async def pay_from_the_last() -> list[OrderView | BaseException]:
        pairs = [*zip(buyers, orders, strict=True)][::-1]
        payments = [shop.checkout.pay(buyer, order.id, GOOD_CARD, None) for buyer, order in pairs]
        return [(await asyncio.gather(payment, return_exceptions=True))[0] for payment in payments]

    results, expired = await asyncio.gather(  # they meet in the middle
        pay_from_the_last(), shop.checkout_at(too_late).expire_holds()
    )

    assert {type(result) for result in results} == {OrderView, HoldExpired}
    paid = sum(isinstance(result, OrderView) for result in results)
    assert paid + expired == 30
    assert len(shop.world.happened(OrderPaid)) == paid
    assert len(shop.world.happened(OrderExpired)) == expired
    books = await shop.books(deal)
    assert books.sold == books.held_units == books.taken_slots == paid


async def test_an_order_never_is_both_cancelled_and_paid(shop: Shop) -> None:
    deal = await shop.live_deal(stock=10)
    buyers = await shop.buyers(10)
    orders = [await shop.claim(buyer, deal) for buyer in buyers]

    verbs = [
        verb
        for number, (buyer, order) in enumerate(zip(buyers, orders, strict=True))
        for verb in (
            shop.checkout.pay(buyer, order.id, GOOD_CARD, None),
            shop.checkout.cancel(buyer, order.id),
        )[:: 1 if number % 2 else -1]
    ]
    results = await asyncio.gather(*verbs, return_exceptions=True)

    done = [result for result in results if isinstance(result, OrderView)]
    refused = [result for result in results if isinstance(result, Refusal)]
    assert len(done) == 10
    assert {order.id for order in done} == {order.id for order in orders}
    assert {type(refusal) for refusal in refused} <= {
        AlreadyPaid,
        WasCancelled,
        PaymentUnderWay,
        PaymentDeclined,
    }
    paid = sum(order.status == "paid" for order in done)
    books = await shop.books(deal)
    assert books.sold == books.held_units == books.taken_slots == paid
    assert await attempts(shop, "succeeded") == paid


async def test_claims_payments_cancellations_expiry_and_the_host_do_not_lock_each_other_out(
    shop: Shop,
) -> None:
    deals = [await shop.live_deal(stock=30, duration_s=3600) for _ in range(3)]
    buyers = await shop.buyers(10)
    orders = [await shop.claim(buyer, deals[0]) for buyer in buyers]

    results = await asyncio.gather(
        *(shop.claim(buyer, deal) for buyer in buyers for deal in deals[1:]),
        *(shop.checkout.pay(b, o.id, GOOD_CARD, None) for b, o in zip(buyers, orders, strict=True)),
        *(shop.checkout.cancel(b, o.id) for b, o in zip(buyers, orders, strict=True)),
        *(shop.hosting.pin_deal(shop.host, deal.id) for deal in (*deals, *reversed(deals))),
        shop.checkout.expire_holds(),
        shop.hosting.end_deals_of(shop.show_id),
        return_exceptions=True,
    )

    assert [r for r in results if isinstance(r, Exception) and not isinstance(r, Refusal)] == []
    for deal in deals:
        books = await shop.books(deal)
        assert books.sold == books.held_units == books.taken_slots
