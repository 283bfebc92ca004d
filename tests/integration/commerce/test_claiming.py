"""One claim after the other: what is granted, what is refused, and what is told."""

from datetime import timedelta

import pytest

from commerce.checkout import Checkout
from commerce.errors import (
    DealEnded,
    NoSuchDeal,
    NoSuchOrder,
    NotOpen,
    OverBuyerLimit,
    ShowNotLive,
    SoldOut,
    TierTooLow,
)
from commerce.events import OrdersPlaced, UnitsTaken
from commerce.views import NewClaim
from kit.auth import GUEST, Principal
from kit.errors import Invalid, NotSignedIn, TooMany
from kit.idempotency import KeyReused
from kit.rate_limit import RateLimiter

from .conftest import GOOD_CARD, Shop, ever_open


async def test_a_claim_makes_an_order_that_is_held_for_ten_minutes(
    shop: Shop, buyer: Principal
) -> None:
    deal = await shop.live_deal(stock=5, per_buyer_limit=2)

    order = await shop.claim(buyer, deal, quantity=2)

    assert (order.status, order.total_minor, order.currency) == ("held", 4_000, "EUR")
    assert (order.buyer_handle, order.brand_slug) == ("mina", shop.brand.slug)
    assert order.hold_expires_at_ms - order.created_at_ms == 10 * 60 * 1000
    [line] = order.lines
    assert (line.title, line.quantity, line.unit_price_minor) == ("Desk lamp", 2, 2_000)
    after = await shop.deals.get(deal.id)
    assert (after.stock_left, after.version) == (3, deal.version + 1)


async def test_a_claim_is_told_to_the_buyer_and_to_the_room(shop: Shop, buyer: Principal) -> None:
    deal = await shop.live_deal()
    shop.world.events.clear()
    order = await shop.claim(buyer, deal)
    assert shop.world.events == [
        OrdersPlaced(show_id=shop.show_id, brand_id=shop.brand.id, order_ids=[order.id]),
        UnitsTaken(show_id=shop.show_id, brand_id=shop.brand.id, deal_ids=[deal.id]),
    ]


async def test_who_reacts_to_a_claim_finds_it_as_it_was_placed_and_later_as_it_is(
    shop: Shop, buyer: Principal
) -> None:
    order = await shop.claim(buyer, await shop.live_deal())
    await shop.checkout.cancel(buyer, order.id)
    [placed] = await shop.checkout.placed([order.id])
    [again] = await shop.checkout.placed([order.id])
    assert (placed.order, placed.account_id) == (order, buyer.account())
    assert (again.order.status, again.order.version) == ("cancelled", order.version + 1)


async def test_a_guest_cannot_claim(shop: Shop) -> None:
    deal = await shop.live_deal()
    with pytest.raises(NotSignedIn):
        await shop.claim(GUEST, deal)


async def test_a_queued_deal_takes_no_claims(shop: Shop, buyer: Principal) -> None:
    deal = await shop.queued_deal()
    with pytest.raises(NotOpen):
        await shop.claim(buyer, deal)


async def test_a_deal_takes_no_claims_from_the_end_of_its_time_even_if_nobody_closed_it(
    shop: Shop, buyer: Principal
) -> None:
    deal = await shop.live_deal(duration_s=60)
    shop.world.pass_time(timedelta(seconds=60))
    with pytest.raises(DealEnded):
        await shop.claim(buyer, deal)
    assert (await shop.deals.get(deal.id)).status == "live"


async def test_a_deal_takes_no_claims_when_its_show_is_over(shop: Shop, buyer: Principal) -> None:
    deal = await shop.live_deal()
    shop.end_show()
    with pytest.raises(ShowNotLive):
        await shop.claim(buyer, deal)


@pytest.mark.parametrize("deal_id", ["0" * 20, "nonsense", "\0"])
async def test_a_deal_that_does_not_exist_is_not_claimed(
    shop: Shop, buyer: Principal, deal_id: str
) -> None:
    with pytest.raises(NoSuchDeal):
        await shop.checkout.claim(buyer, deal_id, NewClaim(), None, None)


async def test_a_members_deal_is_for_members_of_its_tier_and_for_staff(
    shop: Shop, buyer: Principal
) -> None:
    deal = await shop.live_deal(min_tier_rank=2)
    with pytest.raises(TierTooLow):
        await shop.claim(buyer, deal)
    await shop.world.put_on_tier(buyer, shop.brand, 1)
    with pytest.raises(TierTooLow):
        await shop.claim(buyer, deal)
    await shop.world.put_on_tier(buyer, shop.brand, 2)
    assert (await shop.claim(buyer, deal)).status == "held"
    assert (await shop.claim(shop.host, deal)).status == "held"


async def test_a_tier_with_another_brand_does_not_count(shop: Shop, buyer: Principal) -> None:
    deal = await shop.live_deal(min_tier_rank=1)
    await shop.world.put_on_tier(buyer, await shop.world.brand(), 3)
    with pytest.raises(TierTooLow):
        await shop.claim(buyer, deal)


