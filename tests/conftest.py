"""Fixtures that every kind of test shares: real databases and a real Redis.

`database_url` runs a test once on SQLite and once on PostgreSQL, each time on a database of its
own that has been migrated. Migrations run once a session; tests get copies of the result.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from hypothesis import settings

from tests.support.engines import share_compiled_statements
from tests.support.once import made_once
from tests.support.postgres import PostgresServer, running_postgres
from tests.support.redis_server import (
    MortalRedis,
    running_redis,
    running_redis_cluster,
    running_redis_sentinel,
)
from tests.support.scratch import scratch_root

KINDS = ("e2e", "contract", "integration", "unit")  # dearest files first
ROOT = Path(__file__).parent

# pytest's own setting for where `tmp_path` is.
os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(scratch_root()))

# How long an example takes depends on what else the machine does. Each run has other examples.
settings.register_profile("patient", deadline=None, max_examples=50)
settings.load_profile("patient")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the dear kinds of tests before the cheap ones: then no process waits long for the last of the others."""
    items.sort(key=_cost)  # stable: the order within a kind stays


def _cost(item: pytest.Item) -> int:
    kind = item.path.relative_to(ROOT).parts[0]
    return KINDS.index(kind) if kind in KINDS else len(KINDS)


@pytest.fixture(scope="session", autouse=True)
def compiled_statements() -> Iterator[None]:
    """Those of all tests' databases, kept for the session."""
    with pytest.MonkeyPatch.context() as patch:
        share_compiled_statements(patch)
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL server for the session."""
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A Redis server for the session; tests that count on an empty one take `empty_redis_url`."""
    with running_redis() as url:
        yield url


@pytest.fixture
def empty_redis_url(redis_url: str) -> str:
    """The session's Redis server, emptied."""
    with redis.Redis.from_url(redis_url) as client:
        client.flushdb()
    return redis_url


@pytest.fixture(scope="session")
def redis_cluster_url() -> Iterator[str]:
    """A Redis cluster of three primaries for the session."""
    with running_redis_cluster() as cluster:
        yield cluster.url


@pytest.fixture(scope="session")
def redis_sentinel_url() -> Iterator[str]:
    """A Redis that a sentinel watches, with a replica, for the session."""
    with running_redis_sentinel() as watched:
        yield watched.url


@pytest.fixture(params=[True, False], ids=["keeps_data", "forgets"])
def mortal_redis(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MortalRedis]:
    """A Redis that the test takes away; one that has everything when it is back, and one that is empty then."""
    server = MortalRedis(tmp_path, keeps_data=request.param)
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    return made_once(tmp_path_factory, "sqlite", _migrated_sqlite) / "template.db"


@pytest.fixture(scope="session")
def postgresql_template(postgres_server: PostgresServer) -> Iterator[str]:
    """The name of a migrated PostgreSQL database, to be copied."""
    name = postgres_server.create_database()
    _migrate(postgres_server.url_of(name))
    yield name
    postgres_server.drop_database(name)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated SQLite database of the test's own."""
    path = tmp_path / "dealcast.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture
def postgresql_url(postgres_server: PostgresServer, postgresql_template: str) -> Iterator[str]:
    """A migrated PostgreSQL database of the test's own."""
    name = postgres_server.create_database(template=postgresql_template)
    yield postgres_server.url_of(name)
    postgres_server.drop_database(name)


@pytest.fixture(params=("sqlite", "postgresql"))
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database of the test's own, on each database that the product supports."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


def _migrated_sqlite(folder: Path) -> None:
    path = folder / "template.db"
    _migrate(f"sqlite+aiosqlite:///{path}")
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _migrate(url: str) -> None:
    # Imported late: unit tests need no migrations and should not wait for Alembic.
    from server.migrate import upgrade

    upgrade(url)
