"""Shipping from a manager's terms to the last refund (docs/pricing.md, 16)."""

from datetime import timedelta

import pytest
from sqlalchemy import Insert, Update, insert, update
from sqlalchemy.exc import IntegrityError

from commerce.errors import PaymentDeclined
from commerce.payments.views import NewRefund, RefundedUnits
from commerce.protection.protecting import Protecting
from commerce.quotes.errors import QuoteChanged
from commerce.quotes.quotes import Quotes
from commerce.quotes.views import AskedLine, AskedQuote, QuoteView
from commerce.shipping.errors import BadShippingTerms
from commerce.shipping.setting import ShippingTerms
from commerce.shipping.tables import shipping_terms
from commerce.shipping.views import NewShippingTerms
from commerce.store import purchases
from commerce.tables import orders
from commerce.views import DealView, OrderView
from kit.auth import Principal
from kit.errors import Forbidden
from membership.points.earning import Bought
from membership.tables import tiers
from server.purchases import purchase_of
from tests.support.slices import Unlimited
from tests.support.vouchers import VoucherDesk

from .conftest import DECLINED_CARD, GOOD_CARD, Shop

FEE = NewShippingTerms(fee_minor=490, free_from_minor=5_000)
ALL = NewRefund(reason="Sorry")
ONE = NewRefund(lines=[RefundedUnits(line=1, quantity=1)], reason="A scratch")


class Desk:
    """The brand's manager, and what buyers are told."""

    def __init__(self, shop: Shop, manager: Principal) -> None:
        self.shop, self.manager = shop, manager
        self.terms = ShippingTerms(shop.world.work)

    async def charge(self, fee_minor: int, free_from_minor: int | None = None) -> None:
        new = NewShippingTerms(fee_minor=fee_minor, free_from_minor=free_from_minor)
        await self.terms.set_terms(self.manager, self.shop.brand.slug, new)

    async def ship_free_for_gold(self) -> None:
        async with self.shop.world.work.write() as tx:
            of_brand = tiers.c.brand_id == self.shop.brand.id
            gold = update(tiers).where(of_brand, tiers.c.rank == 3)
            await tx.execute(gold.values(has_free_shipping=True))

    async def quoted(self, buyer: Principal, *bought: OrderView) -> QuoteView:
        asked = AskedQuote(lines=[AskedLine(order_id=order.id) for order in bought])
        return await Quotes(self.shop.world.work, Unlimited()).quote(buyer, asked, "::1")

    async def refunded(self, order: OrderView, new: NewRefund, key: str | None = None) -> OrderView:
        return await self.shop.refunding.refund(self.manager, order.id, new, key)


@pytest.fixture
async def brand_desk(shop: Shop) -> Desk:
    """Of a brand that charges 4.90, and nothing from 50.00 on."""
    manager = await shop.world.person("shipper", shop.brand, "manager")
    desk = Desk(shop, manager)
    await desk.charge(490, 5_000)
    return desk


@pytest.fixture
async def deal(shop: Shop) -> DealView:
    return await shop.live_deal(stock=9, per_buyer_limit=9, price_minor=1_500)


async def test_managers_set_terms_that_anyone_reads_and_no_fee_is_none(
    shop: Shop, brand_desk: Desk, buyer: Principal
) -> None:
    slug = shop.brand.slug
    read = await brand_desk.terms.terms(slug)
    assert (read.fee_minor, read.free_from_minor, read.currency) == (490, 5_000, "EUR")
    await brand_desk.charge(590)
    assert (await brand_desk.terms.terms(slug)).free_from_minor is None
    for _ in range(2):
        await brand_desk.charge(0)
        assert (await brand_desk.terms.terms(slug)).fee_minor == 0
    with pytest.raises(BadShippingTerms) as refused:
        await brand_desk.charge(0, 5_000)
    assert set(refused.value.fields) == {"free_from_minor"}
    for who in (buyer, shop.host):
        with pytest.raises(Forbidden):
            await brand_desk.terms.set_terms(who, slug, FEE)


