"""Quotes for carts of deals and held orders."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from commerce.errors import (
    AlreadyPaid,
    DealEnded,
    HoldExpired,
    NoRate,
    NoSuchDeal,
    NoSuchOrder,
    TierTooLow,
)
from commerce.pricing.quote import Code, Quote
from commerce.quotes.asking import quote_for
from commerce.quotes.errors import BadQuoteRequest
from commerce.quotes.exchange import Exchange
from commerce.quotes.price_lists import PriceLists
from commerce.quotes.quotes import Quotes
from commerce.quotes.views import AskedLine, AskedQuote, NewPriceList, PriceView, RatesView
from commerce.views import DealView, NewDeal
from commerce.vouchers.reserving import reserve_vouchers
from kit.auth import GUEST, Principal
from kit.errors import NotSignedIn, TooMany
from kit.ids import new_id
from kit.rate_limit import RateLimiter
from tests.support.slices import Unlimited
from tests.support.vouchers import VoucherDesk

from ..conftest import GOOD_CARD, Shop

OPERATOR = Principal("operator", "root", is_operator=True)


@pytest.fixture
async def desk(shop: Shop) -> AsyncIterator[VoucherDesk]:
    manager = await shop.world.person("manager", shop.brand, "manager")
    desk = VoucherDesk(
        shop.world, shop.world.work, shop.find_stage, shop.brand, manager, shop.show_id
    )
    yield desk
    await desk.close()


async def quoted(shop: Shop, who: Principal, *deals: DealView, **asked: Any) -> Quote:
    lines = [AskedLine(deal_id=deal.id) for deal in deals]
    async with shop.world.work.read() as tx:
        return await quote_for(tx, who, AskedQuote(**{"lines": lines, **asked}))


async def priced(shop: Shop, *prices: tuple[int, str, int]) -> DealView:
    """A live deal for 20.00 with these prices besides."""
    deal = await shop.queued_deal()
    listed = [PriceView(min_tier_rank=r, currency=c, price_minor=p) for r, c, p in prices]
    await PriceLists(shop.world.work).set_prices(shop.host, deal.id, NewPriceList(prices=listed))
    return await shop.hosting.drop_deal(shop.host, deal.id)


def codes(quote: Quote) -> list[Code]:
    return [note.code for note in quote.notes]


async def test_a_guest_gets_a_quote_with_reasons_and_nothing_is_reserved(
    shop: Shop, desk: VoucherDesk
) -> None:
    voucher = await desk.issue(code="HELLO", total_limit=1)
    quotes = Quotes(shop.world.work, Unlimited())
    lines = [AskedLine(deal_id=(await shop.live_deal()).id, quantity=2)]
    asked = AskedQuote(lines=lines, codes=["hello", "NOPE"], locale="de-DE")
    view = await quotes.quote(GUEST, asked, "10.0.0.1")
    assert (view.subtotal_minor, view.discount_minor, view.total_minor) == (4_000, 100, 3_900)
    assert (view.total_text, view.currency) == ("39,00\xa0€", "EUR")
    assert [(note.code, note.is_applied) for note in view.notes] == [
        ("price.deal", True),
        ("voucher.applied", True),
        ("voucher.unknown", False),
    ]
    assert "40,00\xa0€" in view.notes[1].text
    assert (await desk.account(voucher)).taken == 0


async def test_members_pay_their_price_and_others_are_told_of_it(
    shop: Shop, buyer: Principal
) -> None:
    deal = await priced(shop, (2, "EUR", 1_500))
    before = await quoted(shop, buyer, deal)
    assert (before.total_minor, codes(before)) == (2_000, [Code.DEAL, Code.TIER_TOO_LOW])
    await shop.world.put_on_tier(buyer, shop.brand, 2)
    after = await quoted(shop, buyer, deal)
    assert (after.total_minor, codes(after)) == (1_500, [Code.DEAL, Code.MEMBER])


async def test_a_tier_with_another_brand_gives_no_price(shop: Shop, buyer: Principal) -> None:
    deal = await priced(shop, (1, "EUR", 1_500))
    await shop.world.put_on_tier(buyer, await shop.world.brand(), 3)
    assert (await quoted(shop, buyer, deal)).total_minor == 2_000


async def test_another_currency_is_listed_or_converted_at_rates_that_are_frozen(
    shop: Shop, buyer: Principal
) -> None:
    listed, other = await priced(shop, (0, "USD", 2_100)), await shop.live_deal()
    with pytest.raises(NoRate):
        await quoted(shop, buyer, other, currency="USD")
    assert (await quoted(shop, buyer, listed, currency="USD")).total_minor == 2_100
    exchange = Exchange(shop.world.work)
    await exchange.set_rates(OPERATOR, RatesView(rates={"EUR": "1", "USD": "1.25", "JPY": "160"}))
    quote = await quoted(shop, buyer, listed, other, currency="USD")
    assert quote.total_minor == 2_100 + 2_500
    assert set(quote.rates.per_base) == {"EUR", "USD"}


async def test_a_held_order_keeps_its_price_after_its_deal_has_ended(
    shop: Shop, buyer: Principal
) -> None:
    deal = await shop.live_deal()
    order = await shop.claim(buyer, deal)
    await shop.hosting.end_deal(shop.host, deal.id)
    quote = await quoted(shop, buyer, lines=[AskedLine(order_id=order.id)])
    assert (quote.total_minor, quote.lines[0].order_id) == (2_000, order.id)
    with pytest.raises(DealEnded):
        await quoted(shop, buyer, deal)


async def test_orders_are_the_callers_and_wait_for_payment(shop: Shop, buyer: Principal) -> None:
    deal = await shop.live_deal(per_buyer_limit=2)
    paid, late = await shop.claim(buyer, deal), await shop.claim(buyer, deal)
    lines = [AskedLine(order_id=late.id)]
    with pytest.raises(NotSignedIn):
        await quoted(shop, GUEST, lines=lines)
    with pytest.raises(NoSuchOrder):
        await quoted(shop, await shop.world.person("rival"), lines=lines)
    await shop.checkout.pay(buyer, paid.id, GOOD_CARD, None)
    with pytest.raises(AlreadyPaid):
        await quoted(shop, buyer, lines=[AskedLine(order_id=paid.id)])
    shop.world.pass_time(timedelta(minutes=10))
    with pytest.raises(HoldExpired):
        await quoted(shop, buyer, lines=lines)


async def test_nobody_learns_of_a_deal_by_asking_what_it_costs(
    shop: Shop, buyer: Principal
) -> None:
    queued, gold = await shop.queued_deal(), await shop.live_deal(min_tier_rank=3)
    with pytest.raises(NoSuchDeal):
        await quoted(shop, buyer, queued)
    with pytest.raises(TierTooLow):
        await quoted(shop, buyer, gold)
    assert (await quoted(shop, shop.host, queued, gold)).total_minor == 4_000
    for unknown in (new_id(), "nonsense"):
        with pytest.raises(NoSuchDeal):
            await quoted(shop, buyer, lines=[AskedLine(deal_id=unknown)])


async def test_a_voucher_that_is_not_ones_own_is_unknown(
    shop: Shop, desk: VoucherDesk, buyer: Principal
) -> None:
    deal = await shop.live_deal()
    granted, coded = await desk.issue(how="grant"), await desk.issue(code="HELLO")
    for voucher_id in (granted.terms.id, coded.terms.id, new_id(), "nonsense"):
        quote = await quoted(shop, buyer, deal, voucher_ids=[voucher_id])
        assert (quote.total_minor, codes(quote)[-1]) == (2_000, Code.UNKNOWN)
    await desk.issuing.grant(desk.manager, granted.terms.id, "mina")
    await desk.collecting.enter_code(buyer, "HELLO")
    for voucher_id in (granted.terms.id, coded.terms.id):
        assert (await quoted(shop, buyer, deal, voucher_ids=[voucher_id])).total_minor == 1_900


async def test_what_everyone_has_applies_by_itself_across_stores(
    shop: Shop, desk: VoucherDesk, buyer: Principal
) -> None:
    rival = await shop.world.brand()
    host = await shop.world.person("other_host", rival, "host")
    show = shop.open_stage(rival)
    product = await shop.product(rival)
    terms = NewDeal(product_id=product.id, price_minor=1_500, stock=3)
    other = await shop.hosting.drop_deal(host, (await shop.hosting.add_deal(host, show, terms)).id)
    operator = Principal(buyer.account_id, "root", is_operator=True)
    offer = desk.new(
        how="everyone", scope="platform", currency="EUR", kind="each", amount_minor=500,
        step_minor=3_000,
    )  # fmt: skip
    await desk.issuing.issue(operator, None, offer)
    deal = await shop.live_deal()
    assert (await quoted(shop, GUEST, deal)).total_minor == 2_000
    quote = await quoted(shop, GUEST, deal, other)
    assert quote.total_minor == 3_000
    assert sorted(line.payable_minor for line in quote.lines) == [1_286, 1_714]


async def test_what_ones_own_orders_have_reserved_is_free_to_them_and_to_nobody_else(
    shop: Shop, desk: VoucherDesk, buyer: Principal
) -> None:
    await desk.issue(code="ONCE", total_limit=1, budget_minor=100)
    deal = await shop.live_deal()
    first, second = await desk.held_orders([buyer, buyer], deal)
    quote = await desk.quote(buyer, [first], codes=["ONCE"])
    async with desk.work.write() as tx:
        await reserve_vouchers(tx, buyer.account(), quote)
    again = await desk.quote(buyer, [first], codes=["ONCE"])
    assert again.total_minor == 1_900
    other = await desk.quote(buyer, [second], codes=["ONCE"])
    assert (other.total_minor, codes(other)[-1]) == (2_000, Code.USED_UP)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"lines": [AskedLine()]}, "lines"),
        ({"lines": [AskedLine(deal_id="d", order_id="o")]}, "lines"),
        ({"lines": [AskedLine(order_id="o"), AskedLine(order_id="o")]}, "lines"),
        ({"currency": "ABC"}, "currency"),
    ],
)
async def test_what_cannot_be_quoted_is_refused_at_its_field(
    shop: Shop, buyer: Principal, asked: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadQuoteRequest) as refusal:
        await quoted(shop, buyer, await shop.live_deal(), **asked)
    assert list(refusal.value.fields) == [field]


@pytest.mark.parametrize("locale", ["xx_YY", "e", "en_", "💡💡", "../etc"])
async def test_a_locale_that_nobody_writes_is_refused(shop: Shop, locale: str) -> None:
    asked = AskedQuote(lines=[AskedLine(deal_id="d")], locale=locale)
    with pytest.raises(BadQuoteRequest):
        await Quotes(shop.world.work, Unlimited()).quote(GUEST, asked, "10.0.0.1")


async def test_codes_are_not_found_by_asking_for_quotes(shop: Shop, desk: VoucherDesk) -> None:
    quotes = Quotes(shop.world.work, RateLimiter())
    lines = [AskedLine(deal_id=(await shop.live_deal()).id)]
    asked = AskedQuote(lines=lines, codes=[f"GUESS{number}" for number in range(5)])
    for _ in range(4):
        await quotes.quote(GUEST, asked, "10.0.0.1")
    with pytest.raises(TooMany):
        await quotes.quote(GUEST, asked, "10.0.0.1")
