"""Orders credited and rewarded by the product's use case, as a worker has it: many at once, with a million clicks stored."""

import asyncio
import time

import ground

from kit.clock import utc_now
from kit.db import Database
from kit.unit_of_work import UnitOfWork
from share.attribution import PaidOrder
from share.crediting import Crediting

OUTSTANDING = 1_000


async def measure(url: str, clicks: int, links: int, seconds: float) -> dict[str, float]:
    database = Database(url)
    crediting = Crediting(UnitOfWork(database, utc_now))
    numbers = iter(range(clicks))
    until = time.perf_counter() + seconds
    done = 0

    async def credit() -> None:
        nonlocal done
        for number in numbers:
            if time.perf_counter() > until:
                return
            await crediting.credit_order(_order(number, links))
            done += 1

    began, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(credit() for _ in range(OUTSTANDING)))
    took, used = time.perf_counter() - began, time.process_time() - cpu
    await crediting.close()
    await database.close()
    return {
        "orders": done,
        "credited_per_min": done / took * 60,
        "cpu_us_per_order": used / done * 1e6,
    }


def _order(number: int, links: int) -> PaidOrder:
    """Of someone who came by the click of this number, and who is no sharer."""
    link = number * 7 % links
    return PaidOrder(
        order_id=ground.id_of(number),
        order_number=str(number),
        account_id=ground.id_of(ground.SHARERS + number),
        brand_id=ground.id_of(link % ground.BRANDS),
        total_minor=10_000,
        currency="EUR",
        referral_token=ground.id_of(number),
    )
