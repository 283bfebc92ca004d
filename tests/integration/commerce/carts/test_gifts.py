"""Gifts, on real databases (docs/carts.md, G)."""

import asyncio
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from commerce.errors import NoSuchOrder, OverBuyerLimit
from commerce.gifts.errors import (
    GiftAccepted,
    GiftOver,
    GiftTaken,
    NoSuchGift,
    NotGiftable,
    OwnGift,
)
from commerce.gifts.events import GiftChanged
from commerce.gifts.gift import LASTS
from commerce.gifts.routes import GiftRoutes
from commerce.gifts.tables import gifts
from commerce.gifts.views import NewGift
from commerce.payments.views import NewRefund
from kit.auth import GUEST, Principal
from kit.clock import to_ms
from kit.errors import NotSignedIn
from tests.support.slices import client_as

from ..conftest import GOOD_CARD
from .conftest import Carts

FOR_YOU = NewGift(message="  For you, <b>Ben</b>  ")


async def test_a_friend_accepts_and_sees_it_without_a_price(carts: Carts, buyer: Principal) -> None:
    shop = carts.shop
    [friend] = await shop.buyers(1)
    order = await carts.bought(buyer)
    gift = await carts.wrapping.wrap(buyer, order.id, FOR_YOU)
    assert (gift.status, gift.message) == ("open", "For you, <b>Ben</b>")
    assert order.id not in gift.path
    secret = gift.path.removeprefix("/gifts/")
    offer = await carts.accepting.look(GUEST, secret)
    assert (offer.giver_handle, offer.status, offer.is_mine) == (buyer.handle, "open", False)
    assert [(line.title, line.quantity) for line in offer.lines] == [("Desk lamp", 1)]

    received = await carts.accepting.accept(friend, secret)
    assert await carts.accepting.accept(friend, secret) == received
    assert await shop.checkout.received(friend) == [received]
    assert (received.number, received.message) == (order.number, gift.message)
    for view in (offer, received):
        assert "minor" not in msgspec.json.encode(view).decode()

    mine = await carts.wrapping.gift(buyer, order.id)
    assert mine is not None
    assert (mine.status, mine.recipient_handle) == ("accepted", friend.handle)
    kept = await shop.checkout.order(buyer, order.id)
    assert (kept.buyer_handle, kept.recipient_handle) == (buyer.handle, friend.handle)
    with pytest.raises(NoSuchOrder):
        await shop.checkout.order(friend, order.id)
    assert await shop.checkout.orders(friend) == []
    [facts] = await shop.checkout.those([order.id])
    assert facts.account_id == buyer.account()  # points, rewards and refunds are the buyer's
    assert len(shop.world.happened(GiftChanged)) == 2


async def test_of_two_friends_who_accept_at_once_one_gets_it(
    carts: Carts, buyer: Principal
) -> None:
    friends = await carts.shop.buyers(6)
    order = await carts.bought(buyer)
    await carts.wrapping.wrap(buyer, order.id, FOR_YOU)
    secret = (await carts.gift_path(buyer, order)).removeprefix("/gifts/")
    results = await asyncio.gather(
        *(carts.accepting.accept(friend, secret) for friend in friends for _ in range(2)),
        return_exceptions=True,
    )
    assert [type(result) for result in results].count(GiftTaken) == 10
    received = [await carts.shop.checkout.received(friend) for friend in friends]
    assert sorted(map(len, received)) == [0, 0, 0, 0, 0, 1]
    loser = friends[1] if received[0] else friends[0]
    seen = await carts.accepting.look(loser, secret)
    assert (seen.status, seen.lines, seen.message) == ("accepted", [], "")


async def test_accepting_and_withdrawing_may_pass_each_other(
    carts: Carts, buyer: Principal
) -> None:
    [friend] = await carts.shop.buyers(1)
    order = await carts.bought(buyer)
    gift = await carts.wrapping.wrap(buyer, order.id, FOR_YOU)
    secret = gift.path.removeprefix("/gifts/")
    results = await asyncio.gather(
        carts.accepting.accept(friend, secret),
        carts.wrapping.withdraw(buyer, order.id),
        return_exceptions=True,
    )
    assert {type(result) for result in results} & {GiftOver, GiftAccepted}
    received = await carts.shop.checkout.received(friend)
    after = await carts.wrapping.gift(buyer, order.id)
    assert after is not None
    assert after.status == ("accepted" if received else "withdrawn")