async def test_the_buyer_limit_counts_paid_units_and_frees_cancelled_ones(
    shop: Shop, buyer: Principal
) -> None:
    deal = await shop.live_deal(per_buyer_limit=2)
    paid = await shop.claim(buyer, deal)
    await shop.checkout.pay(buyer, paid.id, GOOD_CARD, None)
    cancelled = await shop.claim(buyer, deal)
    with pytest.raises(OverBuyerLimit):
        await shop.claim(buyer, deal)
    await shop.checkout.cancel(buyer, cancelled.id)
    await shop.claim(buyer, deal)
    assert (await shop.books(deal)).most_of_one_buyer == 2


async def test_the_last_unit_is_sold_out_until_it_comes_back(shop: Shop, buyer: Principal) -> None:
    deal = await shop.live_deal(stock=1)
    rival = await shop.world.person("rival")
    taken = await shop.claim(rival, deal)
    with pytest.raises(SoldOut):
        await shop.claim(buyer, deal)
    await shop.checkout.cancel(rival, taken.id)
    assert (await shop.claim(buyer, deal)).status == "held"


async def test_a_replayed_claim_gives_its_order_as_it_is_now(shop: Shop, buyer: Principal) -> None:
    deal = await shop.live_deal()
    first = await shop.claim(buyer, deal, key="k")
    await shop.checkout.pay(buyer, first.id, GOOD_CARD, None)
    await shop.hosting.end_deal(shop.host, deal.id)
    again = await shop.claim(buyer, deal, key="k")
    assert (again.id, again.status) == (first.id, "paid")


async def test_a_key_with_other_parameters_is_refused(shop: Shop, buyer: Principal) -> None:
    deal = await shop.live_deal(per_buyer_limit=3)
    other = await shop.live_deal()
    await shop.claim(buyer, deal, key="k")
    with pytest.raises(KeyReused):
        await shop.claim(buyer, deal, quantity=2, key="k")
    with pytest.raises(KeyReused):
        await shop.claim(buyer, other, key="k")


async def test_a_key_belongs_to_one_buyer(shop: Shop, buyer: Principal) -> None:
    deal = await shop.live_deal()
    first = await shop.claim(buyer, deal, key="k")
    second = await shop.claim(await shop.world.person("rival"), deal, key="k")
    assert first.id != second.id


async def test_a_refused_claim_can_be_tried_again_under_its_key(
    shop: Shop, buyer: Principal
) -> None:
    deal = await shop.queued_deal()
    with pytest.raises(NotOpen):
        await shop.claim(buyer, deal, key="k")
    await shop.hosting.drop_deal(shop.host, deal.id)
    assert (await shop.claim(buyer, deal, key="k")).status == "held"


async def test_who_claims_too_often_is_asked_to_wait(shop: Shop, buyer: Principal) -> None:
    checkout = Checkout(shop.world.work, shop.find_stage, ever_open, RateLimiter(), shop.paying)
    deal = await shop.live_deal()
    for _ in range(30):
        await checkout.claim(buyer, deal.id, NewClaim(), "k", None)
    with pytest.raises(TooMany) as refusal:
        await checkout.claim(buyer, deal.id, NewClaim(), "k", None)
    assert refusal.value.retry_after_s


async def test_an_order_keeps_the_token_of_the_link_by_which_its_buyer_came(
    shop: Shop, buyer: Principal
) -> None:
    deal = await shop.live_deal()
    order = await shop.checkout.claim(buyer, deal.id, NewClaim(), None, "a-click")
    facts = await shop.checkout.order_facts(order.id)
    assert (facts.referral_token, facts.account_id, facts.deal_id, facts.order) == (
        "a-click",
        buyer.account(),
        deal.id,
        order,
    )


async def test_an_order_is_seen_by_its_buyer_and_the_brands_staff_only(
    shop: Shop, buyer: Principal
) -> None:
    order = await shop.claim(buyer, await shop.live_deal())
    foreign_host = await shop.world.person("foreign", await shop.world.brand(), "host")
    assert await shop.checkout.order(buyer, order.id) == order
    assert await shop.checkout.order(shop.host, order.id) == order
    for outsider in (await shop.world.person("rival"), foreign_host):
        with pytest.raises(NoSuchOrder):
            await shop.checkout.order(outsider, order.id)
        assert await shop.checkout.orders(outsider) == []


async def test_my_orders_are_mine_and_the_newest_comes_first(shop: Shop, buyer: Principal) -> None:
    deal = await shop.live_deal(per_buyer_limit=2)
    first = await shop.claim(buyer, deal)
    shop.world.pass_time(timedelta(seconds=1))
    second = await shop.claim(buyer, deal)
    await shop.claim(await shop.world.person("rival"), deal)
    assert await shop.checkout.orders(buyer) == [second, first]
    assert await shop.checkout.orders(buyer, second.id) == [first]
    assert await shop.checkout.orders(buyer, first.id) == []
    with pytest.raises(Invalid):
        await shop.checkout.orders(buyer, "what")
