"""Taking one's data along: everything that Dealcast has of a person, as one ZIP file.

The worker reads it page by page, each in a transaction of its own, and keeps the file in parts, so that neither who writes nor who
reads it ever holds all of it. A worker that dies leaves an export that another makes anew.
"""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import RowMapping

from kit.auth import Principal
from kit.clock import to_ms
from kit.ids import new_id
from kit.rate_limit import RateLimiter, Rule
from kit.unit_of_work import UnitOfWork
from membership import store as membership
from membership.privacy.archive import Archive
from membership.privacy.errors import NoExport
from membership.privacy.files import File
from membership.privacy.readme import NAME, readme
from membership.privacy.store import exports as store
from membership.privacy.views import ExportView, MyExportView

log = structlog.get_logger()

PAGE = 500
PART_BYTES = 256 * 1024
LEASE = timedelta(minutes=2)
"""For how long a worker may be busy between two parts."""
LASTS = timedelta(days=7)
EXPORTS = Rule("export", "5/day", "You had your data gathered often today.")


class Exporting:
    def __init__(self, work: UnitOfWork, limiter: RateLimiter, files: Sequence[File]) -> None:
        self._work = work
        self._limiter = limiter
        self._files = files

    async def ask(self, principal: Principal) -> ExportView:
        """Have the caller's data gathered. One that is under way is the answer; one that is ready makes room for the new one.

        Raises:
            NotSignedIn, TooMany
        """
        account_id = principal.account()
        present = await self.mine(principal)
        if present.export is not None and not present.export.is_ready:
            return present.export
        await self._limiter.hit(EXPORTS, account_id)
        async with self._work.write() as tx:
            await membership.lock_account(tx, account_id)
            row = await store.last_export(tx, account_id)
            if row is None or row["status"] == store.READY:
                await store.forget_exports(tx, of=account_id)
                await store.add_export(tx, new_id(), account_id, len(self._files))
                row = await store.last_export(tx, account_id)
            assert row is not None, "the export that was just asked for"
            return _view(row)

    async def mine(self, principal: Principal) -> MyExportView:
        """
        Raises:
            NotSignedIn
        """
        async with self._work.read() as tx:
            row = await store.last_export(tx, principal.account())
        return MyExportView(export=_view(row) if row else None)

    async def download(self, principal: Principal) -> tuple[int, AsyncIterator[bytes]]:
        """The size of the caller's ZIP file, and its parts.

        Raises:
            NotSignedIn, NoExport
        """
        export = (await self.mine(principal)).export
        if export is None:
            raise NoExport("It was never asked for, or its time is over. Ask for a new one.")
        if not export.is_ready:
            raise NoExport("It is still being gathered. Come back in a moment.")
        return export.size, self._parts(export.id)

    async def gather(self) -> bool:
        """Make the next export that is asked for; whether there was one. For the worker."""
        async with self._work.write() as tx:
            lease = tx.now + LEASE
            row = await store.take_due(tx, lease)
        if row is None:
            return False
        await _Making(self._work, self._files, row["id"], row["account_id"], lease).make()
        return True

    async def forget(self) -> int:
        """Delete exports whose time is over; how many."""
        async with self._work.write() as tx:
            return await store.forget_exports(tx)

    async def _parts(self, export_id: str) -> AsyncIterator[bytes]:
        # A transaction each: who reads slowly keeps no connection.
        number = 0
        while True:
            async with self._work.read() as tx:
                data = await store.part(tx, export_id, number)
            if data is None:
                return
            yield data
            number += 1


class _Making:
    """One export while a worker makes it."""

    def __init__(
        self,
        work: UnitOfWork,
        files: Sequence[File],
        export_id: str,
        account_id: str,
        lease: datetime,
    ) -> None:
        self._work = work
        self._files = files
        self._export_id = export_id
        self._account_id = account_id
        self._lease = lease
        self._archive = Archive(work.clock())
        self._parts = 0
        self._files_done = 0

    async def make(self) -> None:
        try:
            self._archive.add_text(NAME, readme(self._files, self._work.clock()))
            for file in self._files:
                await self._add(file)
                self._files_done += 1
                await self._keep()
            self._archive.close()
            await self._keep()
            async with self._work.write() as tx:
                await store.finish(tx, self._export_id, tx.now + LASTS)
        except _TakenOver:
            log.warning("export.taken_over", export_id=self._export_id)

    async def _add(self, file: File) -> None:
        self._archive.begin(file.name, file.columns)
        after: list[object] | None = None
        while True:
            async with self._work.read() as tx:
                rows = await store.rows_of(tx, file, self._account_id, after, PAGE)
            self._archive.add(rows)
            if self._archive.size >= PART_BYTES:
                await self._keep()
            if len(rows) < PAGE:
                break
            after = [rows[-1][f"key_{number}"] for number in range(len(file.key))]
        self._archive.end()

    async def _keep(self) -> None:
        """Write what there is of the file, and keep the export for a while longer.

        Raises:
            _TakenOver: this worker was too slow, and another makes it.
        """
        async with self._work.write() as tx:
            due = self._lease, tx.now + LEASE
            if not await store.add_part(
                tx, self._export_id, self._parts, self._archive.take(), self._files_done, due
            ):
                raise _TakenOver
            self._lease = due[1]
        self._parts += 1


class _TakenOver(Exception):
    pass


def _view(row: RowMapping) -> ExportView:
    return ExportView(
        id=row["id"],
        is_ready=row["status"] == store.READY,
        files_done=row["files_done"],
        files=row["files"],
        size=row["size"],
        asked_at_ms=to_ms(row["asked_at"]),
        expires_at_ms=to_ms(row["expires_at"]) if row["expires_at"] else None,
    )