async def test_nobody_gives_to_themselves(carts: Carts, buyer: Principal) -> None:
    order = await carts.bought(buyer)
    gift = await carts.wrapping.wrap(buyer, order.id, FOR_YOU)
    with pytest.raises(OwnGift):
        await carts.accepting.accept(buyer, gift.path.removeprefix("/gifts/"))
    taken = {"recipient_id": buyer.account(), "accepted_at": carts.shop.world.now}
    async with carts.shop.world.work.database.writing() as connection:
        with pytest.raises(IntegrityError):  # whatever the code does
            await connection.execute(update(gifts).values(taken))
        await connection.rollback()


async def test_the_buyer_keeps_it_after_all_and_gives_it_anew(
    carts: Carts, buyer: Principal
) -> None:
    [friend] = await carts.shop.buyers(1)
    order = await carts.bought(buyer)
    with pytest.raises(NoSuchGift):
        await carts.wrapping.withdraw(buyer, order.id)
    first = await carts.wrapping.wrap(buyer, order.id, FOR_YOU)
    same = await carts.wrapping.wrap(buyer, order.id, NewGift(message="Other words"))
    assert (same.path, same.message, same.version) == (first.path, "Other words", 2)
    for _ in range(2):
        assert (await carts.wrapping.withdraw(buyer, order.id)).status == "withdrawn"
    with pytest.raises(GiftOver):
        await carts.accepting.accept(friend, first.path.removeprefix("/gifts/"))
    second = await carts.wrapping.wrap(buyer, order.id, FOR_YOU)
    with pytest.raises(NoSuchGift):
        await carts.accepting.look(friend, first.path.removeprefix("/gifts/"))
    await carts.accepting.accept(friend, second.path.removeprefix("/gifts/"))
    with pytest.raises(GiftAccepted):
        await carts.wrapping.withdraw(buyer, order.id)
    with pytest.raises(GiftAccepted):
        await carts.wrapping.wrap(buyer, order.id, FOR_YOU)


async def test_what_nobody_accepts_in_time_stays_with_the_buyer(
    carts: Carts, buyer: Principal
) -> None:
    [friend] = await carts.shop.buyers(1)
    order = await carts.bought(buyer)
    gift = await carts.wrapping.wrap(buyer, order.id, FOR_YOU)
    carts.shop.world.pass_time(LASTS - timedelta(seconds=1))
    assert (await carts.accepting.look(friend, gift.path[7:])).status == "open"
    carts.shop.world.pass_time(timedelta(seconds=1))
    with pytest.raises(GiftOver):
        await carts.accepting.accept(friend, gift.path[7:])
    assert (await carts.wrapping.wrap(buyer, order.id, FOR_YOU)).status == "open"


async def test_only_what_is_ones_own_and_not_refunded_is_given(
    carts: Carts, buyer: Principal
) -> None:
    shop = carts.shop
    manager = await shop.world.person("manager", shop.brand, "manager")
    friend, other = await shop.buyers(2)
    held = await shop.claim(buyer, await shop.live_deal())
    with pytest.raises(NoSuchOrder):
        await carts.wrapping.wrap(other, held.id, FOR_YOU)
    order = await carts.bought(buyer)
    gift = await carts.wrapping.wrap(buyer, order.id, FOR_YOU)
    await shop.refunding.refund(manager, order.id, NewRefund(reason="broken"), None)
    with pytest.raises(GiftOver):
        await carts.accepting.accept(friend, gift.path[7:])
    with pytest.raises(NotGiftable):
        await carts.wrapping.wrap(buyer, order.id, FOR_YOU)


async def test_a_refund_goes_to_the_buyer_and_the_limit_stays_theirs(
    carts: Carts, buyer: Principal
) -> None:
    shop = carts.shop
    manager = await shop.world.person("manager", shop.brand, "manager")
    [friend] = await shop.buyers(1)
    deal = await shop.live_deal()
    order = await carts.bought(buyer, deal)
    gift = await carts.wrapping.wrap(buyer, order.id, FOR_YOU)
    await carts.accepting.accept(friend, gift.path[7:])
    with pytest.raises(OverBuyerLimit):
        await shop.claim(buyer, deal)
    await shop.claim(friend, deal)  # the gift does not count for who got it
    await shop.refunding.refund(manager, order.id, NewRefund(reason="broken"), None)
    after = await shop.checkout.order(buyer, order.id)
    assert (after.status, after.refunded_minor) == ("refunded", order.total_minor)
    [received] = await shop.checkout.received(friend)
    assert received.is_refunded


