"""Price protection (docs/pricing.md, G1 to G8): who bought before a cheaper public price gets the difference, once."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from commerce.events import PriceProtected
from commerce.orders import Order
from commerce.payments import store as store_payments
from commerce.payments.gateway import Gateways
from commerce.payments.views import NewRefund, RefundedUnits
from commerce.products import Product
from commerce.protection import protecting
from commerce.protection.promising import Promising
from commerce.protection.protecting import STEP_LASTS, Protecting
from commerce.protection.store import bought as store_bought
from commerce.protection.store import grants as store_grants
from commerce.protection.tables import price_grants
from commerce.store import orders as store_orders
from commerce.views import DealView, OrderView
from kit.auth import Principal
from kit.errors import Forbidden
from kit.unit_of_work import Tx
from tests.support.poison import poisoned

from .conftest import GOOD_CARD, Shop
from .flaky import Died, FlakySandbox

HOUR = timedelta(hours=1)


class Protected:
    """A product that people buy, and the worker that protects its price."""

    def __init__(self, shop: Shop, product: Product, manager: Principal) -> None:
        self.shop = shop
        self.product = product
        self.manager = manager
        self.protecting = Protecting(shop.world.work)

    async def deal(self, price_minor: int, **terms: int) -> DealView:
        terms = {"stock": 50, "per_buyer_limit": 9, **terms}
        return await self.shop.live_deal(
            product_id=self.product.id, price_minor=price_minor, **terms
        )

    async def drop(self, price_minor: int, **terms: int) -> DealView:
        """A deal that drops an hour from now."""
        self.shop.world.pass_time(HOUR)
        return await self.deal(price_minor, **terms)

    async def bought(self, buyer: Principal, deal: DealView, quantity: int = 1) -> OrderView:
        order = await self.shop.claim(buyer, deal, quantity)
        return await self.shop.checkout.pay(buyer, order.id, GOOD_CARD, None)

    async def work_through(self) -> None:
        """Let the worker do what is due for prices, and then for refunds."""
        while await self.protecting.sweep():
            pass
        await self.shop.reconciling.repeat_refunds()

    async def refund(self, order: OrderView, new: NewRefund) -> OrderView:
        return await self.shop.refunding.refund(self.manager, order.id, new, None)

    async def order(self, order: OrderView) -> OrderView:
        return await self.shop.checkout.order(self.manager, order.id)

    async def grants(self) -> int:
        async with self.shop.world.work.read() as tx:
            return int(await tx.scalar(select(func.count()).select_from(price_grants)))


@pytest.fixture
async def protected(shop: Shop) -> Protected:
    manager = await shop.world.person("manager", shop.brand, "manager")
    return Protected(shop, await shop.product(), manager)


@pytest.fixture
async def order(protected: Protected, buyer: Principal) -> OrderView:
    """Three units for 19.99 each."""
    return await protected.bought(buyer, await protected.deal(1_999), 3)


def units(count: int) -> NewRefund:
    return NewRefund(lines=[RefundedUnits(line=1, quantity=count)], reason="It came back")


async def test_the_difference_goes_back_once_and_the_buyer_is_told(
    protected: Protected, order: OrderView
) -> None:
    shop = protected.shop
    await protected.drop(1_500)
    await protected.work_through()
    await protected.drop(1_000)  # what comes after the first changes nothing (G5)
    await protected.work_through()
    for _ in range(2):
        assert not await protected.protecting.protect_order(order.id)

    after = await protected.order(order)

    assert (after.status, after.refunded_minor) == ("partly_refunded", 3 * 499)
    assert await shop.charged_minor() == 3 * 1_500
    [lowered] = after.lowered
    assert (lowered.line, lowered.price_minor, lowered.units) == (1, 1_500, 3)
    assert (lowered.amount_minor, lowered.status) == (3 * 499, "succeeded")
    assert [refund.reason for refund in after.refunds] == ["price_protection"]
    [event] = shop.world.happened(PriceProtected)
    assert isinstance(event, PriceProtected)
    assert (event.order_id, event.refund_id) == (order.id, after.refunds[0].id)


@pytest.mark.parametrize("read", ["grants_of", "refunds_of"])
async def test_who_looks_while_the_price_is_lowered_sees_the_order(
    protected: Protected, order: OrderView, read: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await protected.drop(1_500)
    store = store_grants if read == "grants_of" else store_payments
    find = getattr(store, read)

    async def find_and_wait(tx: Tx, order_ids: list[str]) -> object:
        found = await find(tx, order_ids)
        monkeypatch.undo()
        await protected.work_through()
        return found

    monkeypatch.setattr(store, read, find_and_wait)
    assert (await protected.order(order)).lowered == []
    assert len((await protected.order(order)).lowered) == 1


async def test_a_drop_waits_for_nobody_who_bought_before(
    protected: Protected, order: OrderView
) -> None:
    await protected.drop(1_500)
    assert (await protected.order(order)).refunds == []
    assert await protected.protecting.sweep()
    [refund] = (await protected.order(order)).refunds
    assert refund.status == "under_way"  # the gateway is asked with no transaction open


@pytest.mark.parametrize(
    ("days", "late", "is_protected"),
    [
        (7, timedelta(), True),
        (7, timedelta(microseconds=1), False),
        (90, timedelta(), True),
        (1, timedelta(seconds=-1), True),
        (0, timedelta(seconds=1), False),
    ],
)
async def test_what_was_promised_when_the_order_was_placed_holds_to_the_last_moment(
    protected: Protected, buyer: Principal, days: int, late: timedelta, is_protected: bool
) -> None:
    shop = protected.shop
    promising = Promising(shop.world.work)
    await promising.set_promise(protected.manager, shop.brand.slug, days)
    order = await protected.bought(buyer, await protected.deal(2_000))
    shop.world.pass_time(timedelta(microseconds=1))
    await promising.set_promise(protected.manager, shop.brand.slug, 3)
    shop.world.pass_time(timedelta(days=days, microseconds=-1) + late)
    await protected.deal(1_999)
    await protected.work_through()
    assert bool((await protected.order(order)).lowered) is is_protected


async def test_a_brand_promises_seven_days_until_it_says_otherwise(shop: Shop) -> None:
    promising = Promising(shop.world.work)
    manager = await shop.world.person("manager", shop.brand, "manager")
    slug = shop.brand.slug
    assert (await promising.promise(slug)).days == 7
    with pytest.raises(Forbidden):
        await promising.set_promise(shop.host, slug, 0)
    for days in (0, 30, 30, 90):
        await promising.set_promise(manager, slug, days)
        assert (await promising.promise(slug)).days == days
        shop.world.pass_time(timedelta(days=100))


async def test_what_is_not_a_cheaper_public_price_of_the_same_item_grants_nothing(
    protected: Protected, order: OrderView
) -> None:
    await protected.drop(1_999)
    await protected.drop(1_000, min_tier_rank=1)
    await protected.shop.live_deal(price_minor=100)  # another product
    await protected.work_through()
    assert (await protected.order(order)).lowered == []


async def test_a_price_from_before_the_order_grants_nothing(
    protected: Protected, buyer: Principal
) -> None:
    await protected.deal(1_000)
    dearer = await protected.drop(2_000)
    order = await protected.bought(buyer, dearer)
    await protected.work_through()
    assert (await protected.order(order)).lowered == []


async def test_an_order_that_waited_for_its_payment_is_protected_when_it_is_paid(
    protected: Protected, buyer: Principal
) -> None:
    shop = protected.shop
    order = await shop.claim(buyer, await protected.deal(2_000))
    shop.world.pass_time(timedelta(minutes=1))
    await protected.deal(1_500)
    await protected.work_through()
    await shop.checkout.pay(buyer, order.id, GOOD_CARD, None)
    assert await protected.protecting.protect_order(order.id)
    await protected.work_through()
    assert (await protected.order(order)).refunded_minor == 500


async def test_only_units_that_were_kept_are_lowered_and_come_back_at_the_lower_price(
    protected: Protected, order: OrderView
) -> None:
    await protected.refund(order, units(1))
    await protected.drop(1_500)
    await protected.work_through()
    assert (await protected.order(order)).refunded_minor == 1_999 + 2 * 499

    one = await protected.refund(order, units(1))
    assert one.refunds[-1].amount_minor == 1_500
    last = await protected.refund(order, units(1))
    assert (last.status, last.refunded_minor) == ("refunded", 3 * 1_999)
    assert await protected.shop.charged_minor() == 0


async def test_never_more_goes_back_than_was_paid(protected: Protected, order: OrderView) -> None:
    await protected.refund(order, NewRefund(amount_minor=5_000, reason="Sorry"))
    await protected.drop(1_500)
    await protected.work_through()
    after = await protected.order(order)
    assert (after.refunded_minor, after.lowered[0].amount_minor) == (3 * 1_999, 997)
    assert await protected.shop.charged_minor() == 0


async def test_an_order_that_was_refunded_gets_nothing_more(
    protected: Protected, order: OrderView
) -> None:
    await protected.refund(order, NewRefund(reason="Sorry"))
    await protected.drop(1_000)
    await protected.work_through()
    assert (await protected.order(order)).lowered == []


async def test_a_refund_that_the_card_refused_leaves_the_price_as_it_was(
    protected: Protected, order: OrderView
) -> None:
    shop = protected.shop
    flaky = FlakySandbox(shop.world.work, {"refund": "refused"})
    shop.use(Gateways(flaky))
    await protected.drop(1_500)
    await protected.work_through()
    assert (await protected.order(order)).lowered[0].status == "failed"
    assert not await protected.protecting.protect_order(order.id)  # once is once (G5)
    flaky.trouble.clear()
    assert (await protected.refund(order, units(1))).refunds[-1].amount_minor == 1_999


async def test_the_database_grants_a_line_once_whatever_the_code_does(
    protected: Protected, order: OrderView
) -> None:
    deal = await protected.drop(1_500)
    await protected.work_through()
    async with protected.shop.world.work.read() as tx:
        [granted] = await store_grants.grants_of(tx, [order.id])
    again = replace(granted.grant, deal_id=deal.id)
    with pytest.raises(IntegrityError):
        async with protected.shop.world.work.write() as tx:
            await store_grants.add_grants(tx, order.id, granted.refund_id, [again])


async def test_even_without_the_lock_workers_at_once_grant_a_line_once(
    protected: Protected, order: OrderView, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the guard off several decide, and the order's version stops all but one."""
    shop = protected.shop
    await protected.drop(1_500)

    async def look_slowly(tx: Tx, order_id: str) -> Order | None:
        found = await store_orders.order(tx, order_id)
        await asyncio.sleep(0.05)
        return found

    with monkeypatch.context() as patched:
        patched.setattr(store_orders, "lock_order", look_slowly)
        workers = [Protecting(shop.world.work) for _ in range(4)]
        attempts = (worker.protect_order(order.id) for worker in workers)
        results = await asyncio.gather(*attempts, return_exceptions=True)
    assert results.count(True) == 1
    await protected.work_through()
    assert await protected.grants() == 1
    assert (await protected.order(order)).refunded_minor == 3 * 499


