"""The socket as clients meet it: a real server process, real frames."""

import shutil
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from websockets.exceptions import ConnectionClosed, InvalidStatus

from kit.clock import utc_now
from kit.db import Database
from kit.unit_of_work import UnitOfWork
from streams.broadcast.airings import Airings
from streams.broadcast.passes import Passes
from tests.support.product import (
    GUEST,
    SECRET,
    Festival,
    Product,
    Someone,
    running_product,
    watching,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Room:
    """A live show with its host."""

    def __init__(self, festival: Festival, host: Someone, show_id: str) -> None:
        self.festival = festival
        self.host = host
        self.show_id = show_id
        self.url = festival.url


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def product(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Product]:
    home = tmp_path_factory.mktemp("sockets")
    shutil.copy(sqlite_template, home / "dealcast.db")
    async with running_product(f"sqlite+aiosqlite:///{home}/dealcast.db", home) as product:
        await product.start()
        yield product


@pytest_asyncio.fixture(loop_scope="module")
async def room(product: Product) -> Room:
    festival = await Festival.begin(product, next(iter(product.clients)))
    host = await festival.person("host", role="host")
    return Room(festival, host, await festival.live_show(host))


async def test_a_guest_is_welcomed_with_everything_it_may_see(room: Room) -> None:
    live = await room.festival.live_deal(room.host, room.show_id)
    await room.festival.queued_deal(room.host, room.show_id)
    await room.festival.live_deal(room.host, room.show_id, min_tier_rank=3)
    async with watching(room.url, room.show_id) as guest:
        welcome = await guest.until("welcome")
    state = welcome["state"]
    assert welcome["you"] == {
        "account_id": None, "handle": None, "rank": 0, "tier_name": "",
        "is_muted": False, "muted_until_ms": None,
    }  # fmt: skip
    assert state["show"]["status"] == "live"
    assert [deal["id"] for deal in state["deals"]] == [live]
    assert (state["board"], state["orders"], state["mutes"]) == (None, [], [])


async def test_a_deal_reaches_those_whose_tier_may_see_it_and_nobody_else(room: Room) -> None:
    gold = await room.festival.person("goldie", tier=3)
    silver = await room.festival.person("silvia", tier=2)
    async with (
        watching(room.url, room.show_id) as guest,
        watching(room.url, room.show_id, silver) as at_silver,
        watching(room.url, room.show_id, gold) as at_gold,
        watching(room.url, room.show_id, room.host) as at_host,
    ):
        for watcher in (guest, at_silver, at_gold, at_host):
            await watcher.until("welcome")
        for_gold = await room.festival.live_deal(room.host, room.show_id, min_tier_rank=3)
        for_all = await room.festival.live_deal(room.host, room.show_id)
        for watcher in (guest, at_silver, at_gold, at_host):
            while for_all not in {frame["deal"]["id"] for frame in watcher.of("deal")}:
                await watcher.until("deal", len(watcher.of("deal")) + 1)
        seen = [
            {frame["deal"]["id"] for frame in watcher.of("deal")}
            for watcher in (guest, at_silver, at_gold, at_host)
        ]
    assert seen == [{for_all}, {for_all}, {for_all, for_gold}, {for_all, for_gold}]


async def test_the_host_sees_orders_and_the_buyer_their_own_but_nobody_else(room: Room) -> None:
    buyer = await room.festival.person("buyer")
    deal_id = await room.festival.live_deal(room.host, room.show_id)
    async with (
        watching(room.url, room.show_id) as guest,
        watching(room.url, "me", buyer) as at_home,
        watching(room.url, room.show_id, room.host) as at_host,
    ):
        for watcher in (guest, at_home, at_host):
            await watcher.until("welcome")
        assert (await room.festival.claim(buyer, deal_id, "one")).status_code == 201
        seen = await at_host.until("order")
        mine = await at_home.until("my_order")
        stock = await guest.until("stock")
        assert guest.of("order") == guest.of("my_order") == []
    assert seen["order"]["buyer_handle"] == buyer.handle
    assert seen["board"]["claims"] == 1
    assert mine["order"]["id"] == seen["order"]["id"]
    assert stock["stock_left"] == 4


async def test_what_is_said_reaches_everyone_and_what_is_deleted_leaves_every_screen(
    room: Room,
) -> None:
    mira = await room.festival.person("mira", tier=1)
    async with (
        watching(room.url, room.show_id) as guest,
        watching(room.url, room.show_id, mira) as at_mira,
    ):
        await guest.until("welcome")
        await at_mira.until("welcome")
        await at_mira.send({"t": "say", "ref": "r1", "text": "  hello   room "})
        assert (await at_mira.until("accepted"))["ref"] == "r1"
        message = (await guest.until("message"))["message"]
        assert (message["text"], message["handle"], message["badge"]) == (
            "hello room",
            mira.handle,
            "Bronze",
        )
        await room.festival.done(room.host, "DELETE", f"/api/messages/{message['id']}")
        assert (await guest.until("message_deleted"))["message_id"] == message["id"]
    async with watching(room.url, room.show_id) as late:
        assert (await late.until("welcome"))["state"]["messages"] == []


async def test_who_is_muted_is_told_and_can_say_nothing_until_unmuted(room: Room) -> None:
    mira = await room.festival.person("mira")
    mute = f"/api/shows/{room.show_id}/mutes/{mira.account_id}"
    async with watching(room.url, room.show_id, mira) as at_mira:
        await at_mira.until("welcome")
        await room.festival.done(room.host, "PUT", mute, json={})
        assert (await at_mira.until("my_mute"))["is_muted"] is True
        await at_mira.send({"t": "say", "ref": "r1", "text": "let me speak"})
        refused = await at_mira.until("refused")
        await room.festival.done(room.host, "DELETE", mute)
        assert (await at_mira.until("my_mute", 2))["is_muted"] is False
        await at_mira.send({"t": "say", "ref": "r2", "text": "thank you"})
        await at_mira.until("accepted")
    assert (refused["ref"], refused["code"]) == ("r1", "chat.muted")


async def test_a_guest_who_speaks_is_asked_to_sign_in(room: Room) -> None:
    async with watching(room.url, room.show_id) as guest:
        await guest.send({"t": "say", "ref": "r1", "text": "hello"})
        refused = await guest.until("refused")
    assert (refused["ref"], refused["code"]) == ("r1", "auth.sign_in_required")


async def test_who_writes_too_fast_is_refused_politely_and_loses_nothing(room: Room) -> None:
    mira = await room.festival.person("mira")
    async with watching(room.url, room.show_id, mira) as at_mira:
        for number in range(8):
            await at_mira.send({"t": "say", "ref": f"r{number}", "text": f"message {number}"})
        refused = await at_mira.until("refused")
        await at_mira.until("accepted", 5)
    assert refused["code"] == "too_many"
    assert refused["retry_after_s"] >= 1


async def test_who_returns_gets_exactly_what_it_missed(room: Room) -> None:
    mira = await room.festival.person("mira")
    async with watching(room.url, room.show_id, mira) as at_mira:
        await at_mira.until("welcome")
        async with watching(room.url, room.show_id) as guest:
            await guest.until("welcome")
            await at_mira.send({"t": "say", "ref": "1", "text": "one"})
            await guest.until("message")
            position = guest.position
        for text in ("two", "three"):
            await at_mira.send({"t": "say", "ref": text, "text": text})
        await at_mira.until("message", 3)
        async with watching(room.url, room.show_id, since=position) as back:
            welcome = await back.until("welcome")
            await back.until("message", 2)
            texts = [frame["message"]["text"] for frame in back.of("message")]
    assert welcome["state"] is None
    assert texts == ["two", "three"]


@pytest.mark.parametrize("since", ["another.1", "nonsense", "x.y.z"])
async def test_who_returns_with_a_place_that_is_gone_gets_a_fresh_state(
    room: Room, since: str
) -> None:
    async with watching(room.url, room.show_id, since=since) as back:
        assert (await back.until("welcome"))["state"] is not None


async def test_everyone_sees_how_many_watch(room: Room) -> None:
    async with watching(room.url, room.show_id) as first:
        await first.until("audience")
        async with watching(room.url, room.show_id) as second:
            for watcher in (first, second):
                await watcher.until("audience")
                while watcher.of("audience")[-1]["count"] != 2:
                    await watcher.until("audience", len(watcher.of("audience")) + 1)


async def test_the_clock_is_answered_with_both_times(room: Room) -> None:
    async with watching(room.url, room.show_id) as guest:
        await guest.send({"t": "time", "client_ms": 42.5})
        answer = await guest.until("time")
    assert answer["client_ms"] == 42.5
    assert answer["server_ms"] > 1_700_000_000_000


@pytest.mark.parametrize(
    "frame", ["{", "[]", '{"t":"dance"}', '{"t":"say","ref":"r"}', '{"t":"say","ref":"r","text":""}', '{"t":"say","ref":"r","text":"x","admin":true}', '{"t":"say","ref":"r","text":"' + "x" * 301 + '"}', '{"t":"claim","ref":"r","key":"","deal_id":"d"}', '{"t":"claim","ref":"r","key":"k","deal_id":"d","quantity":0}']
)  # fmt: skip
async def test_a_malformed_frame_is_refused_and_the_connection_goes_on(
    room: Room, frame: str
) -> None:
    async with watching(room.url, room.show_id) as guest:
        await guest.send(frame)
        assert (await guest.until("refused"))["code"] == "invalid"
        await guest.send({"t": "time", "client_ms": 1})
        await guest.until("time")


async def test_who_floods_is_disconnected(room: Room) -> None:
    async with watching(room.url, room.show_id) as guest:
        with suppress(ConnectionClosed):
            for number in range(100):
                await guest.send({"t": "time", "client_ms": number})
        assert await guest.closed() == 4029


async def test_a_frame_that_is_too_large_ends_the_connection(room: Room) -> None:
    async with watching(room.url, room.show_id) as guest:
        await guest.send("x" * 20_000)
        assert await guest.closed() == 1009


async def test_who_lost_their_role_is_sent_for_what_they_may_still_see(room: Room) -> None:
    manager = await room.festival.person("manager", role="manager")
    mina = await room.festival.person("mina", role="moderator")
    await room.festival.queued_deal(room.host, room.show_id)
    async with watching(room.url, room.show_id, mina) as at_mina:
        assert len((await at_mina.until("welcome"))["state"]["deals"]) == 1
        staff = f"/api/brands/{room.festival.brand.slug}/staff/{mina.handle}"
        await room.festival.done(manager, "DELETE", staff)
        assert await at_mina.closed() == 4001
    async with watching(room.url, room.show_id, mina) as at_mina:
        welcome = await at_mina.until("welcome")
        assert (welcome["you"]["rank"], welcome["state"]["deals"]) == (0, [])


async def test_signing_out_ends_what_other_windows_may_do(room: Room) -> None:
    mira = await room.festival.person("mira")
    async with (
        watching(room.url, room.show_id, mira) as in_room,
        watching(room.url, "me", mira) as at_home,
    ):
        await in_room.until("welcome")
        await at_home.until("welcome")
        await in_room.send({"t": "time", "client_ms": 1})
        await in_room.until("time")
        await room.festival.done(mira, "DELETE", "/api/session")
        assert (await in_room.closed(), await at_home.closed()) == (4001, 4001)
    async with watching(room.url, room.show_id, mira) as back:
        assert (await back.until("welcome"))["you"]["account_id"] is None


async def test_a_show_that_does_not_exist_is_said_with_a_code_not_to_return(room: Room) -> None:
    async with watching(room.url, "0" * 20) as guest:
        assert await guest.closed() == 4504


async def test_a_page_of_another_site_cannot_open_the_socket(room: Room) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with watching(room.url, room.show_id, room.host, origin="https://evil.example"):
            pass
    assert refused.value.response.status_code == 403
    async with watching(room.url, room.show_id, GUEST, origin=room.url) as own:
        await own.until("welcome")


async def test_a_show_that_ends_ends_its_deals_on_every_screen(room: Room) -> None:
    deal_id = await room.festival.live_deal(room.host, room.show_id)
    async with watching(room.url, room.show_id) as guest:
        await guest.until("welcome")
        await room.festival.done(room.host, "POST", f"/api/shows/{room.show_id}/end")
        assert (await guest.until("show"))["show"]["status"] == "ended"
        # The drop may be announced only now.
        while [d["deal"]["status"] for d in guest.of("deal")][-1:] != ["ended"]:
            await guest.until("deal", len(guest.of("deal")) + 1)
    assert {frame["deal"]["id"] for frame in guest.of("deal")} == {deal_id}


async def scheduled_show(room: Room, **terms: Any) -> str:
    festival = room.festival
    new = {
        "brand_id": festival.brand.id,
        "title": "Show to come",
        "scheduled_at_ms": int(utc_now().timestamp() * 1000) + 60_000,
        **terms,
    }
    return str((await festival.done(room.host, "POST", "/api/shows", json=new))["id"])


async def test_a_members_room_lets_in_members_and_staff(room: Room) -> None:
    show_id = await scheduled_show(room, access={"min_tier_rank": 1})
    stranger, member = await room.festival.people(1), await room.festival.person("m", tier=1)
    for who in (GUEST, *stranger):
        async with watching(room.url, show_id, who) as outsider:
            assert await outsider.closed() == 4503
            assert outsider.frames == []
    for who in (member, room.host):
        async with watching(room.url, show_id, who) as insider:
            await insider.until("welcome")


async def test_who_may_not_stay_is_sent_back_to_the_door_when_a_show_becomes_a_members_show(
    room: Room,
) -> None:
    show_id = await scheduled_show(room)
    async with watching(room.url, show_id) as guest:
        await guest.until("welcome")
        change = {"access": {"min_tier_rank": 1}}
        await room.festival.done(room.host, "PATCH", f"/api/shows/{show_id}", json=change)
        assert await guest.closed() == 4001
    async with watching(room.url, show_id) as again:
        assert await again.closed() == 4503


async def test_a_rehearsal_is_told_to_its_hosts_alone_until_the_show_begins(
    room: Room, product: Product
) -> None:
    show_id = await scheduled_show(room)
    moderator = await room.festival.person("mod", role="moderator")
    async with (
        watching(room.url, show_id, room.host) as host,
        watching(room.url, show_id, moderator) as mod,
        watching(room.url, show_id) as guest,
    ):
        for who in (host, mod, guest):
            assert (await who.until("welcome"))["state"]["video"]["signal"] == "off"
        database = Database(product.database_url)
        media = UnitOfWork(database, utc_now)
        await Airings(media, Passes(SECRET), "https://media.example").say({show_id: True})
        await database.close()
        assert (await host.until("video"))["video"]["signal"] == "live"
        await room.festival.done(room.host, "POST", f"/api/shows/{show_id}/start")
        for who in (mod, guest):
            video = (await who.until("video"))["video"]
            assert (video["signal"], "/public/" in video["hls_url"]) == ("live", True)
            kinds = [frame["t"] for frame in who.frames]
            assert kinds.index("show") < kinds.index("video"), "not before it began"


async def test_a_deal_is_told_with_the_servers_time(room: Room) -> None:
    async with watching(room.url, room.show_id) as guest:
        welcome = await guest.until("welcome")
        await room.festival.live_deal(room.host, room.show_id)
        told = await guest.until("deal")
    assert told["at_ms"] >= int(welcome["server_ms"])
    assert told["at_ms"] >= told["deal"]["opened_at_ms"]
