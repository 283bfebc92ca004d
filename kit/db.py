"""The database: one set of tables, two engines.

SQLite runs with WAL and `synchronous=FULL` (an acknowledged write survives a power cut) and takes its write lock
at BEGIN, so that a transaction never fails half-way on a lock that it could not upgrade; writers of one process
queue in order. PostgreSQL runs READ COMMITTED, and rows that decide are locked with `FOR UPDATE`, which SQLite
does not need and SQLAlchemy leaves out there.
What is searched without regard to case is compared by `lower()`, which knows all letters in both.
"""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import asyncpg
from sqlalchemy import DateTime, Dialect, MetaData, String, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.exc import IntegrityError, InvalidatePoolError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection, QueuePool
from sqlalchemy.types import TypeDecorator
from sqlalchemy.util import await_only, greenlet_spawn

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

WRITES = "dealcast_writes"
SQLITE_BUSY_MS = 15_000
SQLITE_RETRY_S = 0.02
POSTGRES_STATEMENT_TIMEOUT_MS = 15_000
POSTGRES_ANSWERS_WITHIN_S = 20.0
"""More than its own limit for a statement: who says nothing by then is out of reach, and the connection is given up."""
POSTGRES_TRUSTED_FOR_S = 1.0
"""After it was last used a connection is taken for alive. To ask takes three round trips, as many as a small transaction."""


class Id(String):
    """A column for `kit.ids`."""

    inherit_cache = True

    def __init__(self) -> None:
        super().__init__(20)


class Instant(TypeDecorator[datetime]):
    """An aware UTC time. PostgreSQL keeps `timestamptz`; SQLite keeps text without a zone, which is put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """None for PostgreSQL, whose driver gives aware times in UTC: some twenty a paid order are read."""
        return super().result_processor(dialect, coltype) if dialect.name == "sqlite" else None


class Database:
    """Hands out connections that are ready for statements: nobody who gets one begins or commits."""

    def __init__(self, url: str, *, is_patient: bool = False) -> None:
        """Who is patient lets a statement take as long as it needs."""
        self.engine = _create_engine(url, is_patient=is_patient)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._sqlite_writer = asyncio.Lock()
        self._writing = self.engine.execution_options(**{WRITES: True})
        self._at_once = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._kept: PoolProxiedConnection | None = None
        """For `send`: to take a connection from the pool and to give it back takes longer than to send a small statement."""
        self._kept_since = 0.0

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Each statement is a transaction of its own. On PostgreSQL it would see what is committed by then anyway, and so it takes
        one round trip instead of three; on SQLite none is spent on a BEGIN."""
        if not self.is_sqlite:
            async with self._at_once.connect() as connection:
                yield connection
            return
        async with self.engine.connect() as connection, connection.begin():
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        async with AsyncExitStack() as stack:
            if self.is_sqlite:
                await stack.enter_async_context(self._sqlite_writer)
            connection = await stack.enter_async_context(self._writing.connect())
            await stack.enter_async_context(connection.begin())
            yield connection

    async def send(self, statement: str, values: Sequence[object]) -> Sequence[Sequence[Any]]:
        """Have PostgreSQL do one statement that is a transaction of its own; the rows that it returns. The driver sends it, past
        SQLAlchemy, which would take as long as the database does for a small one.

        Raises:
            IntegrityError
            OperationalError: the connection was lost.
        """
        pooled = await self._sending()
        driver = cast(asyncpg.Connection, pooled.driver_connection)
        try:
            return cast(list[asyncpg.Record], await driver.fetch(statement, *values))
        except asyncpg.IntegrityConstraintViolationError as error:
            raise IntegrityError(statement, None, error) from error
        except BaseException as error:
            is_lost = isinstance(error, Exception) and driver.is_closed()
            await greenlet_spawn(pooled.invalidate, error)
            if is_lost:
                raise OperationalError(
                    statement, None, error, connection_invalidated=True
                ) from error
            raise
        finally:
            if self._kept is None and pooled.is_valid:
                self._kept, self._kept_since = pooled, time.monotonic()
            else:
                await greenlet_spawn(pooled.close)

    @property
    def in_use(self) -> int:
        """Connections taken from the pool at the moment, and not only kept for the next statement."""
        pool = self.engine.pool
        taken = pool.checkedout() if isinstance(pool, QueuePool) else 0
        return taken - (self._kept is not None)

    async def close(self) -> None:
        if self._kept is not None:
            await greenlet_spawn(self._kept.close)
        await self.engine.dispose()

    async def _sending(self) -> PoolProxiedConnection:
        """The one that is kept, unless somebody has it, or it was lost."""
        kept, self._kept = self._kept, None
        if kept is None or (
            time.monotonic() - self._kept_since >= POSTGRES_TRUSTED_FOR_S
            and not await _is_alive(kept)
        ):
            return await self.engine.raw_connection()
        return kept