async def test_a_fee_is_never_taken_from_who_was_not_told_of_it(
    shop: Shop, brand_desk: Desk, buyer: Principal, deal: DealView
) -> None:
    order = await shop.claim(buyer, deal, quantity=2)
    assert (order.total_minor, order.shipping_minor) == (3_000, 0)
    with pytest.raises(QuoteChanged, match=r"It costs €34\.90 now"):
        await shop.paying.pay(buyer, order.id, GOOD_CARD, None)
    quote = await brand_desk.quoted(buyer, order)
    assert (quote.subtotal_minor, quote.shipping_minor, quote.total_minor) == (3_000, 490, 3_490)
    assert [note.text for note in quote.notes[1:]] == [
        f"{shop.brand.name} ships for €4.90.",
        f"Spend €20.00 more with {shop.brand.name} for free shipping.",
    ]
    for _ in range(2):
        paid = (await shop.check_out(buyer, [order.id], 3_490, key="k")).orders[0]
        assert (paid.status, paid.total_minor, paid.shipping_minor) == ("paid", 3_490, 490)
        assert await shop.charged_minor() == 3_490


async def test_what_was_paid_stays_whatever_the_brand_charges_later(
    shop: Shop, brand_desk: Desk, buyer: Principal, deal: DealView
) -> None:
    order = await shop.claim(buyer, deal)
    await shop.check_out(buyer, [order.id], 1_990)
    await brand_desk.ship_free_for_gold()
    await shop.world.put_on_tier(buyer, shop.brand, 3)
    await brand_desk.charge(900)
    paid = await shop.checkout.order(buyer, order.id)
    assert (paid.total_minor, paid.shipping_minor) == (1_990, 490)
    assert (await brand_desk.refunded(order, ALL)).refunded_minor == 1_990


async def test_units_go_back_without_it_and_the_last_of_them_with_it_once(
    shop: Shop, brand_desk: Desk, buyer: Principal, deal: DealView
) -> None:
    order = await shop.claim(buyer, deal, quantity=2)
    await shop.check_out(buyer, [order.id], 3_490)
    for _ in range(2):
        one = await brand_desk.refunded(order, ONE, "one")
        assert (one.status, one.refunded_minor, one.kept_minor) == ("partly_refunded", 1_500, 1_500)
    for _ in range(2):
        last = await brand_desk.refunded(order, ONE, "last")
        assert (last.status, last.refunded_minor, last.kept_minor) == ("refunded", 3_490, 0)
    assert [each.amount_minor for each in last.refunds] == [1_500, 1_990]
    assert await shop.charged_minor() == 0


async def test_orders_that_are_paid_together_share_one_fee_and_give_back_their_own_part(
    shop: Shop, brand_desk: Desk, buyer: Principal, deal: DealView
) -> None:
    dearer = await shop.live_deal(price_minor=3_000)
    first, second = await shop.claim(buyer, deal), await shop.claim(buyer, dearer)
    answer = await shop.check_out(buyer, [first.id, second.id], 4_990)
    assert [order.shipping_minor for order in answer.orders] == [163, 327]
    assert sum(order.total_minor for order in answer.orders) == await shop.charged_minor() == 4_990
    assert (await brand_desk.refunded(first, ONE)).refunded_minor == 1_663
    assert await shop.charged_minor() == 3_327


async def test_more_goods_ship_for_free_and_so_does_gold(
    shop: Shop, brand_desk: Desk, buyer: Principal, deal: DealView
) -> None:
    many = await shop.claim(buyer, deal, quantity=4)
    free = await brand_desk.quoted(buyer, many)
    assert (free.shipping_minor, free.notes[-1].code) == (0, "shipping.free_from")
    # It is no dearer than the order says, so it can be paid at once.
    assert (await shop.paying.pay(buyer, many.id, GOOD_CARD, None)).total_minor == 6_000

    await brand_desk.ship_free_for_gold()
    one = await shop.claim(buyer, deal)
    quote = await brand_desk.quoted(buyer, one)
    assert (quote.shipping_minor, quote.notes[-1].other) == (490, "Gold")
    await shop.world.put_on_tier(buyer, shop.brand, 3)
    quote = await brand_desk.quoted(buyer, one)
    assert (quote.shipping_minor, quote.notes[-1].code) == (0, "shipping.free_for_tier")
    assert (await shop.paying.pay(buyer, one.id, GOOD_CARD, None)).total_minor == 1_500


