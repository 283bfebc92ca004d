"""What is written down of recordings while they grow: the recorder's word with the database.

A take is begun when there is something to keep, and what is kept is written after it lies in the store. Whoever is killed in between
leaves an object that nobody names, never a name without its object.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from kit.unit_of_work import UnitOfWork
from streams import store as shows
from streams.broadcast import store as airings
from streams.broadcast.airing import Airing, RecordingState, note_recording
from streams.events import VideoChanged
from streams.replay import store
from streams.replay.recording import KeptSegment, Recording, Stretch
from streams.show import Show

QUIET_FOR = timedelta(seconds=60)
"""A recording to which nothing was added for so long after its show has ended has nobody who finishes it."""


class Ledger:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    @property
    def now(self) -> datetime:
        return self._work.clock()

    async def show(self, show_id: str) -> Show | None:
        async with self._work.read() as tx:
            return await shows.get(tx, show_id)

    async def begin_take(self, show_id: str) -> int:
        """Its number, from 1."""
        async with self._work.write() as tx:
            known = await store.lock_recording(tx, show_id)
            if known is None:
                await store.add_recording(tx, known := Recording(show_id, tx.now))
            begun = replace(known, takes=known.takes + 1, written_at=tx.now, finished_at=None)
            await store.save_recording(tx, begun)
            return begun.takes

    async def keep(self, show_id: str, kept: Sequence[KeptSegment]) -> None:
        async with self._work.write() as tx:
            known = await store.lock_recording(tx, show_id)
            if known is None:
                return  # it was removed meanwhile
            await store.add_segments(tx, show_id, kept)
            await store.save_recording(tx, replace(known, written_at=tx.now, finished_at=None))

    async def say(self, show_id: str, state: RecordingState) -> None:
        """Tell the hosts whether the show is recorded."""
        async with self._work.write() as tx:
            airing = await airings.lock(tx, show_id)
            if airing is None:
                await airings.add(tx, airing := Airing(show_id))
            after = note_recording(airing, state)
            if after is not airing:
                await airings.save(tx, after)
                tx.emit(VideoChanged(show_id=show_id))

    async def kept(self, show_id: str) -> list[KeptSegment]:
        async with self._work.read() as tx:
            return [each async for page in store.segments_of(tx, show_id) for each in page]

    async def finish(self, show_id: str, stretches: Sequence[Stretch]) -> None:
        """Its playlists are there: from now on the show can be watched again."""
        async with self._work.write() as tx:
            known = await store.lock_recording(tx, show_id)
            if known is not None:
                told = replace(known, stretches=tuple(stretches), finished_at=tx.now)
                await store.save_recording(tx, told)

    async def unfinished(self, most: int) -> list[str]:
        """Shows whose recorder is gone."""
        async with self._work.read() as tx:
            return await store.unfinished(tx, tx.now - QUIET_FOR, most)

    async def worn_out(self, keep_for: timedelta, most: int) -> list[str]:
        async with self._work.read() as tx:
            return await store.worn_out(tx, tx.now - keep_for, most)

    async def forget(self, show_id: str) -> None:
        async with self._work.write() as tx:
            await store.remove_recording(tx, show_id)
