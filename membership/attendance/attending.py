"""Noting who is in the room of which show.

Very many people come and go at once, so it is kept in the process and written every few seconds, many in one statement. Who has
several windows open is there once. A process that is killed forgets how long those who are there have been, and at most a few
seconds of who came.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import structlog
from msgspec import Struct

from kit.unit_of_work import UnitOfWork
from membership.attendance import store
from membership.attendance.visit import ShowVisit

log = structlog.get_logger()

EVERY_S = 2.0
AT_ONCE = 500
MOST_NOTED = 100_000
"""More than that is not kept while the database is away."""


class _Here(Struct, gc=False):
    brand_id: str
    since: datetime
    windows: int = 1


class Attending:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._here: dict[tuple[str, str], _Here] = {}
        self._noted: dict[tuple[str, str], ShowVisit] = {}
        self._writing: asyncio.Task[None] | None = None
        self._is_closed = False

    def come(self, account_id: str, show_id: str, brand_id: str) -> None:
        """Someone came into the show's room, by one more window."""
        key = account_id, show_id
        here = self._here.get(key)
        if here is not None:
            here.windows += 1
            return
        now = self._work.clock()
        self._here[key] = _Here(brand_id, now)
        self._note(ShowVisit(account_id, show_id, brand_id, now, now, 0))

    def go(self, account_id: str, show_id: str) -> None:
        """One of their windows is closed."""
        key = account_id, show_id
        here = self._here[key]
        here.windows -= 1
        if here.windows:
            return
        del self._here[key]
        now = self._work.clock()
        seconds = int((now - here.since).total_seconds())
        self._note(ShowVisit(account_id, show_id, here.brand_id, here.since, now, seconds))

    async def write(self) -> None:
        """Write what is noted."""
        noted, self._noted = list(self._noted.values()), {}
        for start in range(0, len(noted), AT_ONCE):
            await self._write(noted[start : start + AT_ONCE])

    async def close(self) -> None:
        """Write what is noted, once."""
        self._is_closed = True
        if self._writing is not None:
            self._writing.cancel()
            await asyncio.gather(self._writing, return_exceptions=True)
        await self.write()

    def _note(self, visit: ShowVisit) -> None:
        key = visit.account_id, visit.show_id
        noted = self._noted.get(key)
        if noted is not None:
            self._noted[key] = noted.then(visit)
        elif len(self._noted) < MOST_NOTED:
            self._noted[key] = visit
        if self._writing is None and not self._is_closed:
            self._writing = asyncio.create_task(self._write_soon(), name="attendance")

    async def _write_soon(self) -> None:
        await asyncio.sleep(EVERY_S)
        # Who comes or goes from now on begins the next round.
        self._writing = None
        await self.write()

    async def _write(self, visits: Sequence[ShowVisit]) -> None:
        try:
            async with self._work.write() as tx:
                await store.add_visits(tx, visits)
        except Exception:
            log.warning("attendance.not_written", visits=len(visits), exc_info=True)
            for visit in visits:
                self._note(visit)
