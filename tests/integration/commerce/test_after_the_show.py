"""Deals that go on being sold after their show, and what is kept of how all of them were."""

from datetime import timedelta

import pytest

from commerce.errors import DealEnded, ShowNotLive
from commerce.views import DealMomentView, NewClaim
from commerce.waiting.views import NewWaiter
from kit.auth import GUEST, Principal
from kit.clock import to_ms
from kit.ids import new_id

from .conftest import Shop


async def end_show(shop: Shop) -> None:
    shop.end_show()
    await shop.hosting.end_deals_of(shop.show_id)


async def claim(shop: Shop, buyer: Principal, deal_id: str) -> None:
    await shop.checkout.claim(buyer, deal_id, NewClaim(), new_id(), None)


async def test_a_deal_that_sells_on_can_be_claimed_from_the_replay(
    shop: Shop, buyer: Principal
) -> None:
    deal = await shop.live_deal(sells_on=True, duration_s=3_600)
    await end_show(shop)
    assert (await shop.deals.get(deal.id)).status == "live"
    await claim(shop, buyer, deal.id)
    shop.world.pass_time(timedelta(hours=2))
    with pytest.raises(DealEnded):
        await claim(shop, (await shop.buyers(1))[0], deal.id)


async def test_other_deals_end_with_their_show(shop: Shop, buyer: Principal) -> None:
    deal = await shop.live_deal()
    await end_show(shop)
    assert (await shop.deals.get(deal.id)).status == "ended"
    with pytest.raises(ShowNotLive):
        await claim(shop, buyer, deal.id)


async def test_who_comes_too_late_for_a_deal_that_sells_on_joins_its_line(shop: Shop) -> None:
    deal = await shop.live_deal(sells_on=True, stock=1)
    await end_show(shop)
    first, second = await shop.buyers(2)
    await claim(shop, first, deal.id)
    place = await shop.waitlist.join(second, deal.id, NewWaiter(), None)
    assert place.place == 1


async def test_its_host_ends_it_by_hand(shop: Shop, buyer: Principal) -> None:
    deal = await shop.live_deal(sells_on=True)
    await end_show(shop)
    await shop.hosting.end_deal(shop.host, deal.id)
    with pytest.raises(DealEnded):
        await claim(shop, buyer, deal.id)


async def test_the_deals_of_a_moment_are_as_they_were_then(shop: Shop, buyer: Principal) -> None:
    world = shop.world

    async def kept(deal_id: str) -> int:
        await shop.moments.keep(deal_id, world.now)
        at_ms = to_ms(world.now)
        world.pass_time(timedelta(minutes=1))
        return at_ms

    deal = await shop.live_deal(stock=5, price_minor=2_000)
    dropped = await kept(deal.id)
    await shop.hosting.pin_deal(shop.host, deal.id)
    pinned = await kept(deal.id)
    await claim(shop, buyer, deal.id)
    sold = await kept(deal.id)
    await shop.hosting.end_deal(shop.host, deal.id)
    await kept(deal.id)

    async def then(at_ms: int) -> tuple[str, int, bool] | None:
        found = (await shop.moments.around(GUEST, shop.show_id, at_ms)).before
        (only,) = found or [None]
        return only and (only.status, only.stock_left, only.is_pinned)

    assert await then(dropped - 1) is None
    assert await then(dropped) == ("live", 5, False)
    assert await then(pinned + 30_000) == ("live", 5, True)
    assert await then(sold) == ("live", 4, True)
    assert await then(to_ms(world.now)) == ("ended", 4, False)
    around = await shop.moments.around(GUEST, shop.show_id, pinned)
    assert [moment.at_ms for moment in around.after] == [sold, sold + 60_000]
    assert around.until_ms is None


async def test_a_queued_deal_has_no_moments(shop: Shop) -> None:
    deal = await shop.queued_deal()
    await shop.moments.keep(deal.id, shop.world.now)
    assert await moments(shop, GUEST) == []


async def test_a_moment_is_kept_once(shop: Shop) -> None:
    deal = await shop.live_deal()
    for _ in range(2):
        await shop.moments.keep(deal.id, shop.world.now)
        shop.moments.note(deal.id, shop.world.now + timedelta(seconds=1))
        await shop.moments.drain()
    (only,) = await moments(shop, GUEST)
    assert only.at_ms == to_ms(shop.world.now)


async def test_nobody_sees_moments_of_deals_for_higher_tiers(shop: Shop) -> None:
    deal = await shop.live_deal(min_tier_rank=3)
    await shop.moments.keep(deal.id, shop.world.now)
    assert await moments(shop, GUEST) == []
    (member,) = await shop.buyers(1)
    await shop.world.put_on_tier(member, shop.brand, 3)
    assert [moment.deal_id for moment in await moments(shop, member)] == [deal.id]


async def test_history_comes_in_pages(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commerce.moments.PAGE", 2)
    deals = [await shop.live_deal() for _ in range(4)]
    began_ms = to_ms(shop.world.now)
    for deal in deals:
        shop.world.pass_time(timedelta(seconds=1))
        await shop.moments.keep(deal.id, shop.world.now)
    first = await shop.moments.around(GUEST, shop.show_id, began_ms)
    assert [moment.deal_id for moment in first.after] == [deal.id for deal in deals[:2]]
    assert first.until_ms == began_ms + 3_000 - 1
    second = await shop.moments.around(GUEST, shop.show_id, began_ms + 2_000)
    assert {moment.deal_id for moment in second.before} == {deal.id for deal in deals[:2]}
    assert second.until_ms is None


async def moments(shop: Shop, who: Principal) -> list[DealMomentView]:
    return (await shop.moments.around(who, shop.show_id, to_ms(shop.world.now))).before
