"""A pre-sale through the whole product: frames, the worker, rewards, and workers that are killed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, update

from commerce.tables import orders
from kit.clock import to_ms, utc_now
from kit.db import Database
from kit.ids import new_id
from kit.outbox import outbox
from kit.unit_of_work import Tx, UnitOfWork
from tests.support.api import Api, Client
from tests.support.counter import Counter
from tests.support.product import Festival, Someone, running_product, watching
from tests.support.waiting import until, until_told

CARD = {"number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123"}
HOUR_MS, DAY_MS = 3_600_000, 86_400_000


@asynccontextmanager
async def writing(database_url: str) -> AsyncIterator[Tx]:
    database = Database(database_url)
    try:
        async with UnitOfWork(database, utc_now).write() as tx:
            yield tx
    finally:
        await database.close()


async def presale_of(festival: Festival, manager: Someone) -> dict[str, Any]:
    now_ms = to_ms(utc_now())
    window = {
        "title": "First window",
        "deposit_from_ms": now_ms - HOUR_MS,
        "deposit_until_ms": now_ms + DAY_MS,
        "balance_from_ms": now_ms + 2 * DAY_MS,
        "balance_until_ms": now_ms + 4 * DAY_MS,
    }
    path = f"/api/brands/{festival.brand.slug}/sale-windows"
    added = await festival.done(manager, "POST", path, json=window)
    return {"sale_window_id": added["id"], "deposit_minor": 400, "worth_minor": 900}


async def reserved(festival: Festival, buyer: Someone, deal_id: str) -> str:
    order = (await festival.claim(buyer, deal_id, new_id())).json()
    answer = await paid(festival, buyer, order["id"])
    assert answer["status"] == "deposit_paid"
    return str(order["id"])


async def paid(festival: Festival, buyer: Someone, order_id: str) -> dict[str, Any]:
    path = f"/api/orders/{order_id}/payment"
    answer: dict[str, Any] = await festival.done(buyer, "POST", path, json=CARD)
    return answer


async def let_windows_open(database_url: str) -> None:
    async with writing(database_url) as tx:
        await tx.execute(update(orders).values(balance_from=tx.now, remind_at=tx.now))


async def let_windows_close(database_url: str) -> None:
    async with writing(database_url) as tx:
        past = tx.now - timedelta(seconds=1)
        times = {"balance_from": past - timedelta(hours=1), "balance_until": past}
        await tx.execute(update(orders).values(hold_expires_at=past, **times))


async def test_the_buyer_hears_of_the_balance_and_of_the_forfeit(
    database_url: str, tmp_path: Path
) -> None:
    async with running_product(database_url, tmp_path) as product:
        url = await product.start("--worker")
        festival = await Festival.begin(product, url)
        manager = await festival.person("manager", "manager")
        buyer = await festival.person("buyer")
        show_id = await festival.live_show(manager)
        terms = await presale_of(festival, manager)
        deal_id = await festival.live_deal(manager, show_id, presale=terms)
        order_id = await reserved(festival, buyer, deal_id)
        async with watching(url, show_id, buyer) as watcher:
            await watcher.until("welcome")
            await let_windows_open(database_url)
            frame = await watcher.until("my_balance_due")
            assert (frame["order"]["id"], frame["is_closing"]) == (order_id, False)
            assert frame["order"]["presale"]["balance_minor"] == 1_000
            await let_windows_close(database_url)
            await until(lambda: watcher.of("my_order")[-1]["order"]["status"] == "forfeited")
            assert len(watcher.of("my_balance_due")) == 1


async def test_workers_that_are_killed_remind_each_buyer_once(
    database_url: str, tmp_path: Path
) -> None:
    async with running_product(database_url, tmp_path) as product:
        url = await product.start()
        festival = await Festival.begin(product, url)
        manager = await festival.person("manager", "manager")
        show_id = await festival.live_show(manager)
        terms = await presale_of(festival, manager)
        deal_id = await festival.live_deal(manager, show_id, stock=40, presale=terms)
        buyers = await festival.people(12)
        for buyer in buyers:
            await reserved(festival, buyer, deal_id)
        await let_windows_open(database_url)
        for _ in range(2):
            await product.kill(await product.start("--worker"))
        for _ in range(2):
            await product.start("--worker")
        await until_told(partial(_all_reminded, database_url))
        async with writing(database_url) as tx:
            told = await tx.scalar(
                select(func.count()).where(outbox.c.name == "commerce.balance_reminded")
            )
        assert told == len(buyers)


async def _all_reminded(database_url: str) -> bool:
    async with writing(database_url) as tx:
        due = select(func.count()).where(orders.c.remind_at <= tx.now)
        return not await tx.scalar(due)


async def test_rewards_reports_and_files_count_what_was_really_paid(api: Api) -> None:
    manager = await api.staff("maria", await api.brand("lumen"), "manager")
    counter = await Counter.open(api, manager)
    sharer, buyer = await api.sign_up("sol"), await api.sign_up("mira")
    await sharer.put("/api/brands/lumen/membership")
    target = {"kind": "show", "target_id": counter.show_id}
    link = (await sharer.post("/api/links", json=target)).json()
    await buyer.get(f"/s/{link['code']}", headers={"user-agent": "Mozilla/5.0 Firefox/130"})
    order = await _claimed_in_advance(manager, buyer, counter)

    await buyer.post(f"{order}/payment", json=CARD)
    await api.dealcast.relay.drain()
    assert (await sharer.get("/api/links")).json()["rewards"] == []
    refused = await buyer.post(f"{order}/cancellation")
    assert (refused.status_code, refused.json()["code"]) == (409, "order.deposit_at_stake")
    early = await buyer.post(f"{order}/payment", json=CARD)
    assert (early.status_code, early.json()["code"]) == (409, "order.balance_not_due")
    text = (await buyer.get("/orders", headers={"accept": "text/html"})).text
    assert "Reserved" in text
    assert "The balance of" not in text

    async with api.dealcast.work.write() as tx:
        await tx.execute(update(orders).values(balance_from=tx.now))
    text = (await buyer.get("/orders", headers={"accept": "text/html"})).text
    assert "The balance of €11.00 for Desk lamp is due" in text
    await buyer.post(f"{order}/payment", json=CARD)
    await api.dealcast.relay.drain()
    [reward] = (await sharer.get("/api/links")).json()["rewards"]
    assert reward["amount_minor"] == 45
    board = (await manager.get(f"/api/shows/{counter.show_id}/board")).json()
    assert (board["revenue_minor"], board["reserved"]) == (1_500, 0)
    [_, row] = (await manager.get("/api/brands/lumen/orders.csv?status=paid")).text.splitlines()
    assert "20.00,5.00,15.00,15.00,0.00,EUR,4.00," in row


async def _claimed_in_advance(manager: Client, buyer: Client, counter: Counter) -> str:
    """An order of a lamp for 20.00, of which 4.00 are paid in advance and count for 9.00; where it is."""
    now_ms = to_ms(utc_now())
    window = {
        "title": "First window",
        "deposit_from_ms": now_ms - HOUR_MS,
        "deposit_until_ms": now_ms + DAY_MS,
        "balance_from_ms": now_ms + 2 * DAY_MS,
        "balance_until_ms": now_ms + 4 * DAY_MS,
    }
    added = (await manager.post("/api/brands/lumen/sale-windows", json=window)).json()
    [lamp] = (await buyer.get(f"/api/shows/{counter.show_id}/deals")).json()
    presale = {"sale_window_id": added["id"], "deposit_minor": 400, "worth_minor": 900}
    terms = {"product_id": lamp["product_id"], "price_minor": 2_000, "stock": 5}
    deals = f"/api/shows/{counter.show_id}/deals"
    deal = (await manager.post(deals, json={**terms, "presale": presale})).json()
    await manager.post(f"/api/deals/{deal['id']}/drop")
    answer = await buyer.post(f"/api/deals/{deal['id']}/claims", json={})
    assert answer.status_code == 201, answer.text
    return f"/api/orders/{answer.json()['id']}"
