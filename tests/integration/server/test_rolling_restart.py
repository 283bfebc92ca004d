"""One process after the other is replaced while a room is full and busy: nobody misses anything, or gets it twice."""

import asyncio
import os
import signal
from functools import partial
from pathlib import Path

from sqlalchemy import text

from kit.db import Database
from server.visits import GOODBYES_WITHIN_S
from tests.support.fans import Fan
from tests.support.product import Festival, Product, Someone, running_product, watching
from tests.support.waiting import TIMEOUT_S, until

FANS = int(os.environ.get("ROLLING_FANS", "300"))
ARRIVING_AT_ONCE = 50
STOCK = 5
GRACE_S = 20.0
"""As docs/operations.md, 7 says."""
RESTART = 1012


async def test_a_rolling_restart_loses_nobody_an_essential_event(
    postgresql_url: str, redis_url: str, tmp_path: Path
) -> None:
    async with running_product(postgresql_url, tmp_path, redis_url) as product:
        urls = [await product.start("--worker"), await product.start("--worker")]
        festival = await Festival.begin(product, urls[0])
        host = await festival.person("host", role="host")
        show_id = await festival.live_show(host)
        fans = await _fill(urls, show_id)

        is_over = asyncio.Event()
        async with asyncio.TaskGroup() as tasks:
            dealing = tasks.create_task(_deal(festival, urls, host, show_id, is_over))
            for _ in range(2):
                await _replace(product, urls, urls[0])
            await until(lambda: all(fan.connection and len(fan.welcomes) == 2 for fan in fans))
            is_over.set()
        deals = dealing.result()
        await until(lambda: all(_saw_all_sold(fan, deals) for fan in fans))
        _everyone_was_told_to_move(fans)
        _everyone_has_all_of_it_once(fans, deals)
        await asyncio.gather(*(fan.leave() for fan in fans))


async def test_what_was_said_is_answered_before_its_process_says_goodbye(
    postgresql_url: str, tmp_path: Path
) -> None:
    async with running_product(postgresql_url, tmp_path) as product:
        url = await product.start()
        festival = await Festival.begin(product, url)
        host, mira = await festival.person("host", role="host"), await festival.person("mira")
        show_id = await festival.live_show(host)
        database = Database(postgresql_url)
        async with watching(url, show_id, mira) as watcher:
            await watcher.until("welcome")
            async with database.writing() as connection:
                await connection.execute(text("LOCK TABLE chat_message IN EXCLUSIVE MODE"))
                await watcher.send({"t": "say", "ref": "1", "text": "one more thing"})
                await until_committing(database)
                retiring = asyncio.create_task(product.retire(url, GRACE_S))
                await asyncio.sleep(GOODBYES_WITHIN_S + 0.5)
                assert watcher.connection.close_code is None
            assert (await watcher.until("accepted"))["ref"] == "1"
            assert await watcher.closed() == RESTART
        assert await retiring == -signal.SIGTERM
        async with database.reading() as connection:
            said = (await connection.execute(text("SELECT text FROM chat_message"))).scalars().all()
        await database.close()
    assert said == ["one more thing"]


async def test_a_claim_is_answered_before_its_process_says_goodbye(
    postgresql_url: str, tmp_path: Path
) -> None:
    async with running_product(postgresql_url, tmp_path) as product:
        url = await product.start()
        festival = await Festival.begin(product, url)
        host, mira = await festival.person("host", role="host"), await festival.person("mira")
        show_id = await festival.live_show(host)
        deal_id = await festival.live_deal(host, show_id)
        database = Database(postgresql_url)
        async with watching(url, show_id, mira) as watcher:
            await watcher.until("welcome")
            async with database.writing() as connection:
                await connection.execute(text("SELECT 1 FROM deal FOR UPDATE"))
                claiming = asyncio.create_task(watcher.claim(deal_id, "k"))
                await until_committing(database)
                retiring = asyncio.create_task(product.retire(url, GRACE_S))
                await asyncio.sleep(GOODBYES_WITHIN_S + 0.5)
                assert watcher.connection.close_code is None
            assert (await claiming)["order"]["status"] == "held"
            assert await watcher.closed() == RESTART
        assert await retiring == -signal.SIGTERM
        await database.close()


async def until_committing(database: Database) -> None:
    """Until somebody waits for a lock."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    async with asyncio.timeout(TIMEOUT_S):
        while True:
            async with database.reading() as connection:
                if (await connection.execute(waiting)).scalar_one():
                    return
            await asyncio.sleep(0.02)


async def _fill(urls: list[str], show_id: str) -> list[Fan]:
    fans: list[Fan] = []
    while len(fans) < FANS:
        arriving = min(ARRIVING_AT_ONCE, FANS - len(fans))
        arrived = [Fan(urls, show_id, first=number) for number in range(arriving)]
        await until(partial(_are_all_welcomed, arrived))
        fans += arrived
    return fans


def _are_all_welcomed(fans: list[Fan]) -> bool:
    return all(fan.welcomes for fan in fans)


async def _replace(product: Product, urls: list[str], old: str) -> None:
    """As an orchestrator does it: the new one is up and takes visitors before the old one is told to go."""
    urls.append(await product.start("--worker"))
    urls.remove(old)
    assert await product.retire(old, GRACE_S) == -signal.SIGTERM, "it had to be killed"


async def _deal(
    festival: Festival, urls: list[str], host: Someone, show_id: str, is_over: asyncio.Event
) -> set[str]:
    """Drop and sell, at whatever process is there, until told to stop; what was dropped."""
    dropped: set[str] = set()
    buyers = await festival.people(20, "buyer")
    while not is_over.is_set():
        festival.url = urls[-1]
        deal_id = await festival.live_deal(host, show_id, stock=STOCK)
        buyer = buyers[len(dropped) % len(buyers)]
        assert (await festival.claim(buyer, deal_id, deal_id)).status_code == 201
        dropped.add(deal_id)
        await asyncio.sleep(0.25)
    return dropped


def _saw_all_sold(fan: Fan, deals: set[str]) -> bool:
    """Whether the last that happened to each deal has arrived: one unit was claimed."""
    left = {deal_id: stock_left for deal_id, (_, stock_left) in fan.shown.stock.items()}
    return left == dict.fromkeys(deals, STOCK - 1)


def _everyone_was_told_to_move(fans: list[Fan]) -> None:
    assert {code for fan in fans for code in fan.closes} == {RESTART}
    left_at = sorted(at for fan in fans for at in fan.left_at)
    busiest = max(sum(at <= other < at + 0.5 for other in left_at) for at in left_at)
    assert busiest < len(fans) / 4, "they were sent away spread over some seconds"


def _everyone_has_all_of_it_once(fans: list[Fan], deals: set[str]) -> None:
    places = set().union(*(fan.logged for fan in fans))
    assert len(places) >= 2 * len(deals), "each was dropped, sold, and perhaps more"
    for fan in fans:
        first = (fan.welcomes[0]["epoch"], fan.welcomes[0]["seq"])
        assert max(fan.logged.values()) == 1
        assert set(fan.logged) == {place for place in places if place[1] > first[1]}
        assert [welcome["state"] is None for welcome in fan.welcomes] == [False, True]
        assert fan.shown.essence == fans[0].shown.essence
        assert set(fan.shown.deals) == deals
