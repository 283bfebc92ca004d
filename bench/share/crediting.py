"""From events in the outbox to pending rewards, in a process of its own: `python crediting.py WAY URL FIRST COUNT LINKS` prints
JSON. The ways are `limit`, which writes the same rows and decides nothing, and `dealcast_alone`, the relay with the one reaction
that credits. `dealcast` is the product's own worker, which `run.py` starts, and which is watched.
"""

import asyncio
import json
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta

import asyncpg
import ground

from commerce.events import OrderPaid
from commerce.store import sales as store_sales
from kit.bulk import Rows, write_rows
from kit.clock import utc_now
from kit.db import Database
from kit.events import Event
from kit.ids import new_id
from kit.outbox import BATCH, Message, Relay, letters
from kit.unit_of_work import UnitOfWork
from server.features.upkeep import SWEEP_AFTER
from server.purchases import paid_order_of
from share.crediting import Crediting
from share.events import OrdersCredited, RewardsEarned
from share.rewards.tables import entries
from share.tables import credits, rewards, steps, touches

LATEST_S = 200.0
"""After that the worker is given up."""


async def limit(database: Database, numbers: range, links: int) -> None:
    """Each batch by one statement."""
    for first in range(numbers.start, numbers.stop, BATCH):
        batch = range(first, min(first + BATCH, numbers.stop))
        async with database.writing() as connection:
            await write_rows(connection, *_rows(batch, links))


async def dealcast_alone(database: Database, numbers: range, _links: int) -> None:
    work = UnitOfWork(database, utc_now)
    crediting = Crediting(work)

    async def deliver(messages: Sequence[Message]) -> dict[str, Exception]:
        order_ids = [m.event.order_id for m in messages if isinstance(m.event, OrderPaid)]
        async with work.read() as tx:
            sales = await store_sales.sales(tx, order_ids)
        await crediting.credit_orders([paid_order_of(sale) for sale in sales.values()])
        return {}

    relay = Relay(database, utc_now, [OrderPaid], deliver)
    while await relay.sweep(SWEEP_AFTER):
        pass


WAYS = {"limit": limit, "dealcast_alone": dealcast_alone}


async def measure(way: str, url: str, numbers: range, links: int) -> dict[str, float]:
    database = Database(url)
    began, cpu = time.perf_counter(), time.process_time()
    await WAYS[way](database, numbers, links)
    took, used = time.perf_counter() - began, time.process_time() - cpu
    await database.close()
    count = len(numbers)
    return {"orders_per_min": count / took * 60, "cpu_us_per_order": used / count * 1e6}


async def watch(url: str, before: Mapping[str, int], count: int) -> dict[str, float]:
    """How workers that run book so many orders, whose events are there at once, in these tables, that had so many rows before;
    and how long until all that this causes is done too: rewards are screened and sharers told."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        began = await _until(connection, "SELECT count(*) FROM reward", before["reward"] + 1)
        for table, rows in before.items():
            ended = await _until(connection, f"SELECT count(*) FROM {table}", rows + count)
        drained = await _until(
            connection,
            "SELECT 1 - sign(count(*)) FROM outbox WHERE delivered_at IS NULL AND created_at > now() - interval '5 minutes'",
            1,
        )
    finally:
        await connection.close()
    return {
        "orders_per_min": count / (ended - began) * 60,
        "told_per_min": count / (drained - began) * 60,
    }


async def _until(
    connection: "asyncpg.Connection[asyncpg.Record]", query: str, at_least: int
) -> float:
    latest = time.perf_counter() + LATEST_S
    while await connection.fetchval(query) < at_least:
        if time.perf_counter() > latest:
            raise TimeoutError(query)
        await asyncio.sleep(0.1)
    return time.perf_counter()


def _rows(numbers: range, links: int) -> list[Rows]:
    """What the product writes about these orders, each credited to one click and rewarded."""
    now, count = utc_now(), len(numbers)
    ids = [ground.id_of(number) for number in numbers]
    buyers = [ground.id_of(ground.SHARERS + number) for number in numbers]
    reward_ids, entry_ids = [new_id() for _ in numbers], [new_id() for _ in numbers]
    of_links = [number * 7 % links for number in numbers]
    link_ids = [ground.id_of(link) for link in of_links]
    sharers = [ground.id_of(link % ground.SHARERS) for link in of_links]
    brands = [ground.id_of(link % ground.BRANDS) for link in of_links]

    def same(value: object) -> list[object]:
        return [value] * count

    events: list[Event] = [
        OrdersCredited(order_ids=ids, link_ids=link_ids, account_ids=sharers),
        RewardsEarned(reward_ids=reward_ids, link_ids=link_ids),
    ]
    return [
        Rows(credits, {
            "order_id": ids, "click_id": ids, "link_id": link_ids, "outcome": same("credited"),
            "decided_at": same(now), "model": same("last"), "order_number": [each[-6:] for each in ids],
        }),
        Rows(touches, {"order_id": ids, "click_id": ids, "link_id": link_ids, "verdict": same("credited")}),
        Rows(steps, {"click_id": ids, "step": same("bought"), "link_id": link_ids, "taken_at": same(now)}),
        Rows(rewards, {
            "id": reward_ids, "order_id": ids, "order_number": [each[-6:] for each in ids],
            "link_id": link_ids, "brand_id": brands, "account_id": sharers, "friend_id": buyers,
            "kind": same("rate"), "rate_bp": same(500), "offer_amount": same(0),
            "order_total_minor": same(10_000), "amount_minor": same(500), "points": same(0),
            "currency": same("EUR"), "cut_by": same(None), "status": same("pending"),
            "earned_at": same(now), "due_at": same(now + timedelta(days=14)), "is_budgeted": same(False),
        }),
        Rows(entries, {
            "id": entry_ids, "brand_id": brands, "account_id": sharers, "currency": same("EUR"),
            "reward_id": reward_ids, "payout_id": same(None), "taken_from": same(None),
            "put_into": same("pending"), "amount_minor": same(500), "reason": same("earned"),
            "entered_at": same(now),
        }),
        letters(events, now)[1],
    ]  # fmt: skip


if __name__ == "__main__":
    way, url, first, count, links = sys.argv[1:]
    numbers = range(int(first), int(first) + int(count))
    print(json.dumps(asyncio.run(measure(way, url, numbers, int(links)))))
