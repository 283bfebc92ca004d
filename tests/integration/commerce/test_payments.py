"""Payments whose outcome is not known at once: asked, late, lost, cut off by a death, given up, and two at a time."""

import asyncio
from collections.abc import Iterable
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from commerce.errors import (
    AlreadyPaid,
    HoldExpired,
    NoSuchOrder,
    PaymentDeclined,
    PaymentUnderWay,
    WasCancelled,
)
from commerce.events import OrderPaid
from commerce.orders import HOLD, PAYMENT_GRACE, Order
from commerce.payments import store
from commerce.payments.errors import GatewayUnreachable, NothingToConfirm
from commerce.payments.gateway import Gateways
from commerce.payments.payment import CALL_LASTS, Failure, Payment, Share, failed, succeeded
from commerce.payments.settling import settle_payment
from commerce.store import orders as store_orders
from commerce.views import Card, OrderView
from kit.auth import Principal
from kit.errors import Refusal
from kit.ids import new_id
from kit.unit_of_work import Tx

from .conftest import (
    ASKING_CARD,
    DECLINED_CARD,
    GOOD_CARD,
    LATE_CARD,
    LATE_DECLINE_CARD,
    LOST_ANSWER_CARD,
    Shop,
)
from .flaky import Died, FlakySandbox

DAY = timedelta(days=1)


def flaky(shop: Shop, **trouble: str) -> FlakySandbox:
    """Let the shop take payments through a gateway with this trouble."""
    gateway = FlakySandbox(shop.world.work, trouble)
    shop.use(Gateways(gateway))
    return gateway


async def claimed(shop: Shop, buyer: Principal, **terms: int) -> OrderView:
    return await shop.claim(buyer, await shop.live_deal(**{"duration_s": 86_400, **terms}))


async def now(shop: Shop, buyer: Principal, order: OrderView) -> OrderView:
    return await shop.checkout.order(buyer, order.id)


async def payment_of(shop: Shop, order: OrderView) -> Payment:
    async with shop.world.work.read() as tx:
        return (await store.last_payments(tx, [order.id]))[order.id]


async def answer_the_bank(
    shop: Shop, buyer: Principal, order: OrderView, *, is_confirmed: bool
) -> None:
    url = (await shop.paying.confirmation(buyer, order.id)).url
    assert isinstance(url, str)
    await shop.sandbox.answer(url.removeprefix("/sandbox/"), is_confirmed=is_confirmed)
    await shop.sandbox.tell(shop.notices.receive)


async def test_a_payment_that_the_buyer_confirms_is_paid(shop: Shop, buyer: Principal) -> None:
    order = await claimed(shop, buyer)
    asked = await shop.checkout.pay(buyer, order.id, ASKING_CARD, "k")
    assert asked.status == "awaiting_payment"
    assert asked.payment is not None
    assert asked.payment.status == "needs_confirmation"
    assert await shop.charged_minor() == 0

    await answer_the_bank(shop, buyer, order, is_confirmed=True)

    paid = await now(shop, buyer, order)
    assert (paid.status, paid.card_last4) == ("paid", "3155")
    assert await shop.charged_minor() == order.total_minor
    with pytest.raises(NothingToConfirm):
        await shop.paying.confirmation(buyer, order.id)


async def test_who_refuses_at_the_bank_can_try_another_card(shop: Shop, buyer: Principal) -> None:
    order = await claimed(shop, buyer)
    await shop.checkout.pay(buyer, order.id, ASKING_CARD, "k")
    await answer_the_bank(shop, buyer, order, is_confirmed=False)

    held = await now(shop, buyer, order)
    assert held.status == "held"
    assert held.payment is not None
    assert held.payment.failure == "not_confirmed"
    with pytest.raises(PaymentDeclined, match="not confirmed"):
        await shop.checkout.pay(buyer, order.id, ASKING_CARD, "k")
    assert (await shop.checkout.pay(buyer, order.id, GOOD_CARD, "l")).status == "paid"
    assert await shop.charged_minor() == order.total_minor


