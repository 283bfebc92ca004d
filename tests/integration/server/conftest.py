"""Databases with the demonstration data: to fill one takes seconds, to copy it none."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.clock import utc_now
from kit.db import Database
from kit.unit_of_work import UnitOfWork
from server import demo
from tests.support.once import made_once
from tests.support.postgres import PostgresServer


@pytest.fixture(scope="session")
def filled_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    def fill(folder: Path) -> None:
        shutil.copy(sqlite_template, folder / "demo.db")
        asyncio.run(_fill(f"sqlite+aiosqlite:///{folder}/demo.db"))

    return made_once(tmp_path_factory, "demo", fill) / "demo.db"


@pytest.fixture(scope="session")
def filled_postgresql(postgres_server: PostgresServer, postgresql_template: str) -> Iterator[str]:
    name = postgres_server.create_database(template=postgresql_template)
    asyncio.run(_fill(postgres_server.url_of(name)))
    yield name
    postgres_server.drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def filled_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of the test's own, on each database that the product supports."""
    template = request.getfixturevalue(f"filled_{request.param}")
    if request.param == "sqlite":
        shutil.copy(template, tmp_path / "demo.db")
        yield f"sqlite+aiosqlite:///{tmp_path}/demo.db"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = server.create_database(template=template)
    yield server.url_of(name)
    server.drop_database(name)


async def _fill(url: str) -> None:
    database = Database(url)
    await demo.fill(UnitOfWork(database, utc_now))
    await database.close()
