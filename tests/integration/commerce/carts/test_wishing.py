"""Wish lists, on real databases (docs/carts.md, W)."""

import asyncio

import pytest
from sqlalchemy import insert, select

from commerce.errors import NoSuchDeal, NoSuchProduct
from commerce.tables import deals
from commerce.wishes import store
from commerce.wishes.errors import WishlistFull
from commerce.wishes.item import MOST_WISHES, Item
from commerce.wishes.routes import WishRoutes
from commerce.wishes.showing import NextShow
from commerce.wishes.tables import wishes
from kit.auth import GUEST, Principal
from kit.errors import NotSignedIn
from kit.ids import new_id
from tests.support.slices import client_as

from .conftest import Carts


async def test_what_is_kept_is_shown_with_its_price_now_and_where_it_is_sold(
    carts: Carts, buyer: Principal
) -> None:
    shop, world = carts.shop, carts.shop.world
    lamp, vase = await shop.product(), await shop.product(title="Vase")
    deal = await shop.live_deal(product_id=lamp.id, price_minor=3_000)
    carts.next_shows[shop.brand.id] = NextShow(shop.show_id, "Evening", True, world.now)
    await carts.wishing.keep(buyer, "product", lamp.id)
    await carts.wishing.keep(buyer, "product", vase.id)
    shown = {wish.item.id: wish.item for wish in await carts.wishing.wishes(buyer)}
    assert shown[lamp.id].offer == await shop.deals.get(deal.id)
    assert (shown[vase.id].offer, shown[vase.id].product.list_price_minor) == (None, 5_000)
    assert shown[vase.id].next_show is not None
    assert (shown[vase.id].next_show.title, shown[vase.id].next_show.is_live) == ("Evening", True)

    await shop.hosting.end_deal(shop.host, deal.id)
    shown = {wish.item.id: wish.item for wish in await carts.wishing.wishes(buyer)}
    assert shown[lamp.id].offer is None


async def test_a_wish_list_is_its_owners_alone(carts: Carts, buyer: Principal) -> None:
    product = await carts.shop.product()
    await carts.wishing.keep(buyer, "product", product.id)
    [other] = await carts.shop.buyers(1)
    assert await carts.wishing.wishes(other) == []
    with pytest.raises(NotSignedIn):
        await carts.wishing.wishes(GUEST)


async def test_keeping_and_letting_go_twice_changes_nothing(carts: Carts, buyer: Principal) -> None:
    product = await carts.shop.product()
    for _ in range(2):
        await carts.wishing.keep(buyer, "product", product.id)
    assert await carts.wishing.item_ids(buyer) == [product.id]
    for _ in range(2):
        await carts.wishing.let_go(buyer, product.id)
    assert await carts.wishing.item_ids(buyer) == []


async def test_only_what_one_may_see_can_be_kept(carts: Carts, buyer: Principal) -> None:
    shop = carts.shop
    queued, gold = await shop.queued_deal(), await shop.live_deal(min_tier_rank=3)
    for deal_id in (queued.id, gold.id, new_id(), "nothing"):
        with pytest.raises(NoSuchDeal):
            await carts.wishing.keep(buyer, "deal", deal_id)
    with pytest.raises(NoSuchProduct):
        await carts.wishing.keep(buyer, "product", new_id())
    await shop.world.put_on_tier(buyer, shop.brand, 3)
    await carts.wishing.keep(buyer, "deal", gold.id)
    [wish] = await carts.wishing.wishes(buyer)
    assert wish.item.offer is not None

    await shop.world.put_on_tier(buyer, shop.brand, 1)
    [wish] = await carts.wishing.wishes(buyer)
    assert wish.item.offer is None  # the product is there, the deal is for others


async def test_a_full_list_takes_nothing_more_whoever_asks_at_once(
    carts: Carts, buyer: Principal
) -> None:
    shop = carts.shop
    kept = await _fill(carts, buyer, MOST_WISHES - 1)
    products = [await shop.product() for _ in range(3)]
    results = await asyncio.gather(
        *(carts.wishing.keep(buyer, "product", product.id) for product in products),
        return_exceptions=True,
    )
    assert [type(each) for each in results].count(WishlistFull) == 2
    async with shop.world.work.read() as tx:
        places = await tx.all(select(wishes.c.place))
    assert sorted(row["place"] for row in places) == [*range(1, MOST_WISHES + 1)]

    await carts.wishing.let_go(buyer, kept)
    await carts.wishing.keep(buyer, "product", (await shop.product()).id)
    with pytest.raises(WishlistFull):
        await carts.wishing.keep(buyer, "product", (await shop.product()).id)


async def _fill(carts: Carts, buyer: Principal, count: int) -> str:
    """Keep so many deals, which are of one product; one of them."""
    live = await carts.shop.live_deal()
    ids = [new_id() for _ in range(count)]
    async with carts.shop.world.work.write() as tx:
        row = await tx.first(select(deals).where(deals.c.id == live.id))
        assert row is not None
        await tx.execute(insert(deals), [{**row, "id": deal_id} for deal_id in ids])
        for deal_id in ids:
            assert await store.add_wish(tx, buyer.account(), Item(live.product_id, deal_id))
    return ids[0]


async def test_over_http(carts: Carts, buyer: Principal) -> None:
    deal = await carts.shop.live_deal()
    path = f"/api/wishes/deals/{deal.id}"
    async with client_as(buyer, of=WishRoutes(carts.wishing).endpoints()) as client:
        assert (await client.put(path)).status_code == 204
        assert (await client.get("/api/wishes/ids")).json() == [deal.id]
        [wish] = (await client.get("/api/wishes")).json()
        assert wish["item"]["offer"]["id"] == deal.id
        assert (await client.delete(path)).status_code == 204
        assert (await client.get("/api/wishes")).json() == []
        missing = await client.put("/api/wishes/products/nothing")
    assert (missing.status_code, missing.json()["code"]) == (404, "product.not_found")
