"""What viewers and hosts are told of a show's video, and the keys that hosts are given.

Before a show is live its video is a rehearsal: to everybody but its hosts it is off.
"""

from kit.auth import Principal, Role
from kit.clock import to_ms
from kit.one_by_one import OneByOne
from kit.unit_of_work import Tx, UnitOfWork
from membership.ranks import rank_of
from streams import store as shows
from streams.access import EVERYBODY
from streams.admission import refuse_entry
from streams.broadcast import store
from streams.broadcast.airing import GONE_AFTER, Airing, lose, renew_key
from streams.broadcast.passes import PUBLIC, Passes
from streams.broadcast.views import StreamKeyView, VideoView
from streams.errors import NoSuchShow
from streams.events import VideoChanged
from streams.show import Show

BATCH = 100
OFF = VideoView(
    signal="off", hls_url=None, whep_url=None, pass_until_ms=None, recording="off", version=0
)
"""Older than anything that is told of a show on air."""


class Videos:
    def __init__(self, work: UnitOfWork, passes: Passes, media_url: str) -> None:
        self._work = work
        self._passes = passes
        self._media_url = media_url
        self._unseen = OneByOne[str]("lose_video")

    async def for_viewer(self, principal: Principal, show_id: str) -> VideoView:
        """The video as this person may watch it now.

        Raises:
            NoSuchShow, MembersOnly, NotOpenYet
        """
        async with self._work.read() as tx:
            show = await _show(tx, show_id)
            rank = await rank_of(tx, principal, show.brand_id)
            if refusal := refuse_entry(show, rank, tx.now):
                raise refusal
            is_host = principal.role_for(show.brand_id) >= Role.HOST
            return await self._view(tx, show, is_host=is_host)

    async def of_show(self, show_id: str, *, is_host: bool = False) -> VideoView:
        """As those in its room may watch it, who were let in; or its hosts.

        Raises:
            NoSuchShow
        """
        async with self._work.read() as tx:
            return await self._view(tx, await _show(tx, show_id), is_host=is_host)

    async def media_urls(self) -> set[str]:
        """Where media processes are: those that carry a show, and the one that hosts are sent to."""
        async with self._work.read() as tx:
            return {self._media_url, *await store.media_urls(tx)}

    async def stream_key(self, principal: Principal, show_id: str) -> StreamKeyView:
        """Raises NotSignedIn, Forbidden, NoSuchShow."""
        async with self._work.read() as tx:
            await _require_host(tx, principal, show_id)
            return self._key(await store.get(tx, show_id) or Airing(show_id))

    async def renew_stream_key(self, principal: Principal, show_id: str) -> StreamKeyView:
        """Make the key so far void, for those who publish next.

        Raises:
            NotSignedIn, Forbidden, NoSuchShow
        """
        async with self._work.write() as tx:
            await _require_host(tx, principal, show_id)
            airing = await store.lock(tx, show_id)
            if airing is None:
                await store.add(tx, airing := Airing(show_id))
            renewed = renew_key(airing)
            await store.save(tx, renewed)
            return self._key(renewed)

    async def lose_unseen(self) -> int:
        """Tell of shows whose media process is gone; how many."""
        async with self._work.read() as tx:
            show_ids = await store.unseen(tx, tx.now - GONE_AFTER, self._unseen.reach(BATCH))
        return sum(await self._unseen.each(show_ids, self._lose))

    async def _lose(self, show_id: str) -> bool:
        async with self._work.write() as tx:
            airing = await store.lock(tx, show_id)
            lost = airing and lose(airing, tx.now)
            if lost is None:
                return False
            await store.save(tx, lost)
            tx.emit(VideoChanged(show_id=show_id))
        return True

    async def _view(self, tx: Tx, show: Show, *, is_host: bool) -> VideoView:
        airing = await store.get(tx, show.id) or Airing(show.id)
        if show.is_live and show.access == EVERYBODY:
            return _view(airing, PUBLIC, "", None)
        if show.is_live:
            given = self._passes.viewer_pass(show.id, tx.now)
            return _view(airing, given.text, f"?pass={given.text}", to_ms(given.until))
        if not is_host:
            return OFF
        watch_pass = self._passes.watch_pass(show.id)
        return _view(airing, watch_pass, f"?pass={watch_pass}", None)

    def _key(self, airing: Airing) -> StreamKeyView:
        return StreamKeyView(
            whip_url=f"{self._media_url}/whip/{airing.show_id}",
            key=self._passes.stream_key(airing),
            watch_pass=self._passes.watch_pass(airing.show_id),
        )


async def _require_host(tx: Tx, principal: Principal, show_id: str) -> None:
    principal.require(Role.HOST, (await _show(tx, show_id)).brand_id)


async def _show(tx: Tx, show_id: str) -> Show:
    show = await shows.get(tx, show_id)
    if show is None:
        raise NoSuchShow
    return show


def _view(airing: Airing, place: str, query: str, until_ms: int | None) -> VideoView:
    base = airing.media_url
    return VideoView(
        signal=airing.signal.value,
        hls_url=f"{base}/hls/{airing.show_id}/{place}/index.m3u8" if base else None,
        whep_url=f"{base}/whep/{airing.show_id}{query}" if base else None,
        pass_until_ms=until_ms,
        recording=airing.recording.value,
        version=airing.version,
    )
