"""Orders paid together, with vouchers: what is charged, what each order says, and what becomes of places and budgets."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import pytest
from msgspec import structs
from sqlalchemy import update

from commerce.errors import HoldExpired, NoSuchOrder, PaymentDeclined
from commerce.orders import HOLD, PAYMENT_GRACE
from commerce.payments import store
from commerce.payments.checkout_views import NewCheckout
from commerce.payments.gateway import Gateways
from commerce.payments.payment import CALL_LASTS
from commerce.payments.views import NewRefund, RefundedUnits
from commerce.quotes.errors import NoSuchQuote, QuoteChanged
from commerce.quotes.quotes import Quotes
from commerce.tables import orders
from commerce.views import Card, NewClaim, NewDeal, OrderView
from commerce.vouchers.views import VoucherView
from kit.auth import Principal
from kit.errors import Invalid, Refusal
from kit.idempotency import KeyReused
from tests.support.slices import Unlimited
from tests.support.vouchers import Account, VoucherDesk

from .conftest import ASKING_CARD, DECLINED_CARD, GOOD_CARD, Shop
from .flaky import Died, FlakySandbox

DAY = timedelta(days=1)
UNUSED = Account(0, 0, 0, 0, 0, 5_000, 0)


@dataclass(frozen=True)
class Cart:
    """Two lamps for 20.00 each of one brand, a desk for 11.00 of another, and a voucher of the operator's."""

    lamps: OrderView
    desk: OrderView
    voucher: VoucherView
    manager_of_desks: Principal

    @property
    def order_ids(self) -> list[str]:
        return [self.lamps.id, self.desk.id]

    @property
    def chosen(self) -> dict[str, list[str]]:
        return {"codes": ["festival"]}


@pytest.fixture
async def cart(shop: Shop, desk: VoucherDesk, buyer: Principal) -> Cart:
    """10.00 off the 51.00: 7.84 of them off the lamps, 2.16 off the desk."""
    lamp = await shop.live_deal(price_minor=2_000, per_buyer_limit=2, duration_s=86_400)
    lamps = await shop.claim(buyer, lamp, quantity=2)
    oak = await shop.world.brand()
    host = await shop.world.person("oak_host", oak, "manager")
    product = await shop.product(oak, title="Oak desk")
    new = NewDeal(product_id=product.id, price_minor=1_100, stock=5, duration_s=86_400)
    deal = await shop.hosting.add_deal(host, shop.open_stage(oak), new)
    await shop.hosting.drop_deal(host, deal.id)
    desk_order = await shop.checkout.claim(buyer, deal.id, NewClaim(), None, None)
    operator = structs.replace(await shop.world.person("operator"), is_operator=True)
    terms = desk.new(
        code="FESTIVAL", scope="platform", currency="EUR", amount_minor=1_000,
        budget_minor=5_000, total_limit=1,
    )  # fmt: skip
    voucher = await desk.issuing.issue(operator, None, terms)
    return Cart(lamps, desk_order, voucher, host)


async def now(shop: Shop, buyer: Principal, order: OrderView) -> OrderView:
    return await shop.checkout.order(buyer, order.id)


async def test_orders_of_two_brands_are_paid_by_one_payment_less_a_voucher(
    shop: Shop, desk: VoucherDesk, buyer: Principal, cart: Cart
) -> None:
    assert {order.id for order in await shop.checkout.cart(buyer)} == set(cart.order_ids)
    answer = await shop.check_out(buyer, cart.order_ids, 4_100, key="k", **cart.chosen)

    lamps, table = answer.orders
    assert (lamps.status, table.status, answer.confirmation) == ("paid", "paid", None)
    assert (lamps.total_minor, lamps.discount_minor) == (3_216, 784)
    assert (table.total_minor, table.discount_minor) == (884, 216)
    assert [used.discount_minor for order in answer.orders for used in order.vouchers] == [784, 216]
    assert await shop.charged_minor() == 4_100
    async with shop.world.work.read() as tx:
        found = await store.last_payments(tx, cart.order_ids)
        assert len({payment.id for payment in found.values()}) == 1
    account = await desk.account(cart.voucher)
    assert (account.spent_minor, account.held, account.reserved) == (1_000, 1, 0)
    board = await shop.hosting.board(shop.host, shop.show_id)
    assert board.revenue_minor == 3_216
    assert await shop.checkout.cart(buyer) == []


