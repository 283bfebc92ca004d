"""Where people are seen: noted when they take a link and when they pay, as keyed hashes that are soon forgotten.

Visits that come together are noted together, and the same one again within the hour not at all.
"""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from kit.errors import Refusal
from kit.group_commit import GroupCommit
from kit.unit_of_work import Tx, UnitOfWork
from share.review.marks import Visit, marks
from share.review.store import traces

log = structlog.get_logger()

SAME_FOR = timedelta(hours=1)
REMEMBERED = 50_000
"""Visits that a process remembers, not to note them again."""


class Traces:
    """`key` makes the hashes; with another one nothing is recognised that was noted before."""

    def __init__(self, work: UnitOfWork, key: str) -> None:
        self._work = work
        self._key = key
        self._recent = OrderedDict[Visit, datetime]()
        self._commits = GroupCommit[Visit, None](work, self._settle)

    async def note(self, visit: Visit) -> None:
        """Note the visit before what comes of it. It never keeps anyone waiting or out: if it cannot be noted, it is not."""
        now = self._work.clock()
        noted = self._recent.get(visit)
        if noted is not None and now - noted < SAME_FOR:
            return
        try:
            await self._commits.submit(visit)
        except Refusal as refusal:
            log.info("traces.not_noted", code=refusal.code)
            return
        while len(self._recent) >= REMEMBERED:
            self._recent.popitem(last=False)
        self._recent[visit] = now

    async def forget(self) -> int:
        """Delete what is kept no longer; how much. For the worker."""
        async with self._work.write() as tx:
            return await traces.forget(tx)

    async def close(self) -> None:
        """Note what waits, and take nothing more."""
        await self._commits.close()

    async def _settle(self, tx: Tx, visits: Sequence[Visit]) -> list[Refusal | None]:
        await traces.keep(
            tx,
            (
                (visit.account_id, kind, mark)
                for visit in visits
                for kind, mark in marks(visit, self._key).items()
            ),
        )
        return [None] * len(visits)
