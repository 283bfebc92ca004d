"""A loud room over real sockets: sampling, shadow mutes, rules, deletions, reactions."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from server.loudness import READABLE_PER_S
from tests.support.product import Festival, Product, Someone, Watcher, running_product, watching

pytestmark = pytest.mark.asyncio(loop_scope="module")

SPEAKERS, EACH = 60, 4


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def product(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Product]:
    home = tmp_path_factory.mktemp("loud")
    shutil.copy(sqlite_template, home / "dealcast.db")
    async with running_product(f"sqlite+aiosqlite:///{home}/dealcast.db", home) as product:
        await product.start()
        yield product


@pytest_asyncio.fixture(loop_scope="module")
async def festival(product: Product) -> Festival:
    return await Festival.begin(product, next(iter(product.clients)))


async def say(watcher: Watcher, text: str) -> None:
    await watcher.send({"t": "say", "ref": text, "text": text})


def texts(watcher: Watcher) -> list[str]:
    return [frame["message"]["text"] for frame in watcher.of("message")]


async def test_a_room_too_loud_to_read_is_sampled_for_viewers_and_whole_for_staff(
    festival: Festival,
) -> None:
    host = await festival.person("host", role="host")
    show_id = await festival.live_show(host)
    people = await festival.people(SPEAKERS)
    async with (
        watching(festival.url, show_id) as guest,
        watching(festival.url, show_id, host) as at_host,
    ):
        await guest.until("welcome")
        await at_host.until("welcome")
        heard = await asyncio.gather(*(_talk(festival, show_id, who) for who in people))
        await at_host.until("message", SPEAKERS * EACH)
        share = (await guest.until("sampled"))["one_in"]
        await say(at_host, "staff are heard by all")
        while "staff are heard by all" not in texts(guest):
            await guest.until("message", len(guest.of("message")) + 1)
    assert share > 1
    assert len(texts(guest)) < len(texts(at_host)) == SPEAKERS * EACH + 1
    assert len(texts(guest)) >= READABLE_PER_S
    assert all(len(own) == EACH for own in heard), "authors are sent what they said"
    seqs = [frame["seq"] for frame in guest.of("message")]
    assert seqs == sorted(set(seqs))


async def _talk(festival: Festival, show_id: str, who: Someone) -> list[dict[str, Any]]:
    async with watching(festival.url, show_id, who) as watcher:
        await watcher.until("welcome")
        for number in range(EACH):
            await say(watcher, f"{who.handle} says {number}")
        await watcher.until("accepted", EACH)
        return [frame["message"] for frame in watcher.of("accepted")]


async def test_who_is_muted_in_the_shadow_is_heard_by_themselves_and_staff_alone(
    festival: Festival,
) -> None:
    host, mira = await festival.person("host", role="host"), await festival.person("mira")
    show_id = await festival.live_show(host)
    mute = f"/api/shows/{show_id}/mutes/{mira.account_id}"
    await festival.done(host, "PUT", mute, json={"is_shadow": True})
    async with (
        watching(festival.url, show_id) as guest,
        watching(festival.url, show_id, host) as at_host,
        watching(festival.url, show_id, mira) as at_mira,
        watching(festival.url, show_id, mira) as at_miras_phone,
    ):
        for watcher in (guest, at_host, at_mira, at_miras_phone):
            await watcher.until("welcome")
        assert at_mira.of("welcome")[0]["you"]["is_muted"] is False
        await say(at_mira, "buy my things")
        accepted = (await at_mira.until("accepted"))["message"]
        elsewhere = (await at_miras_phone.until("my_message"))["message"]
        seen = (await at_host.until("message"))["message"]
        await say(at_host, "welcome")
        await guest.until("message")
    assert accepted == elsewhere == {key: seen[key] for key in seen if key != "is_shadowed"}
    assert seen["is_shadowed"] is True
    assert texts(guest) == ["welcome"]
    assert at_mira.of("my_mute") == []
    async with (
        watching(festival.url, show_id, mira) as back,
        watching(festival.url, show_id) as late,
    ):
        assert (await back.until("my_message"))["message"] == accepted
        messages = (await late.until("welcome"))["state"]["messages"]
        assert [message["text"] for message in messages] == ["welcome"]
        await festival.done(host, "DELETE", mute)
        await say(back, "and now?")
        await late.until("message")
    assert texts(late) == ["and now?"]
    assert back.of("my_mute") == []


async def test_rules_reach_everyone_and_hold_at_once(festival: Festival) -> None:
    host, mira = await festival.person("host", role="host"), await festival.person("mira")
    show_id = await festival.live_show(host)
    async with watching(festival.url, show_id, mira) as at_mira:
        state = (await at_mira.until("welcome"))["state"]
        assert state["rules"] == {"slow_mode_s": 0, "links": "members", "version": 0}
        rules = f"/api/shows/{show_id}/chat-rules"
        await festival.done(host, "PATCH", rules, json={"slow_mode_s": 60})
        assert (await at_mira.until("chat_rules"))["rules"]["slow_mode_s"] == 60
        await say(at_mira, "one")
        await at_mira.until("accepted")
        await say(at_mira, "two")
        refused = await at_mira.until("refused")
    assert (refused["ref"], refused["code"]) == ("two", "chat.slow_mode")
    assert 58 <= refused["retry_after_s"] <= 60


async def test_all_that_a_person_wrote_leaves_every_screen_and_the_history(
    festival: Festival,
) -> None:
    host, mira = await festival.person("host", role="host"), await festival.person("mira")
    show_id = await festival.live_show(host)
    async with (
        watching(festival.url, show_id) as guest,
        watching(festival.url, show_id, mira) as at_mira,
    ):
        await guest.until("welcome")
        for text in ("one", "two"):
            await say(at_mira, text)
        last = (await guest.until("message", 2))["message"]
        path = f"/api/shows/{show_id}/people/{mira.account_id}/messages"
        await festival.done(host, "DELETE", path)
        deleted = await guest.until("messages_deleted")
    assert (deleted["account_id"], deleted["last_message_id"]) == (mira.account_id, last["id"])
    assert await festival.done(host, "GET", f"/api/shows/{show_id}/messages") == []


async def test_reactions_are_summed_and_one_person_may_do_so_much(festival: Festival) -> None:
    host, mira = await festival.person("host", role="host"), await festival.person("mira")
    show_id = await festival.live_show(host)
    async with (
        watching(festival.url, show_id) as guest,
        watching(festival.url, show_id, mira) as at_mira,
    ):
        await at_mira.until("welcome")
        await guest.until("welcome")
        await at_mira.send({"t": "react", "ref": "1", "counts": {"heart": 3, "wow": 1}})
        await guest.send({"t": "react", "ref": "1", "counts": {"heart": 2}})
        while _sum(guest, "heart") < 5 or _sum(guest, "wow") < 1:
            await guest.until("reactions", len(guest.of("reactions")) + 1)
        assert all("seq" not in frame for frame in guest.of("reactions"))
        for number in range(3):
            await guest.send({"t": "react", "ref": f"{number}", "counts": {"fire": 9}})
        refused = await guest.until("refused")
        assert (refused["code"], refused["retry_after_s"]) == ("too_many", 1)
        await guest.send({"t": "react", "ref": "x", "counts": {"poop": 1}})
        assert (await guest.until("refused", len(guest.of("refused")) + 1))["t"] == "refused"


def _sum(watcher: Watcher, kind: str) -> int:
    return sum(frame["counts"].get(kind, 0) for frame in watcher.of("reactions"))


async def test_reactions_of_two_processes_are_summed(
    sqlite_url: str, redis_url: str, tmp_path: Path
) -> None:
    async with running_product(sqlite_url, tmp_path, redis_url) as product:
        here, there = await product.start("--worker"), await product.start()
        festival = await Festival.begin(product, here)
        host = await festival.person("host", role="host")
        show_id = await festival.live_show(host)
        async with watching(here, show_id) as one, watching(there, show_id) as other:
            for watcher in (one, other):
                await watcher.until("welcome")
                await watcher.send({"t": "react", "ref": "1", "counts": {"star": 2}})
            for watcher in (one, other):
                while _sum(watcher, "star") < 4:
                    await watcher.until("reactions", len(watcher.of("reactions")) + 1)
