"""Refunds: whole, in units, as an amount, twice at once, unanswered and refused; and sending orders."""

import asyncio
from typing import Any

import pytest

from commerce.errors import NoSuchOrder, NotPaid
from commerce.events import OrderFulfilled, OrderRefunded
from commerce.orders import Order
from commerce.payments.errors import RefundTooLarge
from commerce.payments.gateway import Gateways
from commerce.payments.views import NewRefund, RefundedUnits
from commerce.store import orders as store_orders
from commerce.views import DealView, NewFulfilment, OrderView
from kit.auth import Principal
from kit.errors import Forbidden, Invalid
from kit.idempotency import KeyReused
from kit.unit_of_work import Tx

from .conftest import GOOD_CARD, Shop
from .flaky import FlakySandbox


def units(quantity: int, line: int = 1, **more: Any) -> NewRefund:
    lines = [RefundedUnits(line=line, quantity=quantity)]
    return NewRefund(lines=lines, reason="It came back", **more)


def amount(amount_minor: int) -> NewRefund:
    return NewRefund(amount_minor=amount_minor, reason="A scratch")


ALL = NewRefund(reason="Sorry")


@pytest.fixture
async def manager(shop: Shop) -> Principal:
    return await shop.world.person("manager", shop.brand, "manager")


@pytest.fixture
async def deal(shop: Shop) -> DealView:
    return await shop.live_deal(stock=3, per_buyer_limit=3, price_minor=1_999)


@pytest.fixture
async def order(shop: Shop, buyer: Principal, deal: DealView) -> OrderView:
    """Three units that are paid."""
    order = await shop.claim(buyer, deal, quantity=3)
    return await shop.checkout.pay(buyer, order.id, GOOD_CARD, None)


async def test_a_whole_refund_gives_money_and_units_back(
    shop: Shop, manager: Principal, order: OrderView, deal: DealView, buyer: Principal
) -> None:
    refunded = await shop.refunding.refund(manager, order.id, ALL, "k")
    again = await shop.refunding.refund(manager, order.id, ALL, "k")
    assert refunded == again == await shop.checkout.order(buyer, order.id)
    assert (refunded.status, refunded.refunded_minor) == ("refunded", order.total_minor)
    assert [(r.reason, r.status) for r in refunded.refunds] == [("Sorry", "succeeded")]
    assert await shop.charged_minor() == 0
    assert (await shop.deals.get(deal.id)).stock_left == 3
    assert (await shop.books(deal)).taken_slots == 0
    [event] = shop.world.happened(OrderRefunded)
    assert isinstance(event, OrderRefunded)
    assert (event.amount_minor, event.is_whole) == (order.total_minor, True)
    with pytest.raises(KeyReused):
        await shop.refunding.refund(manager, order.id, amount(1), "k")
    with pytest.raises(RefundTooLarge):
        await shop.refunding.refund(manager, order.id, amount(1), None)
    board = await shop.hosting.board(shop.host, shop.show_id)
    assert (board.paid, board.units_sold, board.revenue_minor) == (1, 0, 0)


async def test_units_go_back_one_by_one_and_sum_to_what_was_paid(
    shop: Shop, manager: Principal, order: OrderView, deal: DealView, buyer: Principal
) -> None:
    one = await shop.refunding.refund(manager, order.id, units(1), None)
    assert (one.status, one.lines[0].refunded_quantity) == ("partly_refunded", 1)
    assert (await shop.deals.get(deal.id)).stock_left == 1
    board = await shop.hosting.board(shop.host, shop.show_id)
    assert (board.units_sold, board.revenue_minor) == (2, 2 * 1_999)
    kept = await shop.refunding.refund(manager, order.id, units(1, restock=False), None)
    assert (await shop.deals.get(deal.id)).stock_left == 1
    with pytest.raises(RefundTooLarge, match="1 can still"):
        await shop.refunding.refund(manager, order.id, units(2), None)
    last = await shop.refunding.refund(manager, kept.id, ALL, None)
    assert (last.status, last.refunded_minor) == ("refunded", 3 * 1_999)
    assert (await shop.deals.get(deal.id)).stock_left == 2
    assert await shop.charged_minor() == 0
    assert (await shop.claim(buyer, deal)).status == "held"  # one may be had again


