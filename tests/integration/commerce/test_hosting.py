"""The host's verbs."""

import asyncio
from datetime import timedelta

import pytest

from commerce import events
from commerce.errors import (
    AlreadyLive,
    DealEnded,
    ForeignProduct,
    NoSuchDeal,
    NoSuchProduct,
    NoSuchShow,
    NotOpen,
    NotQueued,
    PriceAboveList,
    ShowNotLive,
    ShowOver,
    TooManyDeals,
)
from commerce.views import DealChange, NewDeal
from kit.auth import GUEST, Principal
from kit.errors import Forbidden, NotSignedIn
from kit.ids import new_id

from .conftest import GOOD_CARD, Shop


async def test_a_new_deal_is_queued_behind_the_others(shop: Shop) -> None:
    first = await shop.queued_deal(price_minor=1_500, stock=7, min_tier_rank=2, duration_s=30)
    second = await shop.queued_deal()
    assert (first.status, first.price_minor, first.list_price_minor) == ("queued", 1_500, 5_000)
    assert (first.stock_left, first.min_tier_rank, first.duration_s) == (7, 2, 30)
    assert (first.currency, first.version, first.opened_at_ms) == ("EUR", 1, None)
    assert first.image_url == f"/pictures/products/{first.product_id}.svg"
    assert await shop.deals.of_show(shop.show_id, 100) == [first, second]
    assert len(shop.world.happened(events.DealAdded)) == 2


async def test_a_deal_needs_a_show_and_a_product_of_its_brand(shop: Shop) -> None:
    own, foreign = await shop.product(), await shop.product(await shop.world.brand())
    terms = {"price_minor": 100, "stock": 1}
    with pytest.raises(NoSuchShow):
        await shop.hosting.add_deal(shop.host, new_id(), NewDeal(product_id=own.id, **terms))
    with pytest.raises(ForeignProduct):
        await shop.queued_deal(product_id=foreign.id)
    for unknown in (new_id(), "\0"):
        with pytest.raises(NoSuchProduct):
            await shop.queued_deal(product_id=unknown)


async def test_a_show_that_is_over_takes_no_more_deals(shop: Shop) -> None:
    product = await shop.product()
    shop.end_show()
    with pytest.raises(ShowOver):
        await shop.queued_deal(product_id=product.id)


async def test_a_deal_is_not_dearer_than_the_list_price(shop: Shop) -> None:
    with pytest.raises(PriceAboveList):
        await shop.queued_deal(price_minor=5_001)
    deal = await shop.queued_deal(price_minor=5_000)
    with pytest.raises(PriceAboveList):
        await shop.hosting.change_deal(shop.host, deal.id, DealChange(price_minor=5_001))


async def test_a_show_holds_at_most_200_deals(shop: Shop) -> None:
    product = await shop.product()
    for _ in range(200):
        await shop.queued_deal(product_id=product.id)
    with pytest.raises(TooManyDeals):
        await shop.queued_deal(product_id=product.id)


async def test_a_queued_deal_is_changed_and_removed_and_a_live_one_is_not(shop: Shop) -> None:
    deal = await shop.queued_deal()
    changed = await shop.hosting.change_deal(shop.host, deal.id, DealChange(stock=9, duration_s=20))
    assert (changed.stock, changed.duration_s, changed.price_minor) == (9, 20, deal.price_minor)
    assert changed.version == 2
    await shop.hosting.remove_deal(shop.host, deal.id)
    with pytest.raises(NoSuchDeal):
        await shop.deals.get(deal.id)
    live = await shop.live_deal()
    with pytest.raises(NotQueued):
        await shop.hosting.change_deal(shop.host, live.id, DealChange(duration_s=90))
    with pytest.raises(NotQueued):
        await shop.hosting.remove_deal(shop.host, live.id)
    assert len(shop.world.happened(events.DealChanged)) == 1
    assert len(shop.world.happened(events.DealRemoved)) == 1


async def test_a_dropped_deal_is_open_for_its_duration(shop: Shop) -> None:
    deal = await shop.live_deal(duration_s=90)
    assert deal.status == "live"
    assert deal.opened_at_ms is not None
    assert deal.closes_at_ms == deal.opened_at_ms + 90_000
    assert len(shop.world.happened(events.DealDropped)) == 1
    with pytest.raises(AlreadyLive):
        await shop.hosting.drop_deal(shop.host, deal.id)


async def test_a_deal_does_not_drop_outside_a_live_show(shop: Shop) -> None:
    deal = await shop.queued_deal()
    shop.end_show()
    with pytest.raises(ShowNotLive):
        await shop.hosting.drop_deal(shop.host, deal.id)


async def test_a_pin_takes_the_place_of_the_one_before(shop: Shop) -> None:
    first, second = await shop.live_deal(), await shop.live_deal()
    await shop.hosting.pin_deal(shop.host, first.id)
    pinned = await shop.hosting.pin_deal(shop.host, second.id)
    assert pinned.is_pinned
    assert [deal.id for deal in await shop.deals.of_show(shop.show_id, 0)] == [second.id, first.id]
    assert not (await shop.deals.get(first.id)).is_pinned
    assert len(shop.world.happened(events.DealUnpinned)) == 1
    unpinned = await shop.hosting.unpin_deal(shop.host, second.id)
    assert (unpinned.is_pinned, unpinned.version) == (False, pinned.version + 1)