async def test_a_voucher_pays_for_goods_and_the_fee_goes_back_with_the_last_unit(
    shop: Shop, desk: VoucherDesk, brand_desk: Desk, buyer: Principal, deal: DealView
) -> None:
    await desk.issue(code="GIFT", amount_minor=9_000, budget_minor=9_000)
    order = await shop.claim(buyer, deal, quantity=2)
    paid = (await shop.check_out(buyer, [order.id], 490, codes=["GIFT"])).orders[0]
    assert (paid.total_minor, paid.goods_minor) == (490, 0)
    assert (await brand_desk.refunded(order, ONE)).refunded_minor == 0
    last = await brand_desk.refunded(order, ONE)
    assert (last.status, last.refunded_minor) == ("refunded", 490)


@pytest.mark.parametrize("code", [None, "FIVE"])
async def test_after_a_decline_it_is_quoted_anew(
    shop: Shop, desk: VoucherDesk, brand_desk: Desk, buyer: Principal, deal: DealView,
    code: str | None,
) -> None:  # fmt: skip
    await desk.issue(code="FIVE", amount_minor=500, budget_minor=9_000)
    order = await shop.claim(buyer, deal)
    codes, total_minor = ([code], 1_490) if code else ([], 1_990)
    with pytest.raises(PaymentDeclined):
        await shop.check_out(buyer, [order.id], total_minor, DECLINED_CARD, codes=codes)
    await brand_desk.charge(300)
    # What the order says by now is no more than what a payment without vouchers takes.
    told = await shop.checkout.order(buyer, order.id)
    assert (told.total_minor, told.shipping_minor) == ((1_500, 0) if code else (1_990, 490))
    paid = (await shop.check_out(buyer, [order.id], 1_800)).orders[0]
    assert (paid.status, paid.shipping_minor) == ("paid", 300)
    assert await shop.charged_minor() == 1_800


async def test_points_segments_and_price_protection_are_about_the_goods(
    shop: Shop, brand_desk: Desk, buyer: Principal
) -> None:
    product = await shop.product()
    deal = await shop.live_deal(product_id=product.id, price_minor=1_500)
    order = await shop.claim(buyer, deal)
    await shop.check_out(buyer, [order.id], 1_990)
    bought = await counted(shop, order.id)
    assert (bought.paid_minor, bought.kept_minor) == (1_500, 1_500)
    key = (shop.brand.id, buyer.account())
    async with shop.world.work.read() as tx:
        assert (await purchases.bought(tx, [key]))[key].spend_minor == 1_500

    favour = NewRefund(amount_minor=1_400, reason="Sorry")
    await brand_desk.refunded(order, favour)
    shop.world.pass_time(timedelta(hours=1))
    await shop.live_deal(product_id=product.id, price_minor=1_000)
    protecting = Protecting(shop.world.work)
    for _ in range(2):
        await protecting.protect_order(order.id)
        await shop.reconciling.repeat_refunds()
    lowered = await shop.checkout.order(buyer, order.id)
    # 5.00 less, of which 1.00 is left of the goods: the shipping stays.
    assert [each.amount_minor for each in lowered.lowered] == [100]
    assert (await counted(shop, order.id)).kept_minor == 0


async def counted(shop: Shop, order_id: str) -> Bought:
    """The order as membership counts it."""
    [sale] = await shop.checkout.sales([order_id])
    return purchase_of(sale).bought


async def test_the_database_refuses_a_fee_below_nothing_beyond_the_total_or_of_no_quote(
    shop: Shop, brand_desk: Desk, buyer: Principal, deal: DealView
) -> None:
    claimed, paid = await shop.claim(buyer, deal), await shop.claim(buyer, deal)
    await shop.check_out(buyer, [paid.id], 1_990)
    for order_id, shipping_minor in ((paid.id, -1), (paid.id, 1_991), (claimed.id, 1)):
        one = update(orders).where(orders.c.id == order_id)
        with pytest.raises(IntegrityError, match="shipping"):
            await _write(shop, one.values(shipping_minor=shipping_minor))
    other = await shop.world.brand()
    for fee_minor, free_from_minor in ((0, None), (-1, None), (490, 0)):
        row = {"brand_id": other.id, "fee_minor": fee_minor, "free_from_minor": free_from_minor}
        with pytest.raises(IntegrityError):
            await _write(shop, insert(shipping_terms).values(row))


async def _write(shop: Shop, statement: Update | Insert) -> None:
    async with shop.world.work.write() as tx:
        await tx.execute(statement)
