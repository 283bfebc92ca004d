"""A web process that is killed in the middle of a race loses nothing that it acknowledged."""

import asyncio
import random
from pathlib import Path
from typing import Any

import pytest
from httpx2 import HTTPError
from sqlalchemy import func, select

from commerce.tables import deal_slots, deals, orders
from kit.db import Database
from kit.outbox import outbox
from tests.support.product import Festival, Someone, running_product
from tests.support.waiting import until

CLAIMANTS = 300
STOCK = 150


async def try_claim(festival: Festival, person: Someone, deal_id: str) -> dict[str, Any] | None:
    """The answer, or None if the server died before it gave one."""
    try:
        answer = await festival.claim(person, deal_id, f"{person.handle}-1")
    except (HTTPError, OSError):
        return None
    return {**answer.json(), "status": answer.status_code}


@pytest.mark.parametrize("round_", range(3))
async def test_a_kill_in_mid_race_loses_no_acknowledged_claim(
    database_url: str, tmp_path: Path, round_: int
) -> None:
    async with running_product(database_url, tmp_path) as product:
        first = await product.start()
        festival = await Festival.begin(product, first)
        host = await festival.person("host", role="host")
        show_id = await festival.live_show(host)
        deal_id = await festival.live_deal(host, show_id, stock=STOCK)
        people = await festival.people(CLAIMANTS)

        race = [asyncio.create_task(try_claim(festival, who, deal_id)) for who in people]
        winners_before = random.Random(round_).randrange(5, 60)
        await until(lambda: sum(map(_is_win, race)) >= winners_before)
        await product.kill(first)
        before = dict(zip(people, await asyncio.gather(*race), strict=True))
        acknowledged = {
            who: answer["id"]
            for who, answer in before.items()
            if answer and answer["status"] == 201
        }
        assert len(acknowledged) < STOCK, "the race was over before the kill"

        festival.url = await product.start()
        for who, order_id in acknowledged.items():
            assert (await festival.done(who, "GET", f"/api/orders/{order_id}"))["id"] == order_id
        after = await asyncio.gather(*(try_claim(festival, who, deal_id) for who in people))
        for who, answer in zip(people, after, strict=True):
            assert answer is not None
            if who in acknowledged:
                assert (answer["status"], answer["id"]) == (201, acknowledged[who])
        assert sum(answer is not None and answer["status"] == 201 for answer in after) == STOCK
        await until_all_is_delivered(database_url)
        await check_books(database_url, deal_id)


def _is_win(task: "asyncio.Task[dict[str, Any] | None]") -> bool:
    if not task.done():
        return False
    answer = task.result()
    return answer is not None and answer["status"] == 201


async def until_all_is_delivered(database_url: str) -> None:
    """Events that were committed but not delivered when the process died are delivered by the next one's sweep."""
    database = Database(database_url)
    undelivered = select(func.count()).select_from(outbox).where(outbox.c.delivered_at.is_(None))
    async with asyncio.timeout(30):
        while True:
            async with database.reading() as connection:
                if (await connection.execute(undelivered)).scalar() == 0:
                    break
            await asyncio.sleep(0.1)
    await database.close()


async def check_books(database_url: str, deal_id: str) -> None:
    database = Database(database_url)
    async with database.reading() as connection:
        sold = (
            await connection.execute(select(deals.c.sold).where(deals.c.id == deal_id))
        ).scalar()
        taken = (
            await connection.execute(
                select(func.count(), func.count(func.distinct(deal_slots.c.account_id))).where(
                    deal_slots.c.deal_id == deal_id, deal_slots.c.slot.is_not(None)
                )
            )
        ).one()
        placed = (await connection.execute(select(func.count()).select_from(orders))).scalar()
    await database.close()
    assert (sold, tuple(taken), placed) == (STOCK, (STOCK, STOCK), STOCK)
