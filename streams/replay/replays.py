"""Watching shows again, and taking recordings back."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from msgspec import structs

from kit.auth import Principal, Role
from kit.clock import to_ms
from kit.unit_of_work import UnitOfWork
from streams import store as shows
from streams.access import EVERYBODY
from streams.broadcast.passes import PUBLIC, Passes
from streams.errors import IllegalShowMove, NoReplay, NoSuchShow
from streams.replay import store
from streams.replay.playlists import INDEX
from streams.replay.recording import Recording, length_s
from streams.replay.views import ReplayView, StretchView
from streams.show import Show

NOTHING = ReplayView(status="none", hls_url=None, length_ms=0, stretches=[], kept_until_ms=None)


class Replays:
    def __init__(
        self, work: UnitOfWork, passes: Passes, media_url: str, keep_for: timedelta
    ) -> None:
        self._work = work
        self._passes = passes
        self._media_url = media_url
        self._keep_for = keep_for

    async def of_show(self, show_id: str) -> ReplayView:
        """As those may watch it to whom the show is open.

        Raises:
            NoSuchShow
        """
        async with self._work.read() as tx:
            show = await shows.get(tx, show_id)
            if show is None:
                raise NoSuchShow
            recording = await store.recording(tx, show_id)
            now = tx.now
        if not show.has_ended or recording is None or recording.discarded_at is not None:
            return NOTHING
        if recording.finished_at is None:
            return structs.replace(NOTHING, status="processing")
        return self._view(show, recording, now) if recording.is_ready else NOTHING

    async def ready_among(self, show_ids: Collection[str]) -> set[str]:
        """Those of the shows that can be watched again."""
        async with self._work.read() as tx:
            return await store.ready_among(tx, show_ids)

    async def discard(self, principal: Principal, show_id: str) -> None:
        """Nobody can watch the show again, and what was recorded is removed soon, with its clips.

        Raises:
            NotSignedIn, Forbidden, NoSuchShow, NoReplay, IllegalShowMove
        """
        async with self._work.write() as tx:
            show = await shows.get(tx, show_id)
            if show is None:
                raise NoSuchShow
            principal.require(Role.HOST, show.brand_id)
            if not show.is_over:
                raise IllegalShowMove("End the show first.")
            recording = await store.lock_recording(tx, show_id)
            if recording is None:
                raise NoReplay("There is nothing to remove.")
            if recording.discarded_at is None:
                await store.save_recording(tx, replace(recording, discarded_at=tx.now))

    def _view(self, show: Show, recording: Recording, now: datetime) -> ReplayView:
        assert show.ended_at is not None, "a show that ended did so at some time"
        is_open = show.access == EVERYBODY
        place = PUBLIC if is_open else self._passes.replay_pass(show.id, now).text
        return ReplayView(
            status="ready",
            hls_url=f"{self._media_url}/replay/{show.id}/{place}/{INDEX}",
            length_ms=round(length_s(recording.stretches) * 1000),
            stretches=[
                StretchView(
                    starts_ms=round(stretch.starts_s * 1000),
                    began_at_ms=to_ms(stretch.began_at),
                    lasts_ms=round(stretch.lasts_s * 1000),
                )
                for stretch in recording.stretches
            ],
            kept_until_ms=to_ms(show.ended_at + self._keep_for),
        )