async def test_after_a_favour_the_units_bring_what_is_left(
    shop: Shop, manager: Principal, order: OrderView
) -> None:
    await shop.refunding.refund(manager, order.id, amount(1_000), None)
    after = await shop.refunding.refund(manager, order.id, units(3), None)
    assert (after.status, after.refunded_minor) == ("refunded", order.total_minor)
    assert await shop.charged_minor() == 0


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (amount(5_998), RefundTooLarge),
        (units(4), RefundTooLarge),
        (units(1, line=2), Invalid),
        (NewRefund(lines=[], reason="x"), Invalid),
        (units(1, amount_minor=1), Invalid),
    ],
)
async def test_what_cannot_be_refunded_is_refused(
    shop: Shop, manager: Principal, order: OrderView, wrong: NewRefund, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        await shop.refunding.refund(manager, order.id, wrong, None)
    assert await shop.charged_minor() == order.total_minor


async def test_only_a_manager_refunds_and_only_what_is_paid(
    shop: Shop, manager: Principal, order: OrderView, buyer: Principal
) -> None:
    for person in (shop.host, buyer):
        with pytest.raises(Forbidden):
            await shop.refunding.refund(person, order.id, ALL, None)
    with pytest.raises(NoSuchOrder):
        await shop.refunding.refund(manager, "0" * 20, ALL, None)
    unpaid = await shop.claim(buyer, await shop.live_deal())
    with pytest.raises(NotPaid):
        await shop.refunding.refund(manager, unpaid.id, ALL, None)


async def test_refunds_at_once_never_exceed_what_was_paid(
    shop: Shop, manager: Principal, order: OrderView, deal: DealView
) -> None:
    results = await asyncio.gather(
        *(shop.refunding.refund(manager, order.id, units(1), f"k{n}") for n in range(6)),
        return_exceptions=True,
    )
    assert sum(isinstance(result, OrderView) for result in results) == 3
    assert sum(isinstance(result, RefundTooLarge) for result in results) == 3
    assert await shop.charged_minor() == 0
    assert (await shop.deals.get(deal.id)).stock_left == 3


async def test_amounts_at_once_never_exceed_what_was_paid(
    shop: Shop, manager: Principal, order: OrderView
) -> None:
    await asyncio.gather(
        *(shop.refunding.refund(manager, order.id, amount(1_500), None) for _ in range(6)),
        return_exceptions=True,
    )
    assert await shop.charged_minor() == order.total_minor - 3 * 1_500


async def test_even_without_the_lock_refunds_at_once_never_exceed_what_was_paid(
    shop: Shop, manager: Principal, order: OrderView, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the guard off several begin, and the order's version stops all but one of each round."""

    async def look_slowly(tx: Tx, order_id: str) -> Order | None:
        found = await store_orders.order(tx, order_id)
        await asyncio.sleep(0.05)
        return found

    monkeypatch.setattr(store_orders, "lock_order", look_slowly)
    await asyncio.gather(
        *(shop.refunding.refund(manager, order.id, amount(4_000), None) for _ in range(6)),
        return_exceptions=True,
    )
    assert await shop.charged_minor() == order.total_minor - 4_000


@pytest.mark.parametrize("trouble", ["lost", "down"])
async def test_a_refund_without_an_answer_is_repeated_and_paid_once(
    shop: Shop, manager: Principal, order: OrderView, buyer: Principal, trouble: str
) -> None:
    gateway = FlakySandbox(shop.world.work, {"refund": trouble})
    shop.use(Gateways(gateway))
    begun = await shop.refunding.refund(manager, order.id, units(1), None)
    assert (begun.status, begun.refunds[0].status) == ("paid", "under_way")
    with pytest.raises(RefundTooLarge):
        await shop.refunding.refund(manager, order.id, units(3), None)
    gateway.trouble.clear()

    await shop.reconcile()
    await shop.reconcile()

    after = await shop.checkout.order(buyer, order.id)
    assert (after.status, after.refunds[0].status) == ("partly_refunded", "succeeded")
    assert await shop.charged_minor() == order.total_minor - 1_999


async def test_a_refund_that_the_gateway_refuses_can_be_tried_again(
    shop: Shop, manager: Principal, order: OrderView, deal: DealView
) -> None:
    gateway = FlakySandbox(shop.world.work, {"refund": "refused"})
    shop.use(Gateways(gateway))
    refused = await shop.refunding.refund(manager, order.id, ALL, None)
    assert (refused.status, refused.refunds[0].status) == ("paid", "failed")
    assert (await shop.deals.get(deal.id)).stock_left == 0
    gateway.trouble.clear()
    assert (await shop.refunding.refund(manager, order.id, ALL, None)).status == "refunded"
    assert await shop.charged_minor() == 0


async def test_an_order_is_sent_and_its_tracking_can_be_changed(
    shop: Shop, order: OrderView, buyer: Principal
) -> None:
    sent = await shop.fulfilling.fulfil(shop.host, order.id, NewFulfilment())
    again = await shop.fulfilling.fulfil(shop.host, order.id, NewFulfilment())
    assert sent == again
    assert sent.fulfilled_at_ms is not None
    tracked = await shop.fulfilling.fulfil(shop.host, order.id, NewFulfilment(tracking="P1"))
    assert (tracked.tracking, tracked.fulfilled_at_ms) == ("P1", sent.fulfilled_at_ms)
    assert len(shop.world.happened(OrderFulfilled)) == 2
    with pytest.raises(Forbidden):
        await shop.fulfilling.fulfil(buyer, order.id, NewFulfilment())


async def test_only_what_is_paid_is_sent(
    shop: Shop, manager: Principal, order: OrderView, buyer: Principal
) -> None:
    await shop.refunding.refund(manager, order.id, ALL, None)
    unpaid = await shop.claim(buyer, await shop.live_deal())
    for each in (order, unpaid):
        with pytest.raises(NotPaid):
            await shop.fulfilling.fulfil(shop.host, each.id, NewFulfilment())
    with pytest.raises(NoSuchOrder):
        await shop.fulfilling.fulfil(manager, "0" * 20, NewFulfilment())