async def test_batches_go_on_where_a_worker_was_killed(
    protected: Protected, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protecting, "BATCH", 3)
    deals = [await protected.deal(price) for price in (2_000, 1_200, 1_800)]
    buyers = await shop.buyers(12)
    orders = [await protected.bought(buyer, deals[n % 3]) for n, buyer in enumerate(buyers)]
    await protected.work_through()
    await protected.drop(1_500)
    protect, seen = protected.protecting.protect_order, 0

    async def dies_at_the_fifth(order_id: str) -> bool:
        nonlocal seen
        seen += 1
        if seen == 5:
            raise Died
        return await protect(order_id)

    with monkeypatch.context() as patched:
        patched.setattr(protected.protecting, "protect_order", dies_at_the_fifth)
        for _ in range(2):
            assert await protected.protecting.sweep() == 1
        with pytest.raises(Died):
            await protected.protecting.sweep()
    assert await protected.grants() == 4
    assert await protected.protecting.sweep() == 0  # the dead one's step is not over yet

    shop.world.pass_time(STEP_LASTS)
    await protected.work_through()

    assert await protected.grants() == 8
    expected = {2_000: 500, 1_200: 0, 1_800: 300}
    for order in orders:
        assert (await protected.order(order)).refunded_minor == expected[order.total_minor]
    assert len(shop.world.happened(PriceProtected)) == 8