async def test_the_same_checkout_sent_twice_is_one_payment(
    shop: Shop, buyer: Principal, cart: Cart
) -> None:
    answers = await asyncio.gather(
        *(shop.check_out(buyer, cart.order_ids, 4_100, key="k", **cart.chosen) for _ in range(4))
    )
    assert {order.id for answer in answers for order in answer.orders} == set(cart.order_ids)
    again = await shop.check_out(buyer, cart.order_ids, 4_100, key="k", **cart.chosen)
    assert [order.status for order in again.orders] == ["paid", "paid"]
    assert await shop.charged_minor() == 4_100
    with pytest.raises(KeyReused):
        await shop.check_out(buyer, cart.order_ids, 5_100, key="k")


async def test_who_was_told_another_total_is_told_the_new_one_first(
    shop: Shop, desk: VoucherDesk, buyer: Principal, cart: Cart
) -> None:
    with pytest.raises(QuoteChanged, match=r"€41\.00"):
        await shop.check_out(buyer, cart.order_ids, 4_000, **cart.chosen)
    manager = structs.replace(await shop.world.person("other_operator"), is_operator=True)
    await desk.issuing.end(manager, cart.voucher.terms.id)
    with pytest.raises(QuoteChanged, match=r"€51\.00"):
        await shop.check_out(buyer, cart.order_ids, 4_100, **cart.chosen)
    assert await desk.account(cart.voucher) == UNUSED
    assert (await now(shop, buyer, cart.lamps)).status == "held"
    assert await shop.charged_minor() == 0


async def test_a_decline_gives_the_voucher_back_and_the_next_card_pays_with_it(
    shop: Shop, desk: VoucherDesk, buyer: Principal, cart: Cart
) -> None:
    with pytest.raises(PaymentDeclined):
        await shop.check_out(buyer, cart.order_ids, 4_100, DECLINED_CARD, **cart.chosen)
    assert await desk.account(cart.voucher) == UNUSED
    held = await now(shop, buyer, cart.lamps)
    assert (held.status, held.total_minor, held.vouchers) == ("held", 4_000, [])
    await shop.check_out(buyer, cart.order_ids, 4_100, **cart.chosen)
    assert await shop.charged_minor() == 4_100


async def test_one_order_cancelled_meanwhile_frees_all_and_the_other_is_quoted_anew(
    shop: Shop, desk: VoucherDesk, buyer: Principal, cart: Cart
) -> None:
    asked = await shop.check_out(buyer, cart.order_ids, 4_100, ASKING_CARD, **cart.chosen)
    assert asked.confirmation is not None
    assert (await desk.account(cart.voucher)).reserved == 1
    await shop.checkout.cancel(buyer, cart.desk.id)
    assert await desk.account(cart.voucher) == UNUSED
    (lamps,) = (await shop.check_out(buyer, [cart.lamps.id], 3_000, **cart.chosen)).orders
    assert (lamps.status, lamps.total_minor) == ("paid", 3_000)
    assert await shop.charged_minor() == 3_000


async def test_a_refunded_unit_gives_back_its_part_to_buyer_and_budget(
    shop: Shop, desk: VoucherDesk, buyer: Principal, cart: Cart
) -> None:
    await shop.check_out(buyer, cart.order_ids, 4_100, **cart.chosen)
    one = NewRefund(lines=[RefundedUnits(line=1, quantity=1)], reason="A scratch")
    refunded = await shop.refunding.refund(desk.manager, cart.lamps.id, one, None)
    assert (refunded.status, refunded.refunded_minor) == ("partly_refunded", 1_608)
    account = await desk.account(cart.voucher)
    assert (account.spent_minor, account.shares_minor, account.held) == (608, 608, 1)
    assert account.ledger_minor == 5_000 - 608

    await shop.refunding.refund(cart.manager_of_desks, cart.desk.id, NewRefund(reason="Gone"), None)
    assert (await desk.account(cart.voucher)).spent_minor == 392
    assert (await desk.account(cart.voucher)).held == 1
    await shop.refunding.refund(desk.manager, cart.lamps.id, one, None)
    assert await desk.account(cart.voucher) == UNUSED
    assert await shop.charged_minor() == 0