@pytest.mark.parametrize(("card", "status"), [(LATE_CARD, "paid"), (LATE_DECLINE_CARD, "held")])
async def test_a_late_answer_comes_by_a_notice(
    shop: Shop, buyer: Principal, card: Card, status: str
) -> None:
    order = await claimed(shop, buyer)
    waiting = await shop.checkout.pay(buyer, order.id, card, "k")
    assert waiting.status == "awaiting_payment"
    assert await shop.sandbox.tell(shop.notices.receive) == 0

    shop.world.pass_time(timedelta(seconds=4))
    assert await shop.sandbox.tell(shop.notices.receive) == 1
    assert await shop.sandbox.tell(shop.notices.receive) == 0

    assert (await now(shop, buyer, order)).status == status


async def test_a_lost_answer_is_asked_for(shop: Shop, buyer: Principal) -> None:
    order = await claimed(shop, buyer)
    waiting = await shop.checkout.pay(buyer, order.id, LOST_ANSWER_CARD, "k")
    again = await shop.checkout.pay(buyer, order.id, LOST_ANSWER_CARD, "k")
    assert (waiting.status, again.status) == ("awaiting_payment", "awaiting_payment")
    with pytest.raises(PaymentUnderWay):
        await shop.checkout.pay(buyer, order.id, GOOD_CARD, "l")

    await shop.reconcile(timedelta(seconds=2))

    assert (await now(shop, buyer, order)).status == "paid"
    assert await shop.charged_minor() == order.total_minor
    assert len(shop.world.happened(OrderPaid)) == 1


@pytest.mark.parametrize(
    ("step", "trouble", "status"),
    [
        ("open", "dies", "held"),
        ("open", "died", "held"),
        ("confirm", "dies", "held"),
        ("confirm", "died", "paid"),
    ],
)
async def test_a_death_between_two_steps_costs_seconds(
    shop: Shop, buyer: Principal, step: str, trouble: str, status: str
) -> None:
    order = await claimed(shop, buyer)
    gateway = flaky(shop, **{step: trouble})
    with pytest.raises(Died):
        await shop.checkout.pay(buyer, order.id, GOOD_CARD, "k")
    assert (await now(shop, buyer, order)).status == "awaiting_payment"
    gateway.trouble.clear()

    await shop.reconcile(CALL_LASTS - timedelta(seconds=1))
    assert (await now(shop, buyer, order)).status == "awaiting_payment"
    await shop.reconcile(timedelta(seconds=1))

    assert (await now(shop, buyer, order)).status == status
    if status == "held":
        assert await shop.charged_minor() == 0
        assert (await shop.checkout.pay(buyer, order.id, GOOD_CARD, "l")).status == "paid"
    assert await shop.charged_minor() == order.total_minor


async def test_who_slept_through_the_reconciliation_charges_nothing(
    shop: Shop, buyer: Principal
) -> None:
    """A process stops after it kept the reference, others give its payment up, and it goes on."""
    order = await claimed(shop, buyer)
    gateway = flaky(shop, confirm="dies")
    with pytest.raises(Died):
        await shop.checkout.pay(buyer, order.id, GOOD_CARD, "k")
    reference = (await payment_of(shop, order)).reference
    assert reference is not None
    gateway.trouble.clear()
    await shop.reconcile()

    assert (await gateway.confirm(reference)).failure is Failure.CANCELLED
    assert await shop.charged_minor() == 0


async def test_a_gateway_that_is_away_charges_nothing_and_holds_nothing_up(
    shop: Shop, buyer: Principal
) -> None:
    order = await claimed(shop, buyer)
    gateway = flaky(shop, open="down")
    with pytest.raises(GatewayUnreachable):
        await shop.checkout.pay(buyer, order.id, GOOD_CARD, "k")
    assert (await now(shop, buyer, order)).status == "held"
    gateway.trouble = {"confirm": "down"}
    assert (await shop.checkout.pay(buyer, order.id, GOOD_CARD, "l")).status == "awaiting_payment"
    gateway.trouble.clear()
    await shop.reconcile()
    assert (await now(shop, buyer, order)).status == "held"
    assert (await shop.checkout.pay(buyer, order.id, GOOD_CARD, "m")).status == "paid"