async def test_over_http(carts: Carts, buyer: Principal) -> None:
    endpoints = GiftRoutes(carts.wrapping, carts.accepting).endpoints()
    [friend] = await carts.shop.buyers(1)
    order = await carts.bought(buyer)
    path = f"/api/orders/{order.id}/gift"
    async with client_as(buyer, of=endpoints) as client:
        assert (await client.get(path)).json() == {"gift": None}
        gift = (await client.put(path, json={"message": "Hello"})).json()
        assert (await client.get(path)).json() == {"gift": gift}
        long = await client.put(path, json={"message": "x" * 301})
        assert long.status_code == 422
        own = await client.post(f"/api{gift['path']}/acceptance")
        assert (own.status_code, own.json()["code"]) == (409, "gift.own")
    async with client_as(of=endpoints) as guest:
        assert (await guest.get(f"/api{gift['path']}")).json()["message"] == "Hello"
        refused = await guest.post(f"/api{gift['path']}/acceptance")
        assert (refused.status_code, refused.json()["code"]) == (401, NotSignedIn.code)
        assert (await guest.get("/api/gifts/nothing")).status_code == 404
    async with client_as(friend, of=endpoints) as other:
        assert (await other.post(f"/api{gift['path']}/acceptance")).status_code == 200
        assert (await other.get(path)).status_code == 404


async def test_what_is_meant_as_a_gift_before_it_is_paid_gets_its_link_with_the_payment(
    carts: Carts, buyer: Principal
) -> None:
    shop = carts.shop
    [friend] = await shop.buyers(1)
    order = await shop.claim(buyer, await shop.live_deal())
    meant = await carts.wrapping.wrap(buyer, order.id, FOR_YOU)
    assert (meant.status, meant.path, meant.expires_at_ms) == ("waiting", None, None)
    async with shop.world.work.read() as tx:
        secret = await tx.scalar(select(gifts.c.secret).where(gifts.c.order_id == order.id))
    for attempt in (carts.accepting.look(friend, secret), carts.accepting.accept(friend, secret)):
        with pytest.raises(NoSuchGift):
            await attempt
    await carts.wrapping.begin_those([order.id])
    assert await carts.wrapping.gift(buyer, order.id) == meant
    shop.world.pass_time(timedelta(minutes=5))
    await shop.paying.pay(buyer, order.id, GOOD_CARD, None)
    paid_at = shop.world.now
    for _ in range(3):
        await carts.wrapping.begin_those([order.id])
        shop.world.pass_time(timedelta(hours=1))
    begun = await carts.wrapping.gift(buyer, order.id)
    assert begun is not None
    assert (begun.status, begun.message, begun.path, begun.version) == (
        "open", meant.message, f"/gifts/{secret}", 2,
    )  # fmt: skip
    assert begun.expires_at_ms == to_ms(paid_at + LASTS)
    assert (await carts.accepting.accept(friend, secret)).number == order.number


async def test_what_is_not_paid_or_kept_after_all_never_gets_a_link(
    carts: Carts, buyer: Principal
) -> None:
    shop = carts.shop
    first, second = [await shop.claim(buyer, await shop.live_deal()) for _ in range(2)]
    for order in (first, second):
        await carts.wrapping.wrap(buyer, order.id, FOR_YOU)
    assert (await carts.wrapping.withdraw(buyer, first.id)).status == "withdrawn"
    await shop.paying.pay(buyer, first.id, GOOD_CARD, None)
    await shop.paying.cancel(buyer, second.id)
    for order in (first, second):
        await carts.wrapping.begin_those([order.id])
    kept, lost = [await carts.wrapping.gift(buyer, order.id) for order in (first, second)]
    assert kept is not None
    assert lost is not None
    assert (kept.status, kept.path, lost.status, lost.path) == ("withdrawn", None, "waiting", None)
    with pytest.raises(NotGiftable):
        await carts.wrapping.wrap(buyer, second.id, FOR_YOU)