async def test_of_two_checkouts_at_once_one_gets_the_last_use_and_the_other_is_told(
    shop: Shop, desk: VoucherDesk, buyer: Principal, cart: Cart
) -> None:
    rivals = await shop.buyers(6)
    deal = await shop.live_deal(stock=6, price_minor=2_000)
    orders = [await shop.claim(rival, deal) for rival in rivals]
    results = await asyncio.gather(
        *(
            shop.check_out(rival, [order.id], 1_000, **cart.chosen)
            for rival, order in zip(rivals, orders, strict=True)
        ),
        return_exceptions=True,
    )
    told = [result for result in results if isinstance(result, QuoteChanged)]
    assert (len(told), {error.detail.split()[2] for error in told}) == (5, {"€20.00"})
    assert await shop.charged_minor() == 1_000
    account = await desk.account(cart.voucher)
    assert (account.taken, account.held, account.spent_minor) == (1, 1, 1_000)


async def test_what_vouchers_pay_for_needs_no_card(
    shop: Shop, desk: VoucherDesk, buyer: Principal, cart: Cart
) -> None:
    gift = await desk.issue(code="GIFT", amount_minor=4_000, budget_minor=9_000)
    asked = {"codes": ["GIFT"]}
    answer = await shop.check_out(buyer, [cart.lamps.id], 0, key="k", **asked)
    again = await shop.check_out(buyer, [cart.lamps.id], 0, key="k", **asked)
    assert answer == again
    assert (answer.orders[0].status, answer.orders[0].total_minor) == ("paid", 0)
    assert answer.orders[0].payment is None
    account = await desk.account(gift)
    assert (account.spent_minor, account.held, account.reserved) == (4_000, 1, 0)
    assert await shop.charged_minor() == 0


async def test_without_means_only_nothing_can_be_paid(
    shop: Shop, desk: VoucherDesk, buyer: Principal, cart: Cart
) -> None:
    new = NewCheckout(order_ids=cart.order_ids, expected_total_minor=4_100, **cart.chosen)
    with pytest.raises(Invalid, match="what you pay with"):
        await shop.paying.check_out(buyer, new, None)
    assert await desk.account(cart.voucher) == UNUSED


@pytest.mark.parametrize("trouble", [{"open": "dies"}, {"open": "died"}, {"confirm": "died"}])
async def test_a_death_on_the_way_is_reconciled_with_its_vouchers(
    shop: Shop, desk: VoucherDesk, buyer: Principal, cart: Cart, trouble: dict[str, str]
) -> None:
    """Dead before the charge, the orders are held again; dead after it, they are paid."""
    gateway = FlakySandbox(shop.world.work, dict(trouble))
    shop.use(Gateways(gateway))
    with pytest.raises(Died):
        await shop.check_out(buyer, cart.order_ids, 4_100, key="k", **cart.chosen)
    gateway.trouble.clear()
    assert (await desk.account(cart.voucher)).reserved == 1

    await shop.reconcile(CALL_LASTS)

    is_charged = "confirm" in trouble
    assert {(await now(shop, buyer, order)).status for order in (cart.lamps, cart.desk)} == {
        "paid" if is_charged else "held"
    }
    assert await shop.charged_minor() == (4_100 if is_charged else 0)
    account = await desk.account(cart.voucher)
    assert (account.held, account.reserved, account.spent_minor) == (
        (1, 0, 1_000) if is_charged else (0, 0, 0)
    )


