"""A web process that is killed while people claim by their sockets loses nothing that it acknowledged, and who asks again by a
request, with the same key, gets the same order."""

import asyncio
import random
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from kit.db import Database
from tests.support.books import imbalances, settled
from tests.support.product import Festival, Someone, Watcher, running_product, watching
from tests.support.waiting import until

CLAIMANTS, STOCK = 200, 150


async def test_a_kill_in_mid_race_loses_no_claim_that_was_acknowledged_by_socket(
    database_url: str, tmp_path: Path
) -> None:
    async with running_product(database_url, tmp_path) as product:
        first = await product.start()
        festival = await Festival.begin(product, first)
        host = await festival.person("host", role="host")
        show_id = await festival.live_show(host)
        deal_id = await festival.live_deal(host, show_id, stock=STOCK)
        people = await festival.people(CLAIMANTS)
        async with AsyncExitStack() as room:
            watchers = [
                await room.enter_async_context(watching(first, show_id, who)) for who in people
            ]
            claiming = [
                asyncio.create_task(_claim(watcher, who, deal_id))
                for watcher, who in zip(watchers, people, strict=True)
            ]
            winners_before = random.randrange(5, STOCK // 2)
            await until(lambda: sum(task.done() for task in claiming) >= winners_before)
            await product.kill(first)
            answers = dict(zip(people, await asyncio.gather(*claiming), strict=True))
        acknowledged = {
            who: answer["order"]["id"]
            for who, answer in answers.items()
            if answer and answer["t"] == "claimed"
        }
        assert len(acknowledged) >= winners_before

        festival.url = await product.start()
        again = await asyncio.gather(*(festival.claim(who, deal_id, _key(who)) for who in people))
        orders = {
            who: answer.json()["id"]
            for who, answer in zip(people, again, strict=True)
            if answer.status_code == 201
        }
        assert len(set(orders.values())) == len(orders) == STOCK
        assert acknowledged.items() <= orders.items()
        database = Database(database_url)
        await settled(database)
        assert await imbalances(database) == {}
        await database.close()


async def _claim(watcher: Watcher, who: Someone, deal_id: str) -> dict[str, Any] | None:
    """The answer, or None if the server died before it gave one."""
    try:
        return await watcher.claim(deal_id, _key(who))
    except ConnectionError:
        return None


def _key(who: Someone) -> str:
    return f"{who.handle}-1"
