"""Shared carts, on real databases (docs/carts.md, S)."""

import asyncio
from datetime import timedelta

import msgspec
import pytest

from commerce.errors import NoSuchDeal
from commerce.shared_carts.errors import (
    NoSuchSharedCart,
    SeveralBrands,
    SharedCartOver,
    TooManySharedCarts,
)
from commerce.shared_carts.events import SharedCartChanged
from commerce.shared_carts.routes import SharedCartRoutes
from commerce.shared_carts.sharing import MOST_OPEN
from commerce.shared_carts.views import (
    NewAdditions,
    NewLine,
    NewSharedCart,
    SharedCartChange,
    WantedLine,
)
from kit.auth import GUEST, Principal
from kit.errors import Invalid
from tests.support.slices import client_as

from .conftest import Carts


async def test_a_friend_claims_what_can_be_claimed_and_wishes_for_the_rest(
    carts: Carts, buyer: Principal
) -> None:
    shop = carts.shop
    [friend] = await shop.buyers(1)
    first, gone, dear = [await shop.live_deal() for _ in range(3)]
    cart = await carts.share(buyer, first, gone, dear)
    await shop.hosting.end_deal(shop.host, gone.id)
    seen = await carts.sharing.get(friend, cart.id)
    assert [line.item.offer is not None for line in seen.lines] == [True, False, True]
    await shop.change(dear, price_minor=2_500)

    new = NewAdditions(
        lines=[
            WantedLine(item_id=first.id, deal_id=first.id, price_minor=2_000),
            WantedLine(item_id=gone.id, deal_id=gone.id, price_minor=2_000),
            WantedLine(item_id=dear.id, deal_id=dear.id, price_minor=2_000),
        ]
    )
    added = await carts.adding.add_all(friend, cart.id, new, "press", None)
    assert [(line.outcome, line.code) for line in added.lines] == [
        ("claimed", None),
        ("wished", "deal.ended"),
        ("refused", "deal.price_changed"),
    ]
    [order] = await shop.checkout.cart(friend)
    assert (order, order.buyer_handle) == (added.lines[0].order, friend.handle)
    assert await carts.wishing.item_ids(friend) == [gone.product_id]
    assert await shop.checkout.cart(buyer) == []


async def test_pressing_again_claims_nothing_more(carts: Carts, buyer: Principal) -> None:
    shop = carts.shop
    [friend] = await shop.buyers(1)
    deal = await shop.live_deal(per_buyer_limit=5)
    cart = await carts.share(buyer, deal, quantity=2)
    results = await asyncio.gather(*(carts.add_all(friend, cart) for _ in range(4)))
    orders = {line.order.id for added in results for line in added.lines if line.order}
    assert len(orders) == 1
    assert {line.outcome for added in results for line in added.lines} == {"claimed"}
    [again] = (await carts.add_all(friend, cart, "another press")).lines
    assert (again.outcome, again.order and again.order.id) == ("in_cart", orders.pop())
    [keyless] = (await carts.add_all(friend, cart, None)).lines
    assert keyless.outcome == "in_cart"
    assert (await shop.books(deal)).sold == 2


async def test_limits_tiers_and_doors_hold_as_for_any_claim(carts: Carts, buyer: Principal) -> None:
    shop = carts.shop
    [friend] = await shop.buyers(1)
    await shop.world.put_on_tier(buyer, shop.brand, 3)
    gold, limited = await shop.live_deal(min_tier_rank=3), await shop.live_deal()
    cart = await carts.share(buyer, gold, limited)
    seen = await carts.sharing.get(friend, cart.id)
    assert gold.id not in str(seen.lines[0].item.offer)
    paid = await shop.claim(friend, limited)
    await shop.paying.cancel(friend, paid.id)
    await carts.bought(friend, limited)
    lines = [WantedLine(item_id=deal.id, deal_id=deal.id) for deal in (gold, limited)]
    added = await carts.adding.add_all(friend, cart.id, NewAdditions(lines=lines), "key", None)
    assert [(line.outcome, line.code) for line in added.lines] == [
        ("refused", "deal.tier_too_low"),
        ("refused", "deal.over_buyer_limit"),
    ]


async def test_a_sold_out_line_is_wished_for_and_a_deal_of_another_product_is_not_claimed(
    carts: Carts, buyer: Principal
) -> None:
    shop = carts.shop
    friend, rival = await shop.buyers(2)
    scarce, other = await shop.live_deal(stock=1), await shop.live_deal()
    cart = await carts.share(buyer, scarce)
    await shop.claim(rival, scarce)
    [line] = (await carts.add_all(friend, cart)).lines
    assert (line.outcome, line.code) == ("wished", "deal.sold_out")
    smuggled = NewAdditions(lines=[WantedLine(item_id=scarce.id, deal_id=other.id)])
    [line] = (await carts.adding.add_all(friend, cart.id, smuggled, "key", None)).lines
    assert (line.outcome, line.code) == ("wished", "shared_cart.not_for_sale")


async def test_a_product_of_a_shared_wish_list_is_claimed_where_it_is_sold_now(
    carts: Carts, buyer: Principal
) -> None:
    shop = carts.shop
    [friend] = await shop.buyers(1)
    product = await shop.product()
    lines = [NewLine(kind="product", id=product.id)]
    cart = await carts.sharing.share(buyer, NewSharedCart(kind="wishlist", lines=lines))
    [before] = (await carts.add_all(friend, cart, "early")).lines
    assert before.outcome == "wished"
    for price_minor in (3_000, 2_500):
        await shop.live_deal(product_id=product.id, price_minor=price_minor)
    [line] = (await carts.add_all(friend, cart, "later")).lines
    assert line.order is not None
    assert (line.outcome, line.order.total_minor) == ("claimed", 2_500)


