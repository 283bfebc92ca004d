"""Points that take something off an order, from the quote to the refund (docs/pricing.md, 15)."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import insert

from commerce.errors import PaymentDeclined
from commerce.payments.views import NewRefund, RefundedUnits
from commerce.quotes.errors import QuoteChanged
from commerce.quotes.quotes import Quotes
from commerce.quotes.views import AskedLine, AskedPoints, AskedQuote, QuoteView
from commerce.views import DealView, OrderView
from kit.auth import Principal
from kit.errors import Refusal
from kit.ids import new_id
from membership.points import gifts
from membership.points.gift import Gift
from membership.points.tables import spendings
from membership.points.wallets import Wallets
from membership.tiers.tables import programmes
from tests.support.slices import Unlimited
from tests.support.vouchers import VoucherDesk

from .conftest import ASKING_CARD, DECLINED_CARD, Shop

ALL = NewRefund(reason="Sorry")
ONE = NewRefund(lines=[RefundedUnits(line=1, quantity=1)], reason="A scratch")
HAS = 1_000


@pytest.fixture
async def member(shop: Shop, buyer: Principal) -> Principal:
    """A member with 1,000 points, of which 100 are 1.00."""
    await shop.world.put_on_tier(buyer, shop.brand, 1)
    rules = {
        "window": "lifetime", "window_days": 365, "downgrade": "never", "earn_points": 1,
        "earn_step_minor": 100, "return_days": 14, "notice_days": 14, "version": 1,
        "off_points": 100, "off_minor": 100,
    }  # fmt: skip
    gift = Gift(
        id=new_id(), brand_id=shop.brand.id, account_id=buyer.account(), points=HAS, title="Hi"
    )
    async with shop.world.work.write() as tx:
        await tx.execute(insert(programmes).values(brand_id=shop.brand.id, **rules))
        assert await gifts.give(tx, gift)
    return buyer


@pytest.fixture
async def deal(shop: Shop) -> DealView:
    return await shop.live_deal(stock=9, per_buyer_limit=9, price_minor=1_500, duration_s=86_400)


@pytest.fixture
async def order(shop: Shop, member: Principal, deal: DealView) -> OrderView:
    """Two units for 30.00."""
    return await shop.claim(member, deal, quantity=2)


def points(shop: Shop, count: int) -> list[AskedPoints]:
    return [AskedPoints(brand_id=shop.brand.id, points=count)]


async def active(shop: Shop, member: Principal) -> int:
    return (await Wallets(shop.world.work).wallet(member, shop.brand.slug)).active


async def moves(shop: Shop, member: Principal) -> list[tuple[str, int]]:
    entries = await Wallets(shop.world.work).entries(member, shop.brand.slug, None)
    told = ("used", "returned")
    return [(each.reason, each.points) for each in entries.entries if each.reason in told]


async def quoted(shop: Shop, who: Principal, order: OrderView, count: int | None) -> QuoteView:
    asked = AskedQuote(
        lines=[AskedLine(order_id=order.id)], points=[] if count is None else points(shop, count)
    )
    return await Quotes(shop.world.work, Unlimited()).quote(who, asked, "::1")


async def test_a_member_sees_what_points_could_take_off_and_pays_less_with_them(
    shop: Shop, member: Principal, order: OrderView
) -> None:
    usable = (await quoted(shop, member, order, None)).notes[-1]
    assert (usable.code, usable.points, usable.amount_minor) == ("points.usable", HAS, 1_000)
    quote = await quoted(shop, member, order, 500)
    assert quote.notes[-1].text == f"500 {shop.brand.name} points take €5.00 off €30.00."

    paid = (await shop.check_out(member, [order.id], 2_500, points=points(shop, 500))).orders[0]
    assert (paid.status, paid.total_minor, await shop.charged_minor()) == ("paid", 2_500, 2_500)
    assert [(used.title, used.discount_minor) for used in paid.vouchers] == [
        (f"{shop.brand.name} points", 500)
    ]
    assert await active(shop, member) == 500
    entry = (await Wallets(shop.world.work).entries(member, shop.brand.slug, None)).entries[0]
    assert (entry.reason, entry.points, entry.order_id) == ("used", 500, order.id)
    assert entry.title == f"Order {order.number}"


@pytest.mark.parametrize("again", [1, 2])
async def test_a_declined_payment_gives_them_back_and_the_next_one_takes_them_again(
    shop: Shop, member: Principal, order: OrderView, again: int
) -> None:
    for _ in range(again):
        with pytest.raises(PaymentDeclined):
            await shop.check_out(member, [order.id], 2_500, DECLINED_CARD, points=points(shop, 500))
        assert await active(shop, member) == HAS
    await shop.check_out(member, [order.id], 2_500, points=points(shop, 500))
    assert await active(shop, member) == 500
    assert await moves(shop, member) == [("used", 500), *[("returned", 500), ("used", 500)] * again]


async def test_an_order_that_is_given_up_or_runs_out_gives_them_back(
    shop: Shop, member: Principal, order: OrderView, deal: DealView
) -> None:
    other = await shop.claim(member, deal)
    for each, total_minor in ((order, 2_600), (other, 1_100)):
        asked = points(shop, 400)
        await shop.check_out(member, [each.id], total_minor, ASKING_CARD, points=asked)
    assert await active(shop, member) == 200
    for _ in range(2):
        await shop.checkout.cancel(member, order.id)
        assert await active(shop, member) == 600
    shop.world.pass_time(timedelta(hours=1))
    await shop.checkout.expire_holds()
    await shop.reconcile()
    assert await active(shop, member) == HAS


async def test_a_refund_gives_back_the_points_of_its_units_and_replays_nothing(
    shop: Shop, desk: VoucherDesk, member: Principal, order: OrderView
) -> None:
    await shop.check_out(member, [order.id], 2_001, points=points(shop, 999))
    for _ in range(2):
        await shop.refunding.refund(desk.manager, order.id, ONE, "one")
        assert await active(shop, member) == 1 + 499
    for _ in range(2):
        refunded = await shop.refunding.refund(desk.manager, order.id, ALL, "all")
        assert (refunded.status, refunded.refunded_minor) == ("refunded", 2_001)
        assert await active(shop, member) == HAS
    assert await shop.charged_minor() == 0


async def test_points_can_pay_for_all_of_it_and_come_back_without_a_gateway(
    shop: Shop, desk: VoucherDesk, member: Principal, deal: DealView
) -> None:
    cheap = await shop.claim(member, await shop.live_deal(price_minor=900))
    paid = (await shop.check_out(member, [cheap.id], 0, points=points(shop, HAS))).orders[0]
    assert (paid.status, paid.total_minor) == ("paid", 0)
    assert await active(shop, member) == 100
    await shop.refunding.refund(desk.manager, cheap.id, ALL, "k")
    assert await active(shop, member) == HAS


async def test_two_checkouts_at_once_cannot_use_the_same_points(
    shop: Shop, member: Principal, deal: DealView
) -> None:
    held = [await shop.claim(member, deal) for _ in range(4)]
    results = await asyncio.gather(
        *(shop.check_out(member, [each.id], 800, points=points(shop, 700)) for each in held),
        return_exceptions=True,
    )
    refused = [each for each in results if isinstance(each, BaseException)]
    assert len(refused) == 3
    assert all(isinstance(each, QuoteChanged) for each in refused), refused
    assert await active(shop, member) == 300
    async with shop.world.work.read() as tx:
        rows = await tx.all(spendings.select())
    assert [(row["points"], row["returned"]) for row in rows] == [(700, 0)]


async def test_paying_and_cancelling_at_once_leave_points_and_money_in_balance(
    shop: Shop, member: Principal, order: OrderView
) -> None:
    results = await asyncio.gather(
        shop.check_out(member, [order.id], 2_000, points=points(shop, HAS)),
        shop.checkout.cancel(member, order.id),
        shop.check_out(member, [order.id], 2_000, points=points(shop, HAS)),
        return_exceptions=True,
    )
    assert all(isinstance(each, Refusal) for each in results if isinstance(each, BaseException))
    is_paid = (await shop.checkout.order(member, order.id)).status == "paid"
    assert await active(shop, member) == (0 if is_paid else HAS)
    assert await shop.charged_minor() == (2_000 if is_paid else 0)


async def test_who_is_no_member_has_no_points_to_use(shop: Shop, member: Principal) -> None:
    stranger = await shop.world.person("stranger")
    deal = await shop.live_deal(price_minor=1_500)
    order = await shop.claim(stranger, deal)
    quote = await quoted(shop, stranger, order, 100)
    assert (quote.notes[-1].code, quote.total_minor) == ("points.not_enough", 1_500)
    assert [note.code for note in (await quoted(shop, stranger, order, None)).notes] == [
        "price.deal"
    ]
