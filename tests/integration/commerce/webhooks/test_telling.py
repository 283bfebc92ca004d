"""What brands' own systems are told, and that they are told once."""

import asyncio
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from commerce.events import OrderPaid, OrdersPlaced, StockChanged
from commerce.gifts.accepting import Accepting
from commerce.gifts.views import NewGift
from commerce.gifts.wrapping import Wrapping
from commerce.opening import Opening
from commerce.orders import Order
from commerce.store import orders as store_orders
from commerce.teams.filling import Filling
from commerce.teams.forming import Forming
from commerce.teams.views import NewTeamTerms
from commerce.webhooks import telling as telling_module
from commerce.webhooks.views import NewWebhook
from kit.auth import Principal
from kit.clock import to_ms
from kit.ids import new_id
from kit.outbox import Message
from kit.unit_of_work import Tx
from membership.campaigns.events import EarlyAccessGiven
from tests.support.early_access import add_early_access
from tests.support.slices import Unlimited

from ..conftest import GOOD_CARD
from .conftest import Desk


async def test_an_orders_whole_life_arrives_in_order(desk: Desk, buyer: Principal) -> None:
    await desk.add(kinds=["order.placed", "order.paid"])
    deal = await desk.shop.live_deal()
    order = await desk.shop.claim(buyer, deal)
    paid = await desk.shop.checkout.pay(buyer, order.id, GOOD_CARD, None)
    assert await desk.deliver() == 2
    placed_message, paid_message = (heard.content for heard in desk.receiver.heard)
    assert [placed_message["type"], paid_message["type"]] == ["order.placed", "order.paid"]
    assert placed_message["sequence"] < paid_message["sequence"]
    assert paid_message["subject"] == {"type": "order", "id": order.id}
    assert paid_message["version"] == 1
    assert paid_message["data"] == msgspec.to_builtins(paid)
    assert paid_message["data"]["buyer_handle"] == "mina"
    assert datetime.fromisoformat(paid_message["timestamp"]).tzinfo == UTC
    headers = desk.receiver.heard[1].headers
    assert headers["webhook-id"] == paid_message["id"]
    assert headers["content-type"] == "application/json"
    assert headers["user-agent"].startswith("Dealcast-Webhooks/")


async def test_an_order_that_expires_or_is_cancelled_is_told(desk: Desk) -> None:
    await desk.add(kinds=["order.expired", "order.cancelled"])
    deal = await desk.shop.live_deal()
    first, second = await desk.shop.buyers(2)
    cancelled = await desk.shop.claim(first, deal)
    expired = await desk.shop.claim(second, deal)
    await desk.shop.checkout.cancel(first, cancelled.id)
    desk.world.pass_time(timedelta(minutes=11))
    await desk.shop.checkout.expire_holds()
    await desk.deliver()
    assert desk.receiver.kinds(cancelled.id) == ["order.cancelled"]
    assert desk.receiver.kinds(expired.id) == ["order.expired"]


async def test_a_deal_is_told_of_when_it_drops_sells_out_and_ends(
    desk: Desk, buyer: Principal
) -> None:
    await desk.add(kinds=["deal.dropped", "deal.sold_out", "deal.ended"])
    deal = await desk.shop.live_deal(stock=1)
    await desk.shop.claim(buyer, deal)
    await desk.relay.drain()
    ended = await desk.shop.hosting.end_deal(desk.shop.host, deal.id)
    await desk.deliver()
    assert desk.receiver.kinds(deal.id) == ["deal.dropped", "deal.sold_out", "deal.ended"]
    sequences = [heard.content["sequence"] for heard in desk.receiver.heard]
    assert sequences == sorted(set(sequences))
    assert desk.receiver.heard[-1].content["data"] == msgspec.to_builtins(ended)


