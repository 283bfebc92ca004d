"""A worker that is killed in the midst of batches: the next one credits each order, and none twice."""

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Table, func, select, update

from commerce.events import OrderPaid
from commerce.tables import order_lines, orders
from kit.bulk import Rows
from kit.clock import utc_now
from kit.db import Database
from kit.ids import new_id
from kit.outbox import outbox
from kit.unit_of_work import Tx
from membership import store as membership
from membership.people import Account, Brand, Tier
from share.links import Link
from share.review.rules import RULES, Choice, Rulebook
from share.review.store import rulebooks
from share.rewards.tables import entries
from share.store import clicks as store_clicks
from share.store import links as store_links
from share.tables import credits, rewards, steps, touches
from streams import store as streams
from streams.show import Show, ShowStatus
from tests.support.books import imbalances
from tests.support.product import running_product
from tests.support.waiting import until_told

ORDERS = 1_500
BUYERS = 30


@pytest.fixture
async def database(postgresql_url: str) -> AsyncIterator[Database]:
    database = Database(postgresql_url)
    yield database
    await database.close()


async def test_what_a_killed_worker_was_crediting_the_next_one_credits_once(
    postgresql_url: str, database: Database, tmp_path: Path
) -> None:
    async with running_product(postgresql_url, tmp_path) as product:
        async with product.writing() as tx:
            await _sell(tx)
        await _tell_again(database)  # as a process that died would leave it
        worker = product.start_worker()
        await until_told(partial(_has, database, 1))
        await product.crash(worker)
        assert await _count(database, rewards) < ORDERS, "the worker was done before it was killed"
        await product.restart(worker)
        await until_told(partial(_is_told, database))
        await _tell_again(database)
        await until_told(partial(_is_told, database))

    for table in (credits, touches, steps, rewards, entries):
        assert await _count(database, table) == ORDERS, table.name
    books = await imbalances(database)
    assert not [fact for fact in books if "reward" in fact], books


async def _sell(tx: Tx) -> None:
    """Paid orders of whoever came by a link, of which nobody has been told."""
    brand = Brand(
        new_id(), "lumen", "Lumen", "DE", "EUR", "de_DE", "", 0, (Tier(1, "Gold", 500, ""),)
    )
    await membership.add_brand(tx, brand)
    people = [
        Account(new_id(), f"p{n}", f"p{n}@example.com", is_operator=False)
        for n in range(BUYERS + 1)
    ]
    for account in people:
        await membership.add_account(tx, account, password_hash="")
    sharer, *buyers = (account.id for account in people)
    await membership.join(tx, brand.id, sharer, 1)
    show = Show(
        id=new_id(), brand_id=brand.id, title="Evening show", description="", status=ShowStatus.ENDED,
        scheduled_at=tx.now, started_at=tx.now, ended_at=tx.now, version=1,
    )  # fmt: skip
    await streams.add(tx, show)
    link = Link(
        new_id(), "abcd1234", sharer, "show", show.id, show.id, brand.id, "Evening show", "/p.svg", tx.now, "/shows/one",
    )  # fmt: skip
    await store_links.add_link(tx, link)
    # So many by so few would be held, and told of one by one.
    off = {
        rule.code: Choice(is_on=False, at_least=rule.at_least, severity=rule.severity)
        for rule in RULES
    }
    await rulebooks.add_rulebook(tx, brand.id, Rulebook(1, off), sharer)
    tx.add(*_orders(tx, link, show.id, buyers))


def _orders(tx: Tx, link: Link, show_id: str, buyers: list[str]) -> tuple[Rows, ...]:
    brand_id = link.brand_id
    click_ids, order_ids = [new_id() for _ in range(ORDERS)], [new_id() for _ in range(ORDERS)]
    whose = [buyers[number % BUYERS] for number in range(ORDERS)]
    clicks = [
        (click_id, link, f"browser{number}", f"browser{number}", None)
        for number, click_id in enumerate(click_ids)
    ]
    for order_id, buyer in zip(order_ids, whose, strict=True):
        tx.emit(OrderPaid(
            order_id=order_id, deal_id=show_id, show_id=show_id, brand_id=brand_id, account_id=buyer, version=1,
        ))  # fmt: skip
    paid = Rows(orders, {
        "id": order_ids, "account_id": whose, "brand_id": [brand_id] * ORDERS, "show_id": [show_id] * ORDERS,
        "status": ["paid"] * ORDERS, "units": [1] * ORDERS, "total_minor": [10_000] * ORDERS,
        "currency": ["EUR"] * ORDERS, "referral_token": click_ids, "created_at": [tx.now] * ORDERS,
        "hold_expires_at": [tx.now] * ORDERS, "paid_at": [tx.now] * ORDERS, "version": [1] * ORDERS,
    })  # fmt: skip
    lines = Rows(order_lines, {
        "order_id": order_ids, "number": [0] * ORDERS, "deal_id": [show_id] * ORDERS, "product_id": [show_id] * ORDERS,
        "title": ["Enamel mug"] * ORDERS, "quantity": [1] * ORDERS, "unit_price_minor": [10_000] * ORDERS,
        "list_price_minor": [10_000] * ORDERS,
    })  # fmt: skip
    return store_clicks.new_clicks(clicks, tx.now - timedelta(hours=1)), paid, lines


async def _tell_again(database: Database) -> None:
    async with database.writing() as connection:
        await connection.execute(
            update(outbox).values(delivered_at=None, created_at=utc_now() - timedelta(minutes=1))
        )


async def _count(database: Database, table: Table) -> int:
    async with database.reading() as connection:
        return int((await connection.execute(select(func.count()).select_from(table))).scalar_one())


async def _has(database: Database, least: int) -> bool:
    return await _count(database, rewards) >= least


async def _is_told(database: Database) -> bool:
    async with database.reading() as connection:
        waiting = select(func.count()).where(outbox.c.delivered_at.is_(None))
        return not (await connection.execute(waiting)).scalar_one()
