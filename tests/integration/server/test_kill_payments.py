"""A web process that is killed while many pay charges nobody twice, and nobody who was told so is unpaid."""

import asyncio
import random
from pathlib import Path
from typing import Any

import pytest
from httpx2 import HTTPError
from sqlalchemy import func, select, update

from commerce.orders import OrderStatus
from commerce.payments.sandbox.tables import sandbox_charges, sandbox_refunds
from commerce.payments.tables import payments
from commerce.tables import orders
from kit.clock import utc_now
from kit.db import Database
from tests.support.product import Festival, Someone, running_product
from tests.support.waiting import until

BUYERS = 40
PRICE_MINOR = 1_900
CARD = {"number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123"}


async def try_to_pay(festival: Festival, who: Someone, order_id: str, key: str) -> Any:
    """The answer, or None if the server died before it gave one."""
    try:
        return await festival.call(
            who,
            "POST",
            f"/api/orders/{order_id}/payment",
            json=CARD,
            headers={"idempotency-key": key},
        )
    except (HTTPError, OSError):
        return None


async def pay_to_the_end(festival: Festival, who: Someone, order_id: str) -> None:
    """As a person does: the same again after a silence, anew after a refusal, until it is paid."""
    for attempt in range(100):
        answer = await try_to_pay(festival, who, order_id, f"again-{attempt // 2}")
        assert answer is not None
        said = answer.json()
        if said.get("status") == "paid" or said.get("code") == "order.already_paid":
            return
        await asyncio.sleep(0.5)
    pytest.fail(f"{order_id} could not be paid: {answer.text}")


async def test_a_kill_while_many_pay_charges_each_of_them_once(
    database_url: str, tmp_path: Path
) -> None:
    async with running_product(database_url, tmp_path) as product:
        first = await product.start()
        festival = await Festival.begin(product, first)
        host = await festival.person("host", role="host")
        deal_id = await festival.live_deal(host, await festival.live_show(host), stock=BUYERS)
        people = await festival.people(BUYERS)
        claims = await asyncio.gather(*(festival.claim(who, deal_id, "c") for who in people))
        order_ids = [claim.json()["id"] for claim in claims]

        pairs = [*zip(people, order_ids, strict=True)]
        race = [asyncio.create_task(try_to_pay(festival, *pair, "first")) for pair in pairs]
        paid_before = random.Random(0).randrange(5, BUYERS // 2)
        await until(lambda: sum(map(_is_paid, race)) >= paid_before)
        await product.kill(first)
        await asyncio.gather(*race)
        told = [pair for pair, task in zip(pairs, race, strict=True) if _is_paid(task)]
        assert len(told) < BUYERS, "the race was over before the kill"

        festival.url = await product.start()
        await _let_the_dead_be_checked(database_url)
        for who, order_id in told:
            assert (await festival.done(who, "GET", f"/api/orders/{order_id}"))["status"] == "paid"
        await asyncio.gather(*(pay_to_the_end(festival, *pair) for pair in pairs))
        assert await _charged_minor(database_url) == BUYERS * PRICE_MINOR


def _is_paid(task: "asyncio.Task[Any]") -> bool:
    answer = task.result() if task.done() else None
    return answer is not None and answer.json().get("status") == "paid"


async def _let_the_dead_be_checked(database_url: str) -> None:
    """The worker waits until whoever began a payment must be done with it; here we know that they are dead."""
    database = Database(database_url)
    async with database.writing() as connection:
        await connection.execute(update(payments).values(next_check_at=utc_now()))
    await database.close()


async def _charged_minor(database_url: str) -> int:
    """What the sandbox has taken and not given back, which must be what the orders say."""
    taken = select(func.sum(sandbox_charges.c.amount_minor)).where(
        sandbox_charges.c.status == "charged"
    )
    returned = select(func.coalesce(func.sum(sandbox_refunds.c.amount_minor), 0))
    sold = select(func.sum(orders.c.total_minor)).where(orders.c.status == OrderStatus.PAID.value)
    database = Database(database_url)
    async with database.reading() as connection:
        charged = int((await connection.execute(taken)).scalar() or 0)
        charged -= int((await connection.execute(returned)).scalar() or 0)
        assert charged == (await connection.execute(sold)).scalar()
    await database.close()
    return charged