async def test_each_time_that_it_sells_out_is_told_once(desk: Desk) -> None:
    await desk.add(kinds=["deal.sold_out"])
    deal = await desk.shop.live_deal(stock=1)
    for buyer in await desk.shop.buyers(2):
        order = await desk.shop.claim(buyer, deal)
        await desk.relay.drain()
        now = await desk.shop.deals.get(deal.id)
        again = StockChanged(
            deal_id=deal.id, show_id=deal.show_id, brand_id=deal.brand_id, version=now.version
        )
        await desk.telling.tell([Message(new_id(), again)])
        await desk.shop.checkout.cancel(buyer, order.id)
        await desk.relay.drain()
    assert await desk.deliver() == 2


async def test_an_event_that_is_reacted_to_twice_is_told_once(desk: Desk, buyer: Principal) -> None:
    webhook = (await desk.add(kinds=["order.placed"])).webhook
    order = await desk.shop.claim(buyer, await desk.shop.live_deal())
    await desk.relay.drain()
    (delivery,) = await desk.log(webhook.id)
    event = OrdersPlaced(show_id=order.show_id, brand_id=order.brand_id, order_ids=[order.id])
    await desk.telling.tell([Message(delivery.event_id.removesuffix(order.id), event)])
    assert await desk.deliver() == 1


async def test_orders_that_were_placed_together_are_each_told_however_many_there_are(
    desk: Desk, buyer: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling_module, "AT_ONCE", 2)
    read: list[int] = []
    orders_by_id = store_orders.orders_by_id

    async def counted(tx: Tx, order_ids: Collection[str]) -> list[Order]:
        read.append(len(order_ids))
        return await orders_by_id(tx, order_ids)

    monkeypatch.setattr(store_orders, "orders_by_id", counted)
    desk.world.work.on_commit = None
    deal = await desk.shop.live_deal(stock=9, per_buyer_limit=9)
    orders = [await desk.shop.claim(buyer, deal) for _ in range(5)]
    await desk.add(kinds=["order.placed"])
    ids = [order.id for order in orders]
    event = OrdersPlaced(show_id=deal.show_id, brand_id=deal.brand_id, order_ids=ids)
    await desk.telling.tell([Message(new_id(), event)])
    assert read == [2, 2, 1], "who reads all of a stampede at once keeps everybody else waiting"
    desk.world.pass_time(timedelta(minutes=1))
    assert await desk.deliver() == 5
    assert all(desk.receiver.kinds(order_id) == ["order.placed"] for order_id in ids)


async def test_events_that_are_delivered_together_are_each_told_once_however_often_they_come(
    desk: Desk, buyer: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling_module, "AT_ONCE", 3)
    desk.world.work.on_commit = None
    deal = await desk.shop.live_deal(stock=9, per_buyer_limit=9)
    orders = [await desk.shop.claim(buyer, deal) for _ in range(5)]
    webhooks = [(await desk.add(kinds=["order.paid"])).webhook for _ in range(2)]
    about = {"deal_id": deal.id, "show_id": deal.show_id, "brand_id": deal.brand_id}
    buyer_id = buyer.account()
    paid = [
        Message(new_id(), OrderPaid(order_id=order.id, account_id=buyer_id, version=3, **about))
        for order in orders
    ]
    gone = OrderPaid(order_id=new_id(), account_id=buyer_id, version=3, **about)
    said_anew = [Message(new_id(), message.event) for message in paid]
    await desk.telling.tell([paid[1], *paid, Message(new_id(), gone)])
    await asyncio.gather(desk.telling.tell(paid[::-1]), desk.telling.tell(said_anew))
    assert [len(await desk.log(webhook.id)) for webhook in webhooks] == [5, 5]
    desk.world.pass_time(timedelta(minutes=1))
    assert await desk.deliver() == 10
    assert all(desk.receiver.kinds(order.id) == ["order.paid"] * 2 for order in orders)


