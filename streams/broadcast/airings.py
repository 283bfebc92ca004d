"""Who may publish and watch a show, and what everyone is told of it: the media process's word with the database.

A show that is planned may be published as well: a rehearsal, which only its hosts can watch.
"""

from collections.abc import Mapping
from datetime import datetime

from kit.unit_of_work import Tx, UnitOfWork
from streams import store as shows
from streams.admission import refuse_entry
from streams.broadcast import store
from streams.broadcast.airing import SEEN_EVERY, Airing, Signal, hear
from streams.broadcast.passes import Passes
from streams.errors import (
    IllegalShowMove,
    NoReplay,
    NoSuchShow,
    NotAdmitted,
    NotOnAir,
    WrongStreamKey,
)
from streams.events import VideoChanged
from streams.show import Show

KNOWN_FOR_S = 1.0
"""Players ask several times a second; whether a show is live is looked up once."""
MOST_KNOWN = 1_000


class Airings:
    def __init__(self, work: UnitOfWork, passes: Passes, media_url: str) -> None:
        self._work = work
        self._passes = passes
        self._media_url = media_url
        self._known: dict[str, tuple[float, Show | None]] = {}
        self._said: dict[str, tuple[Signal, datetime]] = {}

    async def admit_publisher(self, show_id: str, key: str) -> None:
        """Raises NoSuchShow, WrongStreamKey, IllegalShowMove."""
        async with self._work.read() as tx:
            show = await shows.get(tx, show_id)
            airing = await store.get(tx, show_id) or Airing(show_id)
        if show is None:
            raise NoSuchShow("Copy the address from the show's control panel.")
        if not self._passes.is_stream_key(airing, key):
            raise WrongStreamKey(
                "Copy the key from the show's control panel; it may have been renewed."
            )
        if show.is_over:
            raise IllegalShowMove("The show is over; nobody can publish it any more.")

    async def admit_viewer(self, show_id: str, watch_pass: str | None) -> datetime | None:
        """Until when; None: to the show's end. Without a pass one sees what is open to everybody.

        Raises:
            NoSuchShow, NotOnAir, NotAdmitted
        """
        show = await self._show(show_id)
        if show is None:
            raise NoSuchShow
        if watch_pass is not None and self._passes.is_watch_pass(show_id, watch_pass):
            return None
        until = self._until(show, watch_pass)
        if not show.is_live:
            raise NotOnAir("Wait until the show begins.")
        return until

    def _until(self, show: Show, watch_pass: str | None) -> datetime | None:
        now = self._work.clock()
        if watch_pass is None:
            if refuse_entry(show, 0, now) is not None:
                raise NotAdmitted("Open the show's page, and watch it there.")
            return None
        until = self._passes.admits_until(show.id, watch_pass, now)
        if until is None:
            raise NotAdmitted("Ask for the show's video anew.")
        return until

    async def admit_to_replay(self, show_id: str, watch_pass: str | None) -> datetime | None:
        """Until when; None: for good.

        Raises:
            NoSuchShow, NoReplay, NotAdmitted
        """
        show = await self._show(show_id)
        if show is None:
            raise NoSuchShow
        if watch_pass is not None and self._passes.is_watch_pass(show_id, watch_pass):
            return None
        until = self._until(show, watch_pass)
        if not show.has_ended:
            raise NoReplay("Wait until the show has ended.")
        return until

    async def say(self, heard: Mapping[str, bool]) -> set[str]:
        """Tell everyone which shows' publishers are heard, as far as it is news; those of them that are over."""
        async with self._work.read() as tx:
            over = {show_id for show_id in heard if await _is_over(tx, show_id)}
        said = {
            show_id: Signal.OFF if show_id in over else Signal.LIVE if is_heard else Signal.LOST
            for show_id, is_heard in heard.items()
        }
        now = self._work.clock()
        news = {
            show_id: signal
            for show_id, signal in said.items()
            if self._is_news(show_id, signal, now)
        }
        if news:
            async with self._work.write() as tx:
                for show_id in sorted(news):
                    await self._note(tx, show_id, news[show_id])
            self._said |= {show_id: (signal, now) for show_id, signal in news.items()}
        for show_id in over:
            del self._said[show_id]
        return over

    def _is_news(self, show_id: str, signal: Signal, now: datetime) -> bool:
        before = self._said.get(show_id)
        return before is None or before[0] is not signal or now - before[1] >= SEEN_EVERY

    async def _note(self, tx: Tx, show_id: str, signal: Signal) -> None:
        airing = await store.lock(tx, show_id)
        if airing is None:
            await store.add(tx, airing := Airing(show_id))
        after = hear(airing, signal, self._media_url, tx.now)
        await store.save(tx, after)
        if after.version != airing.version:
            tx.emit(VideoChanged(show_id=show_id))

    async def _show(self, show_id: str) -> Show | None:
        now_s = self._work.clock().timestamp()
        known = self._known.get(show_id)
        if known is None or now_s - known[0] > KNOWN_FOR_S:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            async with self._work.read() as tx:
                known = now_s, await shows.get(tx, show_id)
            self._known[show_id] = known
        return known[1]


async def _is_over(tx: Tx, show_id: str) -> bool:
    show = await shows.get(tx, show_id)
    return show is None or show.is_over
