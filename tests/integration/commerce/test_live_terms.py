"""Another price or stock for a deal that is live (docs/pricing.md, P4, G1, L3)."""

from datetime import timedelta

import pytest

from commerce import events
from commerce.errors import DealEnded, NotQueued, PriceAboveList, PriceChanged, StockBelowSold
from commerce.products import Product
from commerce.protection.announcing_lowest import LowestPrices
from commerce.protection.promising import Promising
from commerce.protection.protecting import Protecting
from commerce.quotes.price_lists import PriceLists
from commerce.quotes.views import NewPriceList, PriceView
from commerce.views import DealChange, DealView, NewClaim
from kit.auth import Principal
from kit.errors import Forbidden

from .conftest import GOOD_CARD, Shop

HOUR = timedelta(hours=1)


@pytest.fixture
async def lamp(shop: Shop) -> Product:
    return await shop.product()


async def live(shop: Shop, lamp: Product, **terms: int) -> DealView:
    return await shop.live_deal(
        **{"product_id": lamp.id, "price_minor": 2_000, "duration_s": 86_400, **terms}
    )


async def test_a_live_deal_takes_another_price_and_stock_and_nothing_else(
    shop: Shop, lamp: Product, buyer: Principal
) -> None:
    deal = await live(shop, lamp, stock=3, per_buyer_limit=2)
    changed = await shop.change(deal, price_minor=1_500, stock=7)
    assert (changed.price_minor, changed.was_price_minor, changed.stock) == (1_500, 2_000, 7)
    assert changed.version > deal.version
    assert await shop.change(changed, price_minor=1_500, stock=7) == changed, "nothing changed"
    assert len(shop.world.happened(events.DealRepriced)) == 1
    with pytest.raises(NotQueued):
        await shop.change(deal, per_buyer_limit=9)
    with pytest.raises(PriceAboveList):
        await shop.change(deal, price_minor=5_001)
    with pytest.raises(Forbidden):
        await shop.hosting.change_deal(buyer, deal.id, DealChange(stock=9))
    shop.world.pass_time(25 * HOUR)
    with pytest.raises(DealEnded):
        await shop.change(deal, stock=9)


async def test_units_that_are_taken_stay_taken(shop: Shop, lamp: Product, buyer: Principal) -> None:
    deal = await live(shop, lamp, stock=5, per_buyer_limit=5)
    await shop.claim(buyer, deal, 3)
    with pytest.raises(StockBelowSold, match="Already taken: 3"):
        await shop.change(deal, stock=2)
    assert (await shop.change(deal, stock=3)).stock_left == 0


async def test_a_claim_says_what_its_buyer_saw(shop: Shop, lamp: Product, buyer: Principal) -> None:
    deal = await live(shop, lamp, per_buyer_limit=5)
    saw = NewClaim(price_minor=2_000)
    await shop.change(deal, price_minor=2_400)
    with pytest.raises(PriceChanged, match=r"It costs €24\.00 now"):
        await shop.checkout.claim(buyer, deal.id, saw, "k", None)
    await shop.change(deal, price_minor=1_600)
    cheaper = await shop.checkout.claim(buyer, deal.id, saw, "k", None)
    assert cheaper.total_minor == 1_600
    await shop.change(deal, price_minor=2_400)
    again = await shop.checkout.claim(buyer, deal.id, saw, "k", None)
    assert again.id == cheaper.id, "what was won stays won"
    assert (await shop.claim(buyer, deal)).total_minor == 2_400, "who says nothing takes any price"


async def test_a_held_order_keeps_its_price_or_takes_the_lower_one(
    shop: Shop, lamp: Product
) -> None:
    deal = await live(shop, lamp)
    ann, bob, cid = await shop.buyers(3)
    orders = [await shop.claim(who, deal) for who in (ann, bob, cid)]
    await shop.change(deal, price_minor=2_500)
    kept = await shop.checkout.pay(ann, orders[0].id, GOOD_CARD, None)
    assert kept.total_minor == 2_000
    await shop.change(deal, price_minor=1_200)
    lower = await shop.checkout.pay(bob, orders[1].id, GOOD_CARD, None)
    assert (lower.total_minor, lower.discount_minor) == (1_200, 800)
    assert not await Protecting(shop.world.work).protect_order(lower.id), "nothing is left to lower"
    await shop.hosting.end_deal(shop.host, deal.id)
    ended = await shop.checkout.pay(cid, orders[2].id, GOOD_CARD, None)
    assert ended.total_minor == 2_000, "the lower price ended with the deal"