async def test_money_that_comes_when_the_vouchers_were_given_back_goes_back(
    shop: Shop, desk: VoucherDesk, buyer: Principal, cart: Cart
) -> None:
    gateway = FlakySandbox(
        shop.world.work, {"confirm": "lost", "look_up": "down", "cancel": "down"}
    )
    shop.use(Gateways(gateway))
    await shop.check_out(buyer, cart.order_ids, 4_100, **cart.chosen)
    await shop.reconcile(HOLD + PAYMENT_GRACE)
    assert (await now(shop, buyer, cart.lamps)).status == "expired"
    assert await desk.account(cart.voucher) == UNUSED
    gateway.trouble.clear()

    await shop.reconcile(DAY)
    await shop.reconcile(DAY)

    after = await now(shop, buyer, cart.lamps)
    assert (after.status, after.total_minor) == ("expired", 4_000)
    assert [(each.amount_minor, each.was_late) for each in after.refunds] == [(3_216, True)]
    assert await shop.charged_minor() == 0


async def test_one_order_whose_time_is_over_stops_the_checkout(
    shop: Shop, desk: VoucherDesk, buyer: Principal, cart: Cart
) -> None:
    shop.world.pass_time(HOLD)
    with pytest.raises(HoldExpired):
        await shop.check_out(buyer, cart.order_ids, 4_100, **cart.chosen)
    assert await desk.account(cart.voucher) == UNUSED


async def test_orders_in_two_currencies_are_paid_one_after_the_other(
    shop: Shop, buyer: Principal, cart: Cart
) -> None:
    async with shop.world.work.write() as tx:
        await tx.execute(update(orders).where(orders.c.id == cart.desk.id).values(currency="JPY"))
    with pytest.raises(Invalid, match="one after the other"):
        await shop.check_out(buyer, cart.order_ids, 5_100)


async def test_an_order_paid_alone_costs_what_its_price_list_and_offers_say(
    shop: Shop, desk: VoucherDesk, buyer: Principal, cart: Cart
) -> None:
    await desk.issue(how="everyone", amount_minor=300, title="Happy hour")
    paid = await shop.checkout.pay(buyer, cart.lamps.id, GOOD_CARD, "k")
    assert (paid.status, paid.total_minor, paid.vouchers[0].title) == ("paid", 3_700, "Happy hour")
    assert await shop.charged_minor() == 3_700


async def test_how_a_price_came_about_is_for_its_buyer_and_the_brand(
    shop: Shop, desk: VoucherDesk, buyer: Principal, cart: Cart
) -> None:
    quotes = Quotes(shop.world.work, Unlimited())
    with pytest.raises(NoSuchQuote):
        await quotes.of_order(buyer, cart.lamps.id)
    await shop.check_out(buyer, cart.order_ids, 4_100, **cart.chosen)
    for reader in (buyer, shop.host):
        view = await quotes.of_order(reader, cart.lamps.id)
        assert (view.total_minor, view.discount_minor) == (3_216, 784)
    with pytest.raises(NoSuchOrder):
        await quotes.of_order(cart.manager_of_desks, cart.lamps.id)


@pytest.mark.parametrize("card", [GOOD_CARD, DECLINED_CARD, ASKING_CARD])
async def test_paying_and_cancelling_at_once_leave_money_and_budget_in_balance(
    shop: Shop, desk: VoucherDesk, buyer: Principal, cart: Cart, card: Card
) -> None:
    results = await asyncio.gather(
        shop.check_out(buyer, cart.order_ids, 4_100, card, **cart.chosen),
        shop.checkout.cancel(buyer, cart.desk.id),
        shop.check_out(buyer, cart.order_ids, 4_100, card, **cart.chosen),
        shop.checkout.cancel(buyer, cart.lamps.id),
        return_exceptions=True,
    )
    assert all(isinstance(each, Refusal) for each in results if isinstance(each, BaseException))
    for order_id in cart.order_ids:  # what waits for the bank is given up
        with suppress(Refusal):
            await shop.checkout.cancel(buyer, order_id)

    after = [await now(shop, buyer, order) for order in (cart.lamps, cart.desk)]
    paid = [order for order in after if order.status == "paid"]
    assert {order.status for order in after} <= {"paid", "cancelled"}
    assert await shop.charged_minor() == sum(order.total_minor for order in paid)
    account = await desk.account(cart.voucher)
    assert account.spent_minor == account.shares_minor == sum(o.discount_minor for o in paid)
    assert (account.taken, account.reserved) == (1 if account.spent_minor else 0, 0)
