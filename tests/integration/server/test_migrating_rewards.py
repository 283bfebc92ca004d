"""Rewards from before payouts are pending for a return window, and have their first entry."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import select, text

from kit.db import Database
from kit.unit_of_work import UnitOfWork
from server import migrate
from share.rewards.entry import Balance
from share.rewards.store import statements
from share.tables import rewards
from tests.support.books import imbalances
from tests.support.postgres import PostgresServer

BEFORE = "0018"
AT = datetime(2026, 11, 11, 9, 30)  # noqa: DTZ001 - as SQLite keeps it
ROWS = (
    ("INSERT INTO brand (id, slug, name, country, currency, locale, tagline, hue, created_at) "
    f"VALUES ('b1', 'lumen', 'Lumen', 'DE', 'EUR', 'de_DE', '', 0, '{AT}')"),
    ("INSERT INTO account (id, handle, handle_key, email, email_key, password_hash, is_operator, "
    f"created_at) VALUES ('a1', 'sol', 'sol', 's', 's', '', false, '{AT}')"),
    ("INSERT INTO share_link (id, code, account_id, kind, target_id, show_id, brand_id, title, "
    f"image_url, created_at, leads_to) VALUES ('l1', 'abc', 'a1', 'show', 's1', 's1', 'b1', 'A show', '', '{AT}', '/')"),
    *(
        "INSERT INTO share_credit (order_id, link_id, outcome, decided_at) "
        f"VALUES ('{order_id}', 'l1', 'credited', '{AT}')"
        for order_id in ("o1", "o2")
    ),
    *(
        "INSERT INTO reward (id, order_id, order_number, link_id, account_id, rate_bp, amount_minor, "
        f"currency, status, earned_at) VALUES ('{reward_id}', '{order_id}', 'N', 'l1', 'a1', 500, 99, "
        f"'EUR', '{status}', '{AT}')"
        for reward_id, order_id, status in (("r1", "o1", "pending"), ("r2", "o2", "cancelled"))
    ),
)  # fmt: skip


@pytest.fixture(params=["sqlite", "postgresql"])
def old_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database from before there were payouts."""
    if request.param == "sqlite":
        url = f"sqlite+aiosqlite:///{tmp_path}/old.db"
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.url_of(server.create_database())
    command.upgrade(migrate._config(url), BEFORE)
    return url


async def test_they_are_due_after_fourteen_days_and_in_the_ledger(old_url: str) -> None:
    database = Database(old_url)
    async with database.writing() as connection:
        for statement in ROWS:
            await connection.execute(text(statement))
    await database.close()

    await asyncio.to_thread(migrate.upgrade, old_url)

    database = Database(old_url)
    at = AT.replace(tzinfo=UTC)
    async with UnitOfWork(database, lambda: at).read() as tx:
        found = await tx.all(select(rewards).order_by(rewards.c.id))
        balances = await statements.balances(tx, "a1")
    assert [(row["brand_id"], row["due_at"]) for row in found] == [
        ("b1", at + timedelta(days=14))
    ] * 2
    assert [row["order_total_minor"] for row in found] == [1_980, 1_980]
    assert balances == {("b1", "EUR"): Balance(pending_minor=99)}
    assert not any("entries sum" in fact for fact in await imbalances(database))
    await database.close()