async def test_each_webhook_hears_what_it_is_for_and_other_brands_hear_nothing(
    desk: Desk, buyer: Principal
) -> None:
    all_ = (await desk.add()).webhook
    paid = (await desk.add(kinds=["order.paid"])).webhook
    other_brand = await desk.world.brand()
    other_boss = await desk.world.person("other", other_brand, "manager")
    new = NewWebhook(url=desk.receiver.url)
    other = await desk.managing.add(other_boss, other_brand.slug, new)
    deal = await desk.shop.live_deal(stock=1)
    order = await desk.shop.claim(buyer, deal)
    await desk.shop.checkout.pay(buyer, order.id, GOOD_CARD, None)
    await desk.deliver()
    assert {one.kind for one in await desk.log(all_.id)} == {
        "deal.dropped",
        "deal.sold_out",
        "order.placed",
        "order.paid",
    }
    assert [one.kind for one in await desk.log(paid.id)] == ["order.paid"]
    page = await desk.replaying.deliveries(other_boss, other_brand.slug, other.webhook.id)
    assert page.deliveries == []


async def test_a_removed_deal_or_an_event_of_an_older_release_breaks_nothing(
    desk: Desk, buyer: Principal
) -> None:
    webhook = (await desk.add()).webhook
    deal = await desk.shop.live_deal()
    order = await desk.shop.claim(buyer, deal)
    gone = StockChanged(deal_id=new_id(), show_id=deal.show_id, brand_id=deal.brand_id)
    await desk.telling.tell([Message(new_id(), gone)])
    old = OrderPaid(
        order_id=order.id,
        deal_id=deal.id,
        show_id=order.show_id,
        brand_id=order.brand_id,
        account_id=buyer.account(),
    )
    await desk.telling.tell([Message(new_id(), old)])
    await desk.deliver()
    sequences = [heard.content["sequence"] for heard in desk.receiver.heard]
    assert all(sequence > 0 for sequence in sequences)
    assert desk.receiver.kinds(order.id) == ["order.placed", "order.paid"]
    assert (await desk.log(webhook.id))[0].created_at_ms == to_ms(desk.world.now)


@pytest.mark.parametrize("choice", [None, ["order.paid"]])
async def test_a_paused_webhook_is_told_when_it_is_resumed(
    desk: Desk, buyer: Principal, choice: list[str] | None
) -> None:
    webhook = (await desk.add(kinds=choice)).webhook
    await desk.managing.pause(desk.manager, desk.slug, webhook.id)
    order = await desk.shop.claim(buyer, await desk.shop.live_deal())
    await desk.shop.checkout.pay(buyer, order.id, GOOD_CARD, None)
    assert await desk.deliver() == 0
    view = await desk.managing.resume(desk.manager, desk.slug, webhook.id)
    assert (view.status, view.pending) == ("active", 1 if choice else 3)
    await desk.deliver()
    assert desk.receiver.kinds(order.id) == (choice or ["order.placed", "order.paid"])


async def test_a_gift_that_a_friend_accepts_is_told_with_who_has_it(
    desk: Desk, buyer: Principal
) -> None:
    await desk.add(kinds=["order.paid", "order.given"])
    [friend] = await desk.shop.buyers(1)
    order = await desk.shop.claim(buyer, await desk.shop.live_deal())
    await desk.shop.checkout.pay(buyer, order.id, GOOD_CARD, None)
    gift = await Wrapping(desk.world.work).wrap(buyer, order.id, NewGift())
    accepting = Accepting(desk.world.work)
    for _ in range(2):
        await accepting.accept(friend, str(gift.path).removeprefix("/gifts/"))
    await desk.deliver()
    assert desk.receiver.kinds(order.id) == ["order.paid", "order.given"]
    paid, given = (heard.content for heard in desk.receiver.heard)
    assert given["sequence"] > paid["sequence"]
    assert given["data"]["recipient_handle"] == friend.handle
    assert given["data"]["buyer_handle"] == buyer.handle


