"""Migrations can be repeated, run at once, and end at the tables in the code."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path

import pytest
from sqlalchemy import func, inspect, select, text

from kit import db
from kit.db import Database
from server import migrate
from server.tables import metadata
from tests.support.postgres import PostgresServer
from tests.support.waiting import until_told

COMMAND = Path(sys.executable).with_name("dealcast")
POSTGRES_LOCK = 4_041_118
"""That migrations take (`server/migrations/env.py`)."""


async def test_a_migrated_database_agrees_with_the_code(database_url: str) -> None:
    await asyncio.to_thread(migrate.check, database_url)


async def test_migrating_again_changes_nothing(database_url: str) -> None:
    before = await _schema(database_url)
    await asyncio.to_thread(migrate.upgrade, database_url)
    assert await _schema(database_url) == before


async def test_every_table_of_the_code_is_there(database_url: str) -> None:
    assert set(await _schema(database_url)) == {*metadata.tables, "alembic_version"}


async def test_two_releases_at_once_migrate_postgresql_once(
    postgres_server: PostgresServer,
) -> None:
    name = postgres_server.create_database()
    url = postgres_server.url_of(name)
    try:
        await asyncio.gather(*(_release(url) for _ in range(2)))
        await asyncio.to_thread(migrate.check, url)
    finally:
        postgres_server.drop_database(name)


async def test_a_migration_takes_the_time_that_it_needs(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(postgresql_url)
    monkeypatch.setattr(db, "POSTGRES_STATEMENT_TIMEOUT_MS", 200)
    monkeypatch.setattr(db, "POSTGRES_ANSWERS_WITHIN_S", 0.5)
    async with database.writing() as connection:
        await connection.execute(select(func.pg_advisory_xact_lock(POSTGRES_LOCK)))
        migrating = asyncio.create_task(asyncio.to_thread(migrate.upgrade, postgresql_url))
        waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")

        async def waits() -> bool:
            return bool((await connection.execute(waiting)).scalar())

        await until_told(waits)
        await asyncio.sleep(0.6)  # longer than a statement may take elsewhere
    await migrating
    await database.close()


async def test_two_releases_at_once_migrate_sqlite_once(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/new/dealcast.db"
    await asyncio.gather(*(_release(url) for _ in range(2)))
    await asyncio.to_thread(migrate.check, url)


async def _release(url: str) -> None:
    """Migrate in a process of its own, as a release does."""
    process = await asyncio.create_subprocess_exec(
        COMMAND,
        "migrate",
        env={**os.environ, "DATABASE_URL": url, "SECRET_KEY": "k" * 40},
        stdout=PIPE,
        stderr=STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()


async def _schema(url: str) -> dict[str, list[str]]:
    database = Database(url)
    try:
        async with database.reading() as connection:
            return await connection.run_sync(
                lambda sync: {
                    table: sorted(column["name"] for column in inspect(sync).get_columns(table))
                    for table in inspect(sync).get_table_names()
                }
            )
    finally:
        await database.close()