async def test_a_notice_before_the_answer_and_another_after_it_change_nothing_more(
    shop: Shop, buyer: Principal
) -> None:
    order = await claimed(shop, buyer)
    gateway = flaky(shop)
    confirm = gateway.confirm

    async def told_first(reference: str):  # type: ignore[no-untyped-def]
        outcome = await confirm(reference)
        payment = await payment_of(shop, order)
        await settle_payment(shop.world.work, payment.id, outcome)
        assert (await now(shop, buyer, order)).status == "paid"
        return outcome

    gateway.confirm = told_first  # type: ignore[method-assign]
    paid = await shop.checkout.pay(buyer, order.id, GOOD_CARD, "k")
    payment = await payment_of(shop, order)
    for outcome in (succeeded("4242"), failed(Failure.DECLINED), succeeded("4242")):
        await settle_payment(shop.world.work, payment.id, outcome)

    assert await now(shop, buyer, order) == paid
    assert len(shop.world.happened(OrderPaid)) == 1


async def test_two_cards_at_once_charge_one(shop: Shop, buyer: Principal) -> None:
    order = await claimed(shop, buyer)
    results = await asyncio.gather(
        *(shop.checkout.pay(buyer, order.id, GOOD_CARD, f"k{n}") for n in range(8)),
        return_exceptions=True,
    )
    assert sum(isinstance(result, OrderView) for result in results) == 1
    refusals = {type(result) for result in results if isinstance(result, Refusal)}
    assert refusals <= {AlreadyPaid, PaymentUnderWay}
    assert await shop.charged_minor() == order.total_minor


