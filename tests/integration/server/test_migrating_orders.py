"""What the first release left behind is carried on: unpaid orders are held, and its payments can be refunded."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from commerce.payments import store
from commerce.payments.payment import PaymentStatus
from commerce.payments.refund import RefundStatus
from commerce.payments.sandbox.gateway import Sandbox
from kit.db import Database
from kit.money import Money
from kit.unit_of_work import UnitOfWork
from server import migrate
from tests.support.postgres import PostgresServer

BEFORE = "0002"
AT = datetime(2026, 11, 11)  # noqa: DTZ001 - as SQLite keeps it
ACCOUNT = (
    "INSERT INTO account (id, handle, handle_key, email, email_key, password_hash, is_operator, "
    f"created_at) VALUES ('a1', 'mira', 'mira', 'm@x', 'm@x', '', false, '{AT}')"
)
BRAND = (
    "INSERT INTO brand (id, slug, name, country, currency, locale, tagline, hue, created_at) "
    f"VALUES ('b1', 'lumen', 'Lumen', 'DE', 'EUR', 'de_DE', '', 0, '{AT}')"
)


def order(order_id: str, status: str, paid_at: str) -> str:
    return (
        "INSERT INTO orders (id, account_id, brand_id, show_id, status, units, total_minor, "
        "currency, created_at, hold_expires_at, paid_at, version) VALUES "
        f"('{order_id}', 'a1', 'b1', 's1', '{status}', 1, 500, 'EUR', '{AT}', '{AT}', {paid_at}, 1)"
    )


def attempt(attempt_id: str, order_id: str, outcome: str) -> str:
    return (
        "INSERT INTO payment_attempt (id, order_id, amount_minor, currency, card_last4, outcome, "
        f"created_at) VALUES ('{attempt_id}', '{order_id}', 500, 'EUR', '4242', '{outcome}', '{AT}')"
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def old_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of the first release."""
    if request.param == "sqlite":
        url = f"sqlite+aiosqlite:///{tmp_path}/old.db"
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.url_of(server.create_database())
    command.upgrade(migrate._config(url), BEFORE)
    return url


async def test_orders_and_payments_of_the_first_release_go_on(old_url: str) -> None:
    database = Database(old_url)
    async with database.writing() as connection:
        for statement in (
            ACCOUNT,
            BRAND,
            order("o1", "awaiting_payment", "NULL"),
            order("o2", "paid", f"'{AT}'"),
            attempt("p1", "o1", "declined"),
            attempt("p2", "o2", "insufficient_funds"),
            attempt("p3", "o2", "approved"),
        ):
            await connection.execute(text(statement))
    await database.close()

    await asyncio.to_thread(migrate.upgrade, old_url)

    database = Database(old_url)
    work = UnitOfWork(database, lambda: AT.replace(tzinfo=UTC))
    async with work.read() as tx:
        rows = await tx.all(text("SELECT id, status FROM orders ORDER BY id"))
        last = await store.last_payments(tx, ["o1", "o2"])
        binding = await store.binding_payment(tx, "o2")
    assert [tuple(row.values()) for row in rows] == [("o1", "held"), ("o2", "paid")]
    assert last["o1"].status is PaymentStatus.FAILED
    assert binding is not None
    assert (binding.id, binding.status, binding.amount_minor) == (
        "p3",
        PaymentStatus.SUCCEEDED,
        500,
    )
    assert binding.reference is not None
    refund = Sandbox(work, "s").refund(binding.reference, "r1", Money(500, "EUR"))
    assert await refund is RefundStatus.SUCCEEDED
    await database.close()
