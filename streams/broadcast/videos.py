"""What viewers and hosts are told of a show's video, and the keys that hosts are given."""

from kit.auth import Principal, Role
from kit.unit_of_work import Tx, UnitOfWork
from streams import store as shows
from streams.broadcast import store
from streams.broadcast.airing import GONE_AFTER, Airing, lose, renew_key
from streams.broadcast.hls import PUBLIC
from streams.broadcast.passes import Passes
from streams.broadcast.views import StreamKeyView, VideoView
from streams.errors import NoSuchShow
from streams.events import VideoChanged


class Videos:
    def __init__(self, work: UnitOfWork, passes: Passes, media_url: str) -> None:
        self._work = work
        self._passes = passes
        self._media_url = media_url

    async def of_show(self, show_id: str) -> VideoView:
        """Raises: NoSuchShow."""
        async with self._work.read() as tx:
            airing = await store.get(tx, show_id)
            if airing is None and await shows.get(tx, show_id) is None:
                raise NoSuchShow
            return _view(airing or Airing(show_id))

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
        async with self._work.write() as tx:
            unseen = await store.lock_unseen(tx, tx.now - GONE_AFTER)
            lost = [after for airing in unseen if (after := lose(airing, tx.now))]
            for airing in lost:
                await store.save(tx, airing)
                tx.emit(VideoChanged(show_id=airing.show_id))
            return len(lost)

    def _key(self, airing: Airing) -> StreamKeyView:
        return StreamKeyView(
            whip_url=f"{self._media_url}/whip/{airing.show_id}",
            key=self._passes.stream_key(airing),
            watch_pass=self._passes.watch_pass(airing.show_id),
        )


async def _require_host(tx: Tx, principal: Principal, show_id: str) -> None:
    show = await shows.get(tx, show_id)
    if show is None:
        raise NoSuchShow
    principal.require(Role.HOST, show.brand_id)


def _view(airing: Airing) -> VideoView:
    base = airing.media_url
    return VideoView(
        signal=airing.signal.value,
        hls_url=f"{base}/hls/{airing.show_id}/{PUBLIC}/index.m3u8" if base else None,
        whep_url=f"{base}/whep/{airing.show_id}" if base else None,
        recording=airing.recording.value,
        version=airing.version,
    )