async def test_of_many_pins_at_once_one_stays(shop: Shop) -> None:
    deals = [await shop.live_deal() for _ in range(4)]
    await asyncio.gather(*(shop.hosting.pin_deal(shop.host, deal.id) for deal in deals * 3))
    listed = await shop.deals.of_show(shop.show_id, 0)
    assert [deal.is_pinned for deal in listed] == [True, False, False, False]


async def test_only_a_live_deal_is_pinned(shop: Shop) -> None:
    deal = await shop.queued_deal()
    with pytest.raises(NotOpen):
        await shop.hosting.pin_deal(shop.host, deal.id)
    with pytest.raises(NoSuchDeal):
        await shop.hosting.pin_deal(shop.host, new_id())


async def test_a_deal_ends_early_once(shop: Shop) -> None:
    deal = await shop.live_deal(duration_s=600)
    await shop.hosting.pin_deal(shop.host, deal.id)
    shop.world.pass_time(timedelta(seconds=5))
    ended = await shop.hosting.end_deal(shop.host, deal.id)
    assert (ended.status, ended.is_pinned) == ("ended", False)
    assert ended.opened_at_ms is not None
    assert ended.closes_at_ms == ended.opened_at_ms + 5_000
    with pytest.raises(DealEnded):
        await shop.hosting.end_deal(shop.host, deal.id)


async def test_deals_close_when_their_time_is_over(shop: Shop) -> None:
    short, long = await shop.live_deal(duration_s=10), await shop.live_deal(duration_s=600)
    shop.world.pass_time(timedelta(seconds=9))
    assert await shop.hosting.close_lapsed() == 0
    shop.world.pass_time(timedelta(seconds=1))
    assert sum(await asyncio.gather(*(shop.hosting.close_lapsed() for _ in range(4)))) == 1
    assert (await shop.deals.get(short.id)).status == "ended"
    assert (await shop.deals.get(long.id)).status == "live"
    assert [event.deal_id for event in shop.world.happened(events.DealEnded)] == [short.id]  # type: ignore[attr-defined]


async def test_a_show_that_ends_ends_its_live_deals_and_leaves_the_queued_ones(shop: Shop) -> None:
    live = [await shop.live_deal(), await shop.live_deal()]
    queued = await shop.queued_deal()
    assert await shop.hosting.end_deals_of(shop.show_id) == 2
    assert await shop.hosting.end_deals_of(shop.show_id) == 0
    assert {(await shop.deals.get(deal.id)).status for deal in live} == {"ended"}
    assert await shop.deals.get(queued.id) == queued


async def test_the_board_sums_up_the_show(shop: Shop) -> None:
    deal = await shop.live_deal(stock=9, per_buyer_limit=3, price_minor=1_000)
    [paying, waiting, leaving] = await shop.buyers(3)
    order = await shop.claim(paying, deal, quantity=3)
    await shop.checkout.pay(paying, order.id, GOOD_CARD, None)
    await shop.claim(waiting, deal, quantity=2)
    given_up = await shop.claim(leaving, deal)
    await shop.checkout.cancel(leaving, given_up.id)

    board = await shop.hosting.board(shop.host, shop.show_id)

    assert (board.claims, board.awaiting_payment, board.paid) == (3, 1, 1)
    assert (board.units_sold, board.revenue_minor, board.currency) == (3, 3_000, "EUR")
    boards = await shop.hosting.boards_of({shop.show_id: shop.brand.id})
    assert boards == {shop.show_id: board}


async def test_the_board_of_a_show_without_orders_is_all_zeros(shop: Shop) -> None:
    board = await shop.hosting.board(shop.host, shop.show_id)
    assert (board.claims, board.paid, board.revenue_minor) == (0, 0, 0)


async def test_a_hosts_list_has_the_newest_50_orders_of_the_show(shop: Shop) -> None:
    deal = await shop.live_deal(stock=60)
    placed = []
    for buyer in await shop.buyers(52):
        shop.world.pass_time(timedelta(milliseconds=5))
        placed.append(await shop.claim(buyer, deal))
    listed = await shop.hosting.orders(shop.host, shop.show_id)
    assert listed == placed[:1:-1]


@pytest.mark.parametrize(
    "verb", ["drop_deal", "pin_deal", "unpin_deal", "end_deal", "remove_deal", "board", "orders"]
)
async def test_only_the_brands_hosts_may(shop: Shop, buyer: Principal, verb: str) -> None:
    deal = await shop.live_deal()
    target = shop.show_id if verb in {"board", "orders"} else deal.id
    moderator = await shop.world.person("mod", shop.brand, "moderator")
    foreign = await shop.world.person("foreign", await shop.world.brand(), "manager")
    for outsider in (buyer, moderator, foreign):
        with pytest.raises(Forbidden):
            await getattr(shop.hosting, verb)(outsider, target)
    with pytest.raises(NotSignedIn):
        await getattr(shop.hosting, verb)(GUEST, target)


async def test_viewers_see_what_has_dropped_and_is_for_their_tier(
    shop: Shop, buyer: Principal
) -> None:
    everyones, golds = await shop.live_deal(), await shop.live_deal(min_tier_rank=3)
    queued = await shop.queued_deal()

    async def seen_by(person: Principal) -> list[str]:
        return [deal.id for deal in await shop.checkout.offers(person, shop.show_id)]

    assert await seen_by(GUEST) == [everyones.id]
    assert await seen_by(buyer) == [everyones.id]
    await shop.world.put_on_tier(buyer, shop.brand, 3)
    assert await seen_by(buyer) == [everyones.id, golds.id]
    assert await seen_by(shop.host) == [everyones.id, golds.id, queued.id]
    with pytest.raises(NoSuchShow):
        await shop.checkout.offers(buyer, new_id())
