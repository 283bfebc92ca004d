"""Claims that were made before their keys were kept with their orders find these orders, and freed slots are free."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from commerce.settling import Kept
from commerce.store import claims as store
from commerce.store import deals as store_deals
from kit.db import Database
from kit.idempotency import fingerprint, recall
from kit.unit_of_work import UnitOfWork
from server import migrate
from tests.support.postgres import PostgresServer

BEFORE = "0015"
AT = datetime(2026, 11, 11)  # noqa: DTZ001 - as SQLite keeps it


@pytest.fixture(params=["sqlite", "postgresql"])
def old_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        url = f"sqlite+aiosqlite:///{tmp_path}/old.db"
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.url_of(server.create_database())
    command.upgrade(migrate._config(url), BEFORE)
    return url


def order(order_id: str, quantity: int) -> tuple[str, str]:
    return (
        (
            "INSERT INTO orders (id, account_id, brand_id, show_id, status, units, total_minor, "
            "currency, created_at, hold_expires_at, version) VALUES "
            f"('{order_id}', 'a1', 'b1', 's1', 'held', {quantity}, 500, 'EUR', '{AT}', '{AT}', 1)"
        ),
        (
            "INSERT INTO order_line (order_id, number, deal_id, product_id, title, quantity, "
            "unit_price_minor, list_price_minor) VALUES "
            f"('{order_id}', 1, 'd1', 'p1', 'Mug', {quantity}, 500, 500)"
        ),
    )


def slot(order_id: str, unit: int, number: str) -> str:
    return (
        "INSERT INTO deal_slot (order_id, deal_id, unit, account_id, slot) VALUES "
        f"('{order_id}', 'd1', {unit}, 'a1', {number})"
    )


def key(name: str, asked: str, answer: str) -> str:
    return (
        "INSERT INTO idempotency_key (owner, key, fingerprint, answer, created_at) VALUES "
        f"('a1', '{name}', '{asked}', '{answer}', '{AT}')"
    )


async def test_keys_and_slots_of_earlier_claims_go_on(old_url: str) -> None:
    cancelled = fingerprint("cancel", "o1")
    database = Database(old_url)
    async with database.writing() as connection:
        for statement in (
            (
                "INSERT INTO account (id, handle, handle_key, email, email_key, password_hash, "
                f"is_operator, created_at) VALUES ('a1', 'm', 'm', 'm@x', 'm@x', '', false, '{AT}')"
            ),
            (
                "INSERT INTO brand (id, slug, name, country, currency, locale, tagline, hue, created_at) "
                f"VALUES ('b1', 'lumen', 'Lumen', 'DE', 'EUR', 'de_DE', '', 0, '{AT}')"
            ),
            *order("o1", 2),
            *order("o2", 1),
            slot("o1", 1, "NULL"),
            slot("o1", 2, "2"),
            slot("o2", 1, "1"),
            key("k1", fingerprint("claim", "d1", 2), "o1"),
            key("k2", cancelled, "o1"),
        ):
            await connection.execute(text(statement))
    await database.close()

    await asyncio.to_thread(migrate.upgrade, old_url)

    database = Database(old_url)
    async with UnitOfWork(database, lambda: AT.replace(tzinfo=UTC)).read() as tx:
        kept = await store.kept_under(tx, {("a1", "k1"), ("a1", "k2"), ("a2", "k1")})
        held = await store_deals.held_slots(tx, {("d1", "a1")})
        other = await recall(tx, "a1", "k2", cancelled)
    await database.close()
    assert kept == {("a1", "k1"): Kept("o1", "d1", 2)}
    assert held == {("d1", "a1"): {1, 2}}
    assert other == "o1"
