"""A unit of work for telling a history: one transaction, and a clock that the teller sets.

So the demo is there whole or not at all, and quickly. Nobody was connected when it happened, so its events are
handed to no one.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from kit.bulk import write_rows
from kit.db import Database
from kit.rate_limit import RateLimiter, Rule
from kit.unit_of_work import Tx, UnitOfWork


class StagedWork(UnitOfWork):
    def __init__(self, database: Database, connection: AsyncConnection, now: datetime) -> None:
        super().__init__(database, lambda: self.time)
        self.time = now
        self._connection = connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Tx]:
        yield self._tx()

    async def fetch(self, statement: str, values: Sequence[object]) -> Sequence[Sequence[Any]]:
        return (await self._connection.exec_driver_sql(statement, tuple(values))).all()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Tx]:
        tx = self._tx()
        yield tx
        await write_rows(tx.connection, *tx.rows)

    def _tx(self) -> Tx:
        return Tx(self._connection, self.time, is_sqlite=self.database.is_sqlite)


class Unlimited(RateLimiter):
    """Counts nothing: an evening is told within a second."""

    async def hit(self, rule: Rule, *identity: str) -> None:
        return None
