"""Orders that vouchers paid for wholly: they are given back like any other, and no gateway hears of it."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from commerce.events import OrderRefunded
from commerce.payments.errors import RefundTooLarge
from commerce.payments.gateway import Gateways
from commerce.payments.payment import CALL_LASTS
from commerce.payments.reconciling import Reconciling
from commerce.payments.refunding import Refunding
from commerce.payments.tables import refunds
from commerce.payments.views import NewRefund, RefundedUnits
from commerce.protection.promising import Promising
from commerce.protection.protecting import Protecting
from commerce.views import DealView, OrderView
from commerce.vouchers.views import VoucherView
from kit.auth import Principal
from kit.errors import Refusal
from tests.support.vouchers import Account, VoucherDesk

from .conftest import Shop

UNUSED = Account(0, 0, 0, 0, 0, 9_000, 0)
ALL = NewRefund(reason="Sorry")
ONE = NewRefund(lines=[RefundedUnits(line=1, quantity=1)], reason="A scratch")


class NoGateway(Gateways):
    """Whoever is asked for anything fails the test."""

    def __getitem__(self, name: str) -> None:  # type: ignore[override]
        raise AssertionError(f"{name} was asked")


@pytest.fixture
async def gift(desk: VoucherDesk) -> VoucherView:
    return await desk.issue(code="GIFT", amount_minor=5_000, budget_minor=9_000)


@pytest.fixture
async def deal(shop: Shop) -> DealView:
    return await shop.live_deal(stock=3, per_buyer_limit=3, price_minor=1_500, duration_s=86_400)


@pytest.fixture
async def order(shop: Shop, buyer: Principal, deal: DealView, gift: VoucherView) -> OrderView:
    """Three units for nothing."""
    order = await shop.claim(buyer, deal, quantity=3)
    answer = await shop.check_out(buyer, [order.id], 0, codes=["GIFT"])
    return answer.orders[0]


@pytest.fixture
def refunding(shop: Shop) -> Refunding:
    return Refunding(shop.world.work, NoGateway(shop.sandbox))


async def test_all_of_it_gives_units_use_and_budget_back(
    shop: Shop, desk: VoucherDesk, gift: VoucherView, order: OrderView, deal: DealView,
    refunding: Refunding,
) -> None:  # fmt: skip
    assert (order.status, order.total_minor, order.payment) == ("paid", 0, None)
    refunded = await refunding.refund(desk.manager, order.id, ALL, "k")
    assert await refunding.refund(desk.manager, order.id, ALL, "k") == refunded
    assert (refunded.status, refunded.refunded_minor) == ("refunded", 0)
    assert [(r.amount_minor, r.status) for r in refunded.refunds] == [(0, "succeeded")]
    assert await desk.account(gift) == UNUSED
    assert (await shop.deals.get(deal.id)).stock_left == 3
    assert (await shop.books(deal)).taken_slots == 0
    [event] = shop.world.happened(OrderRefunded)
    assert isinstance(event, OrderRefunded)
    assert (event.amount_minor, event.is_whole) == (0, True)
    with pytest.raises(RefundTooLarge):
        await refunding.refund(desk.manager, order.id, ALL, None)


async def test_unit_by_unit_it_is_refunded_with_the_last(
    shop: Shop, desk: VoucherDesk, gift: VoucherView, order: OrderView, deal: DealView,
    refunding: Refunding,
) -> None:  # fmt: skip
    one = await refunding.refund(desk.manager, order.id, ONE, None)
    assert (one.status, one.lines[0].refunded_quantity) == ("partly_refunded", 1)
    account = await desk.account(gift)
    assert (account.spent_minor, account.shares_minor, account.held) == (3_000, 3_000, 1)
    assert (await shop.deals.get(deal.id)).stock_left == 1
    with pytest.raises(RefundTooLarge):
        await refunding.refund(desk.manager, order.id, NewRefund(amount_minor=1, reason="x"), None)
    await refunding.refund(desk.manager, order.id, ONE, None)
    last = await refunding.refund(desk.manager, order.id, ONE, None)
    assert (last.status, last.lines[0].refunded_quantity) == ("refunded", 3)
    assert await desk.account(gift) == UNUSED
    assert (await shop.books(deal)).taken_slots == 0


async def test_a_line_that_was_free_goes_back_without_the_money_of_the_other(
    shop: Shop, desk: VoucherDesk, buyer: Principal, deal: DealView
) -> None:
    """Two orders are paid together, and the voucher is for the product of one."""
    free = await desk.issue(
        code="FREE", scope="item", product_ids=[deal.product_id], amount_minor=1_500,
        budget_minor=9_000,
    )  # fmt: skip
    other = await shop.live_deal(price_minor=2_000)
    orders = [await shop.claim(buyer, each) for each in (deal, other)]
    await shop.check_out(buyer, [each.id for each in orders], 2_000, codes=["FREE"])
    back = await shop.refunding.refund(desk.manager, orders[0].id, ONE, None)
    assert (back.status, back.refunded_minor) == ("refunded", 0)
    assert await shop.charged_minor() == 2_000
    assert (await desk.account(free)).spent_minor == 0


async def test_a_death_on_the_way_is_made_good_by_the_worker(
    shop: Shop, desk: VoucherDesk, gift: VoucherView, order: OrderView, refunding: Refunding
) -> None:
    begun = await refunding._begin(desk.manager, order.id, ALL, None)
    assert begun is not None
    with pytest.raises(Refusal, match="given back already"):
        await refunding.refund(desk.manager, order.id, ALL, None)
    shop.world.pass_time(CALL_LASTS)
    await Reconciling(shop.world.work, NoGateway(shop.sandbox)).repeat_refunds()
    assert await desk.account(gift) == UNUSED


async def test_no_price_is_low_enough_to_give_anything_back(
    shop: Shop, desk: VoucherDesk, buyer: Principal, gift: VoucherView, deal: DealView
) -> None:
    await Promising(shop.world.work).set_promise(desk.manager, shop.brand.slug, 30)
    order = await shop.claim(buyer, deal)
    await shop.check_out(buyer, [order.id], 0, codes=["GIFT"])
    shop.world.pass_time(timedelta(minutes=1))
    await shop.live_deal(product_id=deal.product_id, price_minor=100)
    assert not await Protecting(shop.world.work).protect_order(order.id)


async def test_the_database_refuses_money_without_a_payment(
    shop: Shop, desk: VoucherDesk, order: OrderView, refunding: Refunding
) -> None:
    await refunding.refund(desk.manager, order.id, ONE, None)
    with pytest.raises(IntegrityError):
        async with shop.world.work.write() as tx:
            await tx.execute(update(refunds).values(amount_minor=1))
