"""Who is a member already keeps their tier when brands get rules of their own."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from kit.db import Database
from kit.unit_of_work import UnitOfWork
from membership import directory
from membership.tiers.judging import Held
from membership.tiers.store import members as store_members
from server import migrate
from tests.support.postgres import PostgresServer

BEFORE = "0012"
AT = datetime(2026, 11, 11)  # noqa: DTZ001 - as SQLite keeps it
BRAND = (
    "INSERT INTO brand (id, slug, name, country, currency, locale, tagline, hue, created_at) "
    f"VALUES ('b1', 'lumen', 'Lumen', 'DE', 'EUR', 'de_DE', '', 0, '{AT}')"
)
ACCOUNT = (
    "INSERT INTO account (id, handle, handle_key, email, email_key, password_hash, is_operator, "
    f"created_at) VALUES ('a1', 'mira', 'mira', 'm', 'm', '', false, '{AT}')"
)
TIERS = (
    "INSERT INTO tier (brand_id, rank, name, share_rate_bp, perk) VALUES "
    "('b1', 1, 'Bronze', 300, ''), ('b1', 2, 'Silver', 500, 'Early tea')"
)
MEMBER = (
    "INSERT INTO member (brand_id, account_id, tier_rank, joined_at) "
    f"VALUES ('b1', 'a1', 2, '{AT}')"
)


@pytest.fixture(params=["sqlite", "postgresql"])
def old_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database from before there were programmes."""
    if request.param == "sqlite":
        url = f"sqlite+aiosqlite:///{tmp_path}/old.db"
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.url_of(server.create_database())
    command.upgrade(migrate._config(url), BEFORE)
    return url


async def test_their_tier_is_their_floor(old_url: str) -> None:
    database = Database(old_url)
    async with database.writing() as connection:
        for statement in (BRAND, ACCOUNT, TIERS, MEMBER):
            await connection.execute(text(statement))
    await database.close()

    await asyncio.to_thread(migrate.upgrade, old_url)

    database = Database(old_url)
    at = AT.replace(tzinfo=UTC)
    async with UnitOfWork(database, lambda: at).read() as tx:
        member = await store_members.member(tx, "b1", "a1")
        brand = await directory.brand(tx, "b1")
    await database.close()
    assert member is not None
    assert member.held == Held(rank=2, floor_rank=2, judged_at=at, review_at=None)
    assert brand is not None
    silver = brand.tiers[1]
    assert (silver.perk, silver.multiplier_bp, silver.has_threshold) == ("Early tea", 10_000, False)