async def test_a_team_is_told_of_when_it_is_complete_and_when_it_did_not_come_about(
    desk: Desk,
) -> None:
    await desk.add(kinds=["team.completed", "team.ended", "order.cancelled"])
    shop, work = desk.shop, desk.world.work
    forming, filling = Forming(work, shop.find_stage, Unlimited()), Filling(work)
    terms = NewTeamTerms(price_minor=1_500, size=2, minutes=30)
    deal = await shop.live_deal(team=terms, duration_s=86_400)
    leader, friend, alone = await shop.buyers(3)
    first = await forming.start(leader, deal.id, None, None)
    await shop.checkout.pay(leader, first.id, GOOD_CARD, None)
    second = await forming.join(friend, first.team_id or "", None, None)
    await shop.checkout.pay(friend, second.id, GOOD_CARD, None)
    for _ in range(2):
        await filling.settle_team_of(second.id)
    lonely = await forming.start(alone, deal.id, None, None)
    await shop.checkout.pay(alone, lonely.id, GOOD_CARD, None)
    desk.world.pass_time(timedelta(minutes=30))
    for _ in range(2):
        await filling.settle_due()
    await desk.deliver()
    assert desk.receiver.kinds(first.team_id or "") == ["team.completed"]
    assert desk.receiver.kinds(lonely.team_id or "") == ["team.ended"]
    assert desk.receiver.kinds(lonely.id) == ["order.cancelled"]
    completed = next(
        heard.content for heard in desk.receiver.heard if heard.content["type"] == "team.completed"
    )
    assert completed["subject"] == {"type": "team", "id": first.team_id}
    assert completed["data"]["status"] == "complete"
    assert [member["handle"] for member in completed["data"]["members"]] == [
        leader.handle, friend.handle,
    ]  # fmt: skip
    await forming.close()


async def test_a_deal_that_some_saw_first_is_told_again_when_it_opens_to_all(desk: Desk) -> None:
    await desk.add(kinds=["deal.dropped", "deal.opened"])
    shop = desk.shop
    [first] = await shop.buyers(1)
    async with desk.world.work.write() as tx:
        await add_early_access(tx, shop.brand.id, shop.show_id, 60, [first.account()])
    deal = await shop.live_deal()
    desk.world.pass_time(timedelta(seconds=60))
    await Opening(desk.world.work).open_due()
    await desk.deliver()
    assert desk.receiver.kinds(deal.id) == ["deal.dropped", "deal.opened"]
    ranks = [heard.content["data"]["min_tier_rank"] for heard in desk.receiver.heard]
    assert ranks[-1] == 0


async def test_who_got_early_access_is_told_in_as_many_messages_as_it_was_given_in(
    desk: Desk,
) -> None:
    await desk.add(kinds=["early_access.given"])
    people = await desk.shop.buyers(3)
    campaign_id, show_id = new_id(), desk.shop.show_id
    for group in (people[:2], people[2:]):
        given = EarlyAccessGiven(
            campaign_id=campaign_id,
            show_id=show_id,
            deal_id=None,
            account_ids=[person.account() for person in group],
            brand_id=desk.shop.brand.id,
        )
        message = Message(id=new_id(), event=given)
        for _ in range(2):
            await desk.telling.tell([message])
        desk.world.pass_time(timedelta(seconds=1))
    await desk.deliver()
    heard = [each.content for each in desk.receiver.heard]
    assert [each["data"]["handles"] for each in heard] == [
        [people[0].handle, people[1].handle], [people[2].handle],
    ]  # fmt: skip
    assert {each["subject"]["type"] for each in heard} == {"campaign"}
    assert {each["data"]["show_id"] for each in heard} == {show_id}


async def test_what_a_release_before_gave_is_told_to_nobody(desk: Desk) -> None:
    await desk.add()
    given = EarlyAccessGiven(
        campaign_id=new_id(), show_id=desk.shop.show_id, deal_id=None, account_ids=[]
    )
    await desk.telling.tell([Message(id=new_id(), event=given)])
    assert await desk.deliver() == 0