async def test_even_without_the_lock_two_cards_at_once_charge_one(
    shop: Shop, buyer: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the guard off several begin, and what stands behind it stops all but one: versions and the unique index."""
    order = await claimed(shop, buyer)
    looked = 0

    async def look_slowly(tx: Tx, order_ids: Iterable[str]) -> list[Order]:
        nonlocal looked
        found = await store_orders.orders_by_id(tx, order_ids)
        looked += any(order.status == "held" for order in found)
        await asyncio.sleep(0.05)
        return found

    monkeypatch.setattr(store_orders, "lock_orders", look_slowly)
    results = await asyncio.gather(
        *(shop.checkout.pay(buyer, order.id, GOOD_CARD, None) for _ in range(6)),
        return_exceptions=True,
    )

    if not shop.world.work.database.is_sqlite:  # there only one looks at a time
        assert looked > 1
    assert sum(isinstance(result, OrderView) for result in results) == 1
    assert await shop.charged_minor() == order.total_minor


async def test_the_database_refuses_a_second_payment_even_if_the_rules_do_not(
    shop: Shop, buyer: Principal
) -> None:
    order = await claimed(shop, buyer)
    await shop.checkout.pay(buyer, order.id, GOOD_CARD, "k")
    second = Payment(
        id=new_id(),
        account_id=buyer.account(),
        gateway="sandbox",
        currency="EUR",
        shares=(Share(order_id=order.id, amount_minor=order.total_minor),),
        begun_at=shop.world.now,
        give_up_at=shop.world.now,
        next_check_at=shop.world.now,
    )
    with pytest.raises(IntegrityError):
        async with shop.world.work.write() as tx:
            await store.add_payment(tx, second)


async def test_a_hold_waits_for_a_payment_that_is_under_way_and_not_for_ever(
    shop: Shop, buyer: Principal
) -> None:
    deal = await shop.live_deal(stock=1, duration_s=86_400)
    order = await shop.claim(buyer, deal)
    await shop.checkout.pay(buyer, order.id, ASKING_CARD, "k")

    await shop.reconcile(HOLD + PAYMENT_GRACE - timedelta(seconds=1))
    assert await shop.checkout.expire_holds() == 0
    assert (await now(shop, buyer, order)).status == "awaiting_payment"
    await shop.reconcile(timedelta(minutes=10))
    await shop.checkout.expire_holds()

    assert (await now(shop, buyer, order)).status == "expired"
    assert (await shop.deals.get(deal.id)).stock_left == 1
    assert (await payment_of(shop, order)).failure is Failure.CANCELLED
    with pytest.raises(HoldExpired):
        await shop.checkout.pay(buyer, order.id, GOOD_CARD, "l")


async def unanswered(shop: Shop, buyer: Principal, order: OrderView) -> FlakySandbox:
    """Charge, lose the answer, and let nobody reach the gateway until the order has expired."""
    gateway = flaky(shop, confirm="lost", look_up="down", cancel="down")
    await shop.checkout.pay(buyer, order.id, GOOD_CARD, "k")
    await shop.reconcile(HOLD + PAYMENT_GRACE)
    assert (await now(shop, buyer, order)).status == "expired"
    gateway.trouble.clear()
    return gateway


async def test_a_late_success_takes_the_units_again_while_there_are_any(
    shop: Shop, buyer: Principal
) -> None:
    deal = await shop.live_deal(stock=2, per_buyer_limit=2, duration_s=86_400)
    order = await shop.claim(buyer, deal, quantity=2)
    await unanswered(shop, buyer, order)
    assert (await shop.deals.get(deal.id)).stock_left == 2
    await shop.hosting.end_deal(shop.host, deal.id)

    await shop.reconcile(DAY)

    assert (await now(shop, buyer, order)).status == "paid"
    books = await shop.books(deal)
    assert books.sold == books.held_units == books.taken_slots == 2
    assert await shop.charged_minor() == order.total_minor


@pytest.mark.parametrize("who", ["another", "the same", "the line"])
async def test_a_late_success_without_units_sends_the_money_back(
    shop: Shop, buyer: Principal, who: str
) -> None:
    """The units are gone, or offered to who waited for them, or the buyer has claimed others up to the limit."""
    deal = await shop.live_deal(stock=5 if who == "the same" else 1, duration_s=86_400)
    order = await shop.claim(buyer, deal)
    other = buyer if who == "the same" else await shop.world.person("other")
    if who == "the line":
        await shop.wait(other, deal)
    await unanswered(shop, buyer, order)
    if who != "the line":
        await shop.claim(other, deal)

    await shop.reconcile(DAY)
    await shop.reconcile(DAY)

    after = await now(shop, buyer, order)
    assert after.status == "expired"
    assert after.payment is not None
    assert (after.payment.status, after.payment.was_late) == ("succeeded", True)
    assert [(r.amount_minor, r.status) for r in after.refunds] == [(order.total_minor, "succeeded")]
    assert await shop.charged_minor() == 0
    books = await shop.books(deal)
    assert books.sold == books.held_units == books.taken_slots == 1
    assert len(shop.world.happened(OrderPaid)) == 0


async def test_money_that_a_second_payment_made_superfluous_goes_back(
    shop: Shop, buyer: Principal
) -> None:
    order = await claimed(shop, buyer)
    gateway = flaky(shop, confirm="lost")
    await shop.checkout.pay(buyer, order.id, GOOD_CARD, "k")
    first = await payment_of(shop, order)
    await settle_payment(shop.world.work, first.id, failed(Failure.DECLINED))  # a false report
    gateway.trouble.clear()
    await shop.checkout.pay(buyer, order.id, GOOD_CARD, "l")
    assert await shop.charged_minor() == 2 * order.total_minor

    await settle_payment(shop.world.work, first.id, succeeded("4242"))
    await settle_payment(shop.world.work, first.id, succeeded("4242"))
    await shop.reconcile()

    after = await now(shop, buyer, order)
    assert (after.status, after.refunded_minor, len(after.refunds)) == ("paid", 0, 1)
    assert await shop.charged_minor() == order.total_minor


async def test_a_late_truth_pays_an_order_that_is_still_held(shop: Shop, buyer: Principal) -> None:
    order = await claimed(shop, buyer)
    flaky(shop, confirm="lost")
    await shop.checkout.pay(buyer, order.id, GOOD_CARD, "k")
    payment = await payment_of(shop, order)
    await settle_payment(shop.world.work, payment.id, failed(Failure.DECLINED))
    assert (await now(shop, buyer, order)).status == "held"
    await settle_payment(shop.world.work, payment.id, succeeded("4242"))
    assert (await now(shop, buyer, order)).status == "paid"
    with pytest.raises(AlreadyPaid):
        await shop.checkout.pay(buyer, order.id, GOOD_CARD, "l")


async def test_several_orders_are_paid_together_or_not_at_all(shop: Shop, buyer: Principal) -> None:
    orders = [await claimed(shop, buyer, price_minor=price) for price in (1_000, 2_000)]
    ids = [order.id for order in orders]
    with pytest.raises(PaymentDeclined):
        await shop.check_out(buyer, ids, 3_000, DECLINED_CARD, "k")
    assert {(await now(shop, buyer, order)).status for order in orders} == {"held"}
    with pytest.raises(NoSuchOrder):
        await shop.check_out(shop.host, ids, 3_000)
    with pytest.raises(NoSuchOrder):
        await shop.check_out(buyer, [*ids, "nonsense"], 3_000)
    paid = (await shop.check_out(buyer, ids, 3_000, key="l")).orders
    again = (await shop.check_out(buyer, ids[::-1], 3_000, key="l")).orders
    assert [order.id for order in paid] == ids
    assert {order.status for order in (*paid, *again)} == {"paid"}
    assert await shop.charged_minor() == 3_000


async def test_of_several_orders_paid_too_late_those_without_units_go_back(
    shop: Shop, buyer: Principal
) -> None:
    scarce = await shop.live_deal(stock=1, price_minor=1_000, duration_s=86_400)
    plenty = await shop.live_deal(stock=9, price_minor=2_000, duration_s=86_400)
    gone, there = await shop.claim(buyer, scarce), await shop.claim(buyer, plenty)
    gateway = flaky(shop, confirm="lost", look_up="down", cancel="down")
    await shop.check_out(buyer, [gone.id, there.id], 3_000)
    await shop.reconcile(HOLD + PAYMENT_GRACE)
    await shop.claim(await shop.world.person("other"), scarce)
    gateway.trouble.clear()

    await shop.reconcile(DAY)
    await shop.reconcile(DAY)

    assert (await now(shop, buyer, gone)).status == "expired"
    assert (await now(shop, buyer, there)).status == "paid"
    assert await shop.charged_minor() == 2_000


async def test_cancelling_stops_a_payment_that_can_still_be_stopped(
    shop: Shop, buyer: Principal
) -> None:
    asking, deciding = await claimed(shop, buyer), await claimed(shop, buyer)
    await shop.checkout.pay(buyer, asking.id, ASKING_CARD, None)
    await shop.checkout.pay(buyer, deciding.id, LATE_CARD, None)

    assert (await shop.checkout.cancel(buyer, asking.id)).status == "cancelled"
    with pytest.raises(PaymentUnderWay):
        await shop.checkout.cancel(buyer, deciding.id)
    with pytest.raises(WasCancelled):
        await shop.checkout.pay(buyer, asking.id, GOOD_CARD, None)

    flaky(shop, cancel="down")
    with pytest.raises(PaymentUnderWay):
        await shop.checkout.cancel(buyer, deciding.id)


async def test_expiry_and_a_late_success_at_once_leave_the_books_right(shop: Shop) -> None:
    deal = await shop.live_deal(stock=12, duration_s=86_400)
    buyers = await shop.buyers(12)
    orders = [await shop.claim(buyer, deal) for buyer in buyers]
    flaky(shop, confirm="lost", look_up="down", cancel="down")
    for buyer, order in zip(buyers, orders, strict=True):
        await shop.checkout.pay(buyer, order.id, GOOD_CARD, None)
    payments = [await payment_of(shop, order) for order in orders]
    shop.world.pass_time(HOLD + PAYMENT_GRACE)

    await asyncio.gather(
        shop.reconciling.check_payments(),
        *(
            settle_payment(shop.world.work, payment.id, succeeded())
            for payment in payments[::-1]
            for _ in range(2)
        ),
    )

    assert {(await now(shop, b, o)).status for b, o in zip(buyers, orders, strict=True)} == {"paid"}
    assert len(shop.world.happened(OrderPaid)) == 12
    books = await shop.books(deal)
    assert books.sold == books.held_units == books.taken_slots == 12


async def test_several_workers_ask_once(shop: Shop, buyer: Principal) -> None:
    order = await claimed(shop, buyer)
    await shop.checkout.pay(buyer, order.id, LOST_ANSWER_CARD, None)
    shop.world.pass_time(timedelta(seconds=2))
    asked = await asyncio.gather(*(shop.reconciling.check_payments() for _ in range(4)))
    assert sum(asked) == 1