async def test_who_bought_before_the_price_fell_gets_the_difference_back_once(
    shop: Shop, lamp: Product
) -> None:
    deal = await live(shop, lamp)
    ann, bob, _ = await shop.buyers(3)
    protecting = Protecting(shop.world.work)
    first = await shop.claim(ann, deal)
    await shop.checkout.pay(ann, first.id, GOOD_CARD, None)
    shop.world.pass_time(HOUR)
    await shop.change(deal, price_minor=1_500)
    second = await shop.claim(bob, deal)
    await shop.checkout.pay(bob, second.id, GOOD_CARD, None)
    shop.world.pass_time(HOUR)
    await shop.change(deal, price_minor=1_000)
    while await protecting.sweep():
        pass
    await shop.reconciling.repeat_refunds()
    lowered = [
        [(each.price_minor, each.amount_minor) for each in order.lowered]
        for order in (
            await shop.checkout.order(ann, first.id),
            await shop.checkout.order(bob, second.id),
        )
    ]
    assert lowered == [[(1_500, 500)], [(1_000, 500)]]


async def test_who_bought_dear_is_found_though_the_deal_became_cheap_meanwhile(
    shop: Shop, lamp: Product, buyer: Principal
) -> None:
    """A members' price is not public, so its fall grants nothing; a public one between the two does."""
    await shop.world.put_on_tier(buyer, shop.brand, 1)
    members = await live(shop, lamp, min_tier_rank=1)
    order = await shop.claim(buyer, members)
    await shop.checkout.pay(buyer, order.id, GOOD_CARD, None)
    await shop.change(members, price_minor=1_000)
    shop.world.pass_time(HOUR)
    await live(shop, lamp, price_minor=1_500)
    protecting = Protecting(shop.world.work)
    while await protecting.sweep():
        pass
    assert [each.price_minor for each in (await shop.checkout.order(buyer, order.id)).lowered] == [
        1_500
    ]


async def test_a_raised_price_is_announced_as_the_lowest_no_longer(
    shop: Shop, lamp: Product
) -> None:
    deal = await live(shop, lamp, is_lowest_price=True)
    assert (await shop.change(deal, price_minor=1_900)).is_lowest_price
    raised = await shop.change(deal, price_minor=1_950)
    assert not raised.is_lowest_price
    assert raised.was_price_minor is None
    assert not (await shop.change(deal, price_minor=1_900)).is_lowest_price


async def test_a_price_that_falls_below_an_announced_one_withdraws_the_announcement(
    shop: Shop, lamp: Product
) -> None:
    announced = await live(shop, lamp, is_lowest_price=True)
    other = await live(shop, lamp, price_minor=2_500)
    await shop.change(other, price_minor=1_900)
    assert await LowestPrices(shop.world.work).recheck(other.id) == 1
    assert not (await shop.deals.get(announced.id)).is_lowest_price


async def test_a_price_is_not_shown_as_lowered_from_one_that_was_raised_before(
    shop: Shop, lamp: Product
) -> None:
    deal = await live(shop, lamp)
    shop.world.pass_time(HOUR)
    await shop.change(deal, price_minor=3_000)
    shop.world.pass_time(HOUR)
    assert (await shop.change(deal, price_minor=2_500)).was_price_minor is None
    assert (await shop.change(deal, price_minor=1_800)).was_price_minor == 2_000


async def test_prices_in_other_currencies_follow_and_members_prices_stay(
    shop: Shop, lamp: Product
) -> None:
    lists = PriceLists(shop.world.work)
    queued = await shop.queued_deal(product_id=lamp.id, price_minor=2_000)
    prices = [
        PriceView(min_tier_rank=0, currency="JPY", price_minor=3_000),
        PriceView(min_tier_rank=1, currency="EUR", price_minor=1_700),
    ]
    await lists.set_prices(shop.host, queued.id, NewPriceList(prices=prices))
    await shop.hosting.drop_deal(shop.host, queued.id)
    await shop.change(queued, price_minor=1_800)
    shown = await lists.prices(shop.host, queued.id)
    assert [(price.min_tier_rank, price.currency, price.price_minor) for price in shown] == [
        (0, "EUR", 1_800),
        (1, "EUR", 1_700),
    ]


async def test_who_is_promised_no_protection_pays_the_lower_price_all_the_same(
    shop: Shop, lamp: Product, buyer: Principal
) -> None:
    manager = await shop.world.person("manager", shop.brand, "manager")
    await Promising(shop.world.work).set_promise(manager, shop.brand.slug, 0)
    deal = await live(shop, lamp)
    order = await shop.claim(buyer, deal)
    await shop.change(deal, price_minor=1_500)
    assert (await shop.checkout.pay(buyer, order.id, GOOD_CARD, None)).total_minor == 1_500
