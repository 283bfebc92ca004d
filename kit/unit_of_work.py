"""One request or task is one transaction, opened and committed at the edge.

    async with work.write() as tx:
        await tx.execute(insert(deals).values(...))
        tx.emit(DealDropped(deal_id=...))

Emitted events reach the outbox in the same transaction and are handed over after the commit.
Nobody inside calls commit. An exception rolls everything back, the events with it.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Executable, RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from kit import outbox
from kit.bulk import Rows, Write, write_rows, writes
from kit.clock import Clock
from kit.db import Database
from kit.events import Event


class Draft:
    """What is to be written together: its time, rows, and events."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.events: list[Event] = []
        self.rows: list[Rows] = []
        self.messages: Sequence[outbox.Message] = ()
        """The events as the outbox has them, from just before the commit on."""
        self.writes: Sequence[Write] = ()
        """The statements for all this, once it is prepared."""
        self._afterwards: list[Callable[[], None]] = []

    def emit(self, event: Event) -> None:
        self.events.append(event)

    def add(self, *rows: Rows) -> None:
        """Have rows written at the end of the transaction, in one statement with its events."""
        self.rows += rows

    def after(self, step: Callable[[], None]) -> None:
        """Have something done once this is known to be committed, before anybody else is told."""
        self._afterwards.append(step)

    def all_rows(self) -> list[Rows]:
        """What is written, with its events."""
        self.messages, told = outbox.letters(self.events, self.now)
        return [rows for rows in (*self.rows, told) if len(rows)]

    def committed(self) -> None:
        for step in self._afterwards:
            step()


class Tx(Draft):
    """A transaction: its statements, and what it will have caused."""

    def __init__(self, connection: AsyncConnection, now: datetime, *, is_sqlite: bool) -> None:
        super().__init__(now)
        self.connection = connection
        self.is_sqlite = is_sqlite
        self.is_second_look = False
        """Whether the same was tried before, and met what others had written since it looked."""

    async def execute(
        self,
        statement: Executable,
        parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> int:
        """Run a statement; the number of rows that it touched."""
        result = await self.connection.execute(statement, parameters)
        return int(result.rowcount)

    async def all(self, statement: Executable) -> Sequence[RowMapping]:
        return (await self.connection.execute(statement)).mappings().all()

    async def first(self, statement: Executable) -> RowMapping | None:
        return (await self.connection.execute(statement)).mappings().first()

    async def scalar(self, statement: Executable) -> Any:
        return (await self.connection.execute(statement)).scalar()


class UnitOfWork:
    def __init__(
        self,
        database: Database,
        clock: Clock,
        on_commit: Callable[[Sequence[outbox.Message]], None] | None = None,
    ) -> None:
        self.database = database
        self.clock = clock
        self.on_commit = on_commit

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Tx]:
        async with self.database.reading() as connection:
            yield Tx(connection, self.clock(), is_sqlite=self.database.is_sqlite)

    async def fetch(self, statement: str, values: Sequence[object]) -> Sequence[Sequence[Any]]:
        """What PostgreSQL finds by one statement, handed to the driver directly (`Database.send`)."""
        return await self.database.send(statement, values)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Tx]:
        async with self.database.writing() as connection:
            tx = Tx(connection, self.clock(), is_sqlite=self.database.is_sqlite)
            yield tx
            await write_rows(connection, *tx.all_rows())
        tx.committed()
        self.hand_over(tx.messages)

    def draft(self) -> Draft:
        return Draft(self.clock())

    def prepare(self, draft: Draft) -> None:
        """Have the statements at hand that write it."""
        draft.writes = writes(self.database.engine.dialect, *draft.all_rows())

    async def write_at_once(self, draft: Draft) -> None:
        """Write what was drafted and prepared without a look at anything: on PostgreSQL by one statement, which is the transaction."""
        if self.database.is_sqlite:
            async with self.database.writing() as connection:
                for write in draft.writes:
                    await connection.exec_driver_sql(*write)
        else:
            for write in draft.writes:
                await self.database.send(*write)
        draft.committed()
        self.hand_over(draft.messages)

    def hand_over(self, messages: Sequence[outbox.Message]) -> None:
        """Have committed events delivered at once."""
        if messages and self.on_commit is not None:
            self.on_commit(messages)