async def test_what_is_shared_can_be_changed_and_taken_back(carts: Carts, buyer: Principal) -> None:
    shop = carts.shop
    [friend] = await shop.buyers(1)
    kept, dropped = await shop.live_deal(), await shop.live_deal()
    cart = await carts.share(buyer, kept, dropped)
    only = SharedCartChange(lines=[NewLine(kind="deal", id=kept.id)])
    for _ in range(2):
        changed = await carts.sharing.change(buyer, cart.id, only)
        assert ([line.item.id for line in changed.lines], changed.version) == ([kept.id], 2)
    lines = [WantedLine(item_id=deal.id, deal_id=deal.id) for deal in (kept, dropped)]
    added = await carts.adding.add_all(friend, cart.id, NewAdditions(lines=lines), "key", None)
    assert [line.item_id for line in added.lines] == [kept.id]
    with pytest.raises(NoSuchSharedCart):
        await carts.sharing.withdraw(friend, cart.id)
    for _ in range(2):
        withdrawn = await carts.sharing.withdraw(buyer, cart.id)
        assert (withdrawn.status, withdrawn.lines) == ("withdrawn", [])
    assert len(shop.world.happened(SharedCartChanged)) == 2
    seen = await carts.sharing.get(GUEST, cart.id)
    assert (seen.status, seen.lines) == ("withdrawn", [])
    for refused in (
        carts.adding.add_all(friend, cart.id, NewAdditions(lines=lines), "later", None),
        carts.sharing.change(buyer, cart.id, only),
    ):
        with pytest.raises(SharedCartOver):
            await refused
    assert await carts.sharing.mine(buyer) == []


async def test_its_time_ends(carts: Carts, buyer: Principal) -> None:
    cart = await carts.share(buyer, await carts.shop.live_deal(), days=1)
    assert [mine.id for mine in await carts.sharing.mine(buyer)] == [cart.id]
    carts.shop.world.pass_time(timedelta(days=1))
    seen = await carts.sharing.get(GUEST, cart.id)
    assert (seen.status, seen.lines) == ("expired", [])
    assert await carts.sharing.mine(buyer) == []


async def test_nothing_but_the_chosen_lines_is_told_to_anyone(
    carts: Carts, buyer: Principal
) -> None:
    shop = carts.shop
    chosen = await shop.live_deal(product_id=(await shop.product(title="Chosen lamp")).id)
    hidden = await shop.live_deal(product_id=(await shop.product(title="Hidden vase")).id)
    orders = [await shop.claim(buyer, deal) for deal in (chosen, hidden)]
    await carts.wishing.keep(buyer, "product", hidden.product_id)
    cart = await carts.share(buyer, chosen)
    [friend] = await shop.buyers(1)
    told = [
        await carts.sharing.get(GUEST, cart.id),
        await carts.sharing.get(friend, cart.id),
        await carts.add_all(friend, cart),
    ]
    said = msgspec.json.encode([*told, *shop.world.happened(SharedCartChanged)]).decode()
    assert "Chosen lamp" in said
    for secret in ("Hidden vase", hidden.id, hidden.product_id, *(order.id for order in orders)):
        assert secret not in said


async def test_who_may_share_what(carts: Carts, buyer: Principal) -> None:
    shop = carts.shop
    deal, queued = await shop.live_deal(), await shop.queued_deal()
    foreign = await shop.product(await shop.world.brand())
    with pytest.raises(NoSuchDeal):
        await carts.share(buyer, queued)
    lines = [NewLine(kind="deal", id=deal.id), NewLine(kind="product", id=foreign.id)]
    with pytest.raises(SeveralBrands):
        await carts.sharing.share(buyer, NewSharedCart(kind="cart", lines=lines))
    with pytest.raises(Invalid):
        await carts.share(buyer, deal, deal)
    cart = await carts.share(buyer, deal)
    with pytest.raises(SeveralBrands):
        await carts.sharing.change(buyer, cart.id, SharedCartChange(lines=lines[1:]))
    for _ in range(MOST_OPEN - 1):
        await carts.share(buyer, deal)
    with pytest.raises(TooManySharedCarts):
        await carts.share(buyer, deal)


async def test_over_http(carts: Carts, buyer: Principal) -> None:
    endpoints = SharedCartRoutes(carts.sharing, carts.adding, lambda _: None).endpoints()
    [friend] = await carts.shop.buyers(1)
    deal = await carts.shop.live_deal()
    line = {"kind": "deal", "id": deal.id}
    async with client_as(buyer, of=endpoints) as sharer:
        body = {"kind": "cart", "lines": [line]}
        cart = (await sharer.post("/api/shared-carts", json=body)).json()
        path = f"/api/shared-carts/{cart['id']}"
        twice = {"lines": [{**line, "quantity": 2}]}
        assert (await sharer.put(path, json=twice)).json()["lines"][0]["quantity"] == 2
        assert (await sharer.put(path, json={"lines": [line]})).status_code == 200
        empty = await sharer.post("/api/shared-carts", json={"kind": "cart", "lines": []})
        assert empty.status_code == 422
    async with client_as(friend, of=endpoints) as other:
        body = {"lines": [{"item_id": deal.id, "deal_id": deal.id, "price_minor": 2_000}]}
        headers = {"idempotency-key": "one"}
        added = await other.post(f"{path}/additions", json=body, headers=headers)
        assert added.json()["lines"][0]["outcome"] == "claimed"
        assert (await other.post(f"{path}/withdrawal")).status_code == 404
    async with client_as(of=endpoints) as guest:
        assert (await guest.get(path)).json()["is_mine"] is False
        assert (await guest.get("/api/shared-carts/nothing")).status_code == 404