async def test_an_order_with_which_a_worker_failed_is_protected_by_the_next(
    protected: Protected, shop: Shop
) -> None:
    """The fault is mended in between, and with it the worker is started anew."""
    deal = await protected.deal(2_000)
    bad, good = [await protected.bought(buyer, deal) for buyer in await shop.buyers(2)]
    await protected.drop(1_500)
    async with poisoned(shop.world.work, "orders", id=bad.id):
        await protected.work_through()
    refunded = [(await protected.order(order)).refunded_minor for order in (bad, good)]
    assert refunded == [0, 500]
    protected.protecting = Protecting(shop.world.work)
    for _ in range(2):
        await protected.work_through()
    assert (await protected.order(bad)).refunded_minor == 500
    async with shop.world.work.read() as tx:
        assert await store_bought.unprotected(tx, 10) == []


async def test_workers_payments_and_refunds_at_once_grant_each_line_once(
    protected: Protected, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protecting, "BATCH", 4)
    deal = await protected.deal(2_000)
    orders = [await protected.bought(buyer, deal, 2) for buyer in await shop.buyers(10)]
    shop.world.pass_time(HOUR)
    await asyncio.gather(
        protected.deal(1_500),
        protected.deal(1_400),
        *(protected.refund(order, units(1)) for order in orders[:5]),
    )
    others = [Protecting(shop.world.work) for _ in range(3)]
    await asyncio.gather(
        *(worker.sweep() for worker in [*others, *others]),
        *(each.protect_order(order.id) for order in orders for each in others),
        *(protected.refund(order, units(2)) for order in orders[8:]),
    )
    await protected.work_through()

    assert len(shop.world.happened(PriceProtected)) == await protected.grants()
    paid_minor = 0
    for order in orders:
        after = await protected.order(order)
        assert len(after.lowered) <= 1
        assert after.refunded_minor == sum(refund.amount_minor for refund in after.refunds)
        kept = 2 - after.lines[0].refunded_quantity
        if order in orders[:8]:
            [lowered] = after.lowered
            assert (lowered.units, lowered.amount_minor) == (
                kept,
                (2_000 - lowered.price_minor) * kept,
            )
            assert after.total_minor - after.refunded_minor == lowered.price_minor * kept
        paid_minor += after.total_minor - after.refunded_minor
    assert await shop.charged_minor() == paid_minor
