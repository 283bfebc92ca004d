"""Refunds that were made go on, and what gives back no money has a place; going back leaves what gave back money."""

import asyncio
from datetime import datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from kit.db import Database
from server import migrate
from tests.support.postgres import PostgresServer

AT = datetime(2026, 11, 11)  # noqa: DTZ001 - as SQLite keeps it
BEFORE, AFTER = "0008", "0011"
WORLD = (
    (
        "INSERT INTO account (id, handle, handle_key, email, email_key, password_hash, is_operator, "
        f"created_at) VALUES ('a1', 'mira', 'mira', 'm@x', 'm@x', '', false, '{AT}')"
    ),
    (
        "INSERT INTO brand (id, slug, name, country, currency, locale, tagline, hue, created_at) "
        f"VALUES ('b1', 'lumen', 'Lumen', 'DE', 'EUR', 'de_DE', '', 0, '{AT}')"
    ),
    (
        "INSERT INTO payment (id, account_id, gateway, currency, amount_minor, status, begun_at, "
        f"give_up_at, next_check_at, checks) VALUES ('p1', 'a1', 'sandbox', 'EUR', 900, 'succeeded', "
        f"'{AT}', '{AT}', '{AT}', 0)"
    ),
)


def order(order_id: str, status: str, total: int, refunded: int, units: int) -> str:
    return (
        "INSERT INTO orders (id, account_id, brand_id, show_id, status, units, total_minor, currency, "
        "created_at, hold_expires_at, paid_at, refunded_minor, refunded_units, version) VALUES "
        f"('{order_id}', 'a1', 'b1', 's1', '{status}', 2, {total}, 'EUR', '{AT}', '{AT}', '{AT}', "
        f"{refunded}, {units}, 1)"
    )


def refund(refund_id: str, order_id: str, payment_id: str, amount: int) -> tuple[str, str]:
    return (
        (
            "INSERT INTO refund (id, payment_id, order_id, amount_minor, currency, reason, restock, "
            "was_late, status, begun_at, next_check_at, checks) VALUES "
            f"('{refund_id}', {payment_id}, '{order_id}', {amount}, 'EUR', 'Sorry', true, false, "
            f"'succeeded', '{AT}', '{AT}', 0)"
        ),
        f"INSERT INTO refund_line (refund_id, number, quantity) VALUES ('{refund_id}', 1, 1)",
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database from before."""
    if request.param == "sqlite":
        url = f"sqlite+aiosqlite:///{tmp_path}/old.db"
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.url_of(server.create_database())
    command.upgrade(migrate._config(url), BEFORE)
    return url


async def test_refunds_with_and_without_money(url: str) -> None:
    await run(
        url, *WORLD, order("o1", "partly_refunded", 900, 400, 1), *refund("r1", "o1", "'p1'", 400)
    )
    await asyncio.to_thread(command.upgrade, migrate._config(url), AFTER)
    assert await refunds(url) == [("r1", "p1", 400, 1)]

    await run(url, order("o2", "partly_refunded", 0, 0, 1), *refund("r2", "o2", "NULL", 0))
    for wrong in (
        order("o3", "refunded", 0, 0, 1),
        order("o3", "partly_refunded", 0, 0, 2),
        order("o3", "partly_refunded", 900, 0, 0),
        refund("r3", "o1", "NULL", 1)[0],
        refund("r3", "o1", "'p1'", 0)[0],
    ):
        with pytest.raises(IntegrityError):
            await run(url, wrong)

    await asyncio.to_thread(command.downgrade, migrate._config(url), BEFORE)
    assert await refunds(url) == [("r1", "p1", 400, 1)]


async def run(url: str, *statements: str) -> None:
    database = Database(url)
    try:
        async with database.writing() as connection:
            for statement in statements:
                await connection.execute(text(statement))
    finally:
        await database.close()


async def refunds(url: str) -> list[tuple[object, ...]]:
    found = (
        "SELECT refund.id, payment_id, amount_minor, quantity FROM refund "
        "JOIN refund_line ON refund_id = refund.id ORDER BY refund.id"
    )
    database = Database(url)
    try:
        async with database.reading() as connection:
            return [tuple(row) for row in await connection.execute(text(found))]
    finally:
        await database.close()
