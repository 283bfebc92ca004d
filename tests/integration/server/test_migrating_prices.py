"""What was public before public prices were kept counts for "lowest price", and no money goes back for it."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from commerce.protection.store import prices as store_prices
from kit.db import Database
from kit.unit_of_work import UnitOfWork
from server import migrate
from tests.support.postgres import PostgresServer

BEFORE = "0006"
AT = datetime(2026, 11, 11)  # noqa: DTZ001 - as SQLite keeps it
CLOSES_AT = AT + timedelta(hours=1)
BRAND = (
    "INSERT INTO brand (id, slug, name, country, currency, locale, tagline, hue, created_at) "
    f"VALUES ('b1', 'lumen', 'Lumen', 'DE', 'EUR', 'de_DE', '', 0, '{AT}')"
)
PRODUCT = (
    "INSERT INTO product (id, brand_id, title, title_key, description, category, list_price_minor, "
    f"created_at) VALUES ('p1', 'b1', 'Lamp', 'lamp', '', 'lamp', 5000, '{AT}')"
)


def deal(deal_id: str, status: str, price_minor: int, rank: int = 0) -> str:
    window = "NULL, NULL" if status == "queued" else f"'{AT}', '{CLOSES_AT}'"
    return (
        "INSERT INTO deal (id, show_id, brand_id, product_id, position, price_minor, currency, "
        "stock, sold, per_buyer_limit, min_tier_rank, duration_s, status, opened_at, closes_at, "
        f"is_pinned, created_at, version) VALUES ('{deal_id}', 's1', 'b1', 'p1', 1, {price_minor}, "
        f"'EUR', 5, 0, 1, {rank}, 3600, '{status}', {window}, false, '{AT}', 1)"
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def old_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database from before public prices were kept."""
    if request.param == "sqlite":
        url = f"sqlite+aiosqlite:///{tmp_path}/old.db"
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.url_of(server.create_database())
    command.upgrade(migrate._config(url), BEFORE)
    return url


async def test_what_dropped_for_everyone_was_a_public_price(old_url: str) -> None:
    deals = (
        deal("d1", "ended", 2_000),
        deal("d2", "live", 1_800),
        deal("d3", "queued", 100),
        deal("d4", "ended", 100, rank=1),
    )
    database = Database(old_url)
    async with database.writing() as connection:
        for statement in (BRAND, PRODUCT, *deals):
            await connection.execute(text(statement))
    await database.close()

    await asyncio.to_thread(migrate.upgrade, old_url)

    database = Database(old_url)
    at = AT.replace(tzinfo=UTC)
    async with UnitOfWork(database, lambda: at + timedelta(days=1)).read() as tx:
        lowest = await store_prices.lowest_since(tx, "p1", "EUR", at, "")
        besides = await store_prices.lowest_since(tx, "p1", "EUR", at, "d2")
        due = await store_prices.due_sweeps(tx, 10)
    assert lowest is not None
    assert (lowest.deal_id, lowest.price_minor, lowest.starts_at) == ("d2", 1_800, at)
    assert lowest.ends_at == CLOSES_AT.replace(tzinfo=UTC)
    assert besides is not None
    assert besides.deal_id == "d1"
    assert due == []
    await database.close()