def _create_engine(url: str, *, is_patient: bool) -> AsyncEngine:
    """The connection that was given back last is taken first: its caches are warm, and the others need none. What a statement was
    given is in no error, since errors are logged."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        assert parsed.database, (
            "each process, and each connection, would have a database of its own"
        )
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_async_engine(
            parsed, pool_size=8, max_overflow=8, pool_use_lifo=True, hide_parameters=True
        )
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
        return engine
    engine = create_async_engine(
        parsed,
        pool_size=16,
        max_overflow=8,
        pool_use_lifo=True,
        pool_timeout=10,
        hide_parameters=True,
        connect_args={
            "timeout": POSTGRES_ANSWERS_WITHIN_S,
            "command_timeout": None if is_patient else POSTGRES_ANSWERS_WITHIN_S,
            "server_settings": {
                "application_name": "dealcast",
                "statement_timeout": "0" if is_patient else str(POSTGRES_STATEMENT_TIMEOUT_MS),
            },
        },
    )
    event.listen(engine.sync_engine, "checkin", _note_use)
    event.listen(engine.sync_engine, "checkout", _ask_if_idle)
    return engine


def _note_use(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
    record.info["used_at"] = time.monotonic()


def _ask_if_idle(
    connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: PoolProxiedConnection
) -> None:
    """Have one that was lost while nobody used it replaced, and with it all others."""
    used_at = record.info.get("used_at")
    if used_at is None or time.monotonic() - used_at < POSTGRES_TRUSTED_FOR_S:
        return
    try:
        connection.ping()
    except Exception as error:
        raise InvalidatePoolError("the connection was lost while it was idle") from error


async def _is_alive(pooled: PoolProxiedConnection) -> bool:
    """Whether the connection still answers; if not, it is given up."""
    connection = pooled.dbapi_connection
    assert connection is not None
    try:
        await greenlet_spawn(connection.ping)
    except BaseException as error:
        await greenlet_spawn(pooled.invalidate, error)
        if not isinstance(error, Exception):
            raise
        return False
    return True


def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    # None turns off the driver's own BEGIN, which would come too late and never be IMMEDIATE.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={SQLITE_BUSY_MS}")
    _use_wal(cursor)
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
    # Its own knows the letters of ASCII only.
    connection.create_function("lower", 1, _lower, deterministic=True)


def _lower(value: object) -> str | None:
    return None if value is None else str(value).lower()


def _use_wal(cursor: DBAPICursor) -> None:
    """Switch the file to WAL, which it stays in. SQLite does not wait for its turn to switch, so two processes that
    open a new file at once need to try again: whoever comes second finds it done."""
    give_up_at = time.monotonic() + SQLITE_BUSY_MS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.fetchall()
            return
        except sqlite3.OperationalError:
            if time.monotonic() > give_up_at:
                raise
            await_only(asyncio.sleep(SQLITE_RETRY_S))


def _begin_sqlite(connection: Any) -> None:
    if connection.get_execution_options().get(WRITES, False):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
