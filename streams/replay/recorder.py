"""Keeps what one broadcast publishes while its show is live.

Segments are taken from the window that players have, in order, once they are whole, so nothing waits anywhere else: as long as the
store does not answer they stay in the window, and what falls out of it is lost to the replay, which has a break there. The show
itself never waits.
"""

import asyncio
import math

import structlog

from kit import metrics
from kit.steps import whole
from streams.broadcast.airing import RecordingState
from streams.broadcast.broadcast import Broadcast
from streams.replay.finishing import finish
from streams.replay.ledger import Ledger
from streams.replay.objects import Objects
from streams.replay.recording import KeptSegment
from streams.show import Show
from streams.video.segments import Segment, Track

log = structlog.get_logger()

LOOK_EVERY_S = 0.5
TRY_AGAIN_AFTER_S = 3.0
GIVE_UP_AFTER_S = 600.0
"""When the show is over and the store still does not answer."""
MOST_AT_ONCE = 20
"""Segments that are written down together, as after an outage."""


class Recorder:
    def __init__(self, broadcast: Broadcast, ledger: Ledger, objects: Objects) -> None:
        self._broadcast = broadcast
        self._show_id = broadcast.show_id
        self._ledger = ledger
        self._objects = objects
        self._take = 0
        self._next: dict[str, int] = {}
        """By track, the number of the segment that is looked at next."""
        self._headers: set[str] = set()
        self._state = RecordingState.OFF
        self._wait_s = LOOK_EVERY_S
        self._give_up_at_s = math.inf

    async def run(self) -> None:
        """Record until the broadcast has ended and everything of it is kept, or cannot be."""
        while not await self._is_done():  # noqa: ASYNC110 - a segment is there every two seconds
            await asyncio.sleep(self._wait_s)
        await self._end()

    async def _is_done(self) -> bool:
        """Keep what there is; whether nothing more is to be expected."""
        is_over = self._is_over
        try:
            has_more = await whole(self._keep_some())
        except Exception as error:
            # Disks fill up, stores and databases go away: the show goes on, and the recording when they are back.
            await self._stopped(error)
            return is_over and self._gives_up()
        self._wait_s = LOOK_EVERY_S
        return is_over and not has_more

    def _gives_up(self) -> bool:
        now_s = asyncio.get_running_loop().time()
        self._give_up_at_s = min(self._give_up_at_s, now_s + GIVE_UP_AFTER_S)
        if now_s < self._give_up_at_s:
            return False
        log.warning("recording.given_up", show_id=self._show_id)
        return True

    @property
    def _is_over(self) -> bool:
        """Whether nothing more comes, and what came last is whole."""
        tracks = self._broadcast.packager.tracks
        return self._broadcast.has_ended and all(track.segments[-1].is_complete for track in tracks)

    async def _keep_some(self) -> bool:
        """Keep what is whole and not kept yet, but not too much at once; whether there was any."""
        due = self._due()[:MOST_AT_ONCE]
        if not due:
            return False
        show = await self._ledger.show(self._show_id)
        kept = [(track, each) for track, each in due if show and _is_of_show(show, each)]
        if kept:
            await self._ledger.keep(self._show_id, await self._stored(kept))
            await self._say(RecordingState.ON)
        for track, segment in due:
            self._pass(track.name, segment.number)
        return True

    def _due(self) -> list[tuple[Track, Segment]]:
        """In the order in which they were published."""
        due = [
            (track, each)
            for track in self._broadcast.packager.tracks
            for each in track.segments
            if each.number >= self._next.get(track.name, 0) and each.is_complete and each.duration_s
        ]
        return sorted(due, key=lambda pair: (pair[1].number, pair[0].name))

    def _pass(self, track: str, number: int) -> None:
        """Look at what comes after it; what fell out of the window before it was looked at is lost."""
        lost = number - self._next.get(track, number)
        metrics.recording_lost_segments.inc(lost)
        self._next[track] = number + 1

    async def _stored(self, kept: list[tuple[Track, Segment]]) -> list[KeptSegment]:
        if not self._take:
            self._take = await self._ledger.begin_take(self._show_id)
        return [await self._put(track, segment) for track, segment in kept]

    async def _put(self, track: Track, segment: Segment) -> KeptSegment:
        kept = KeptSegment(
            track=track.name,
            take=self._take,
            number=segment.number,
            header=segment.header,
            began_at=segment.began_at,
            duration_s=segment.duration_s,
            size=segment.size,
            is_after_break=segment.is_after_break,
        )
        if kept.header_name not in self._headers:
            await self._objects.put(
                f"{self._show_id}/{kept.header_name}", track.headers[segment.header]
            )
            self._headers.add(kept.header_name)
        await self._objects.put(f"{self._show_id}/{kept.name}", segment.data)
        metrics.recorded_bytes.inc(segment.size)
        return kept

    async def _stopped(self, error: Exception) -> None:
        metrics.recording_failures.inc()
        self._wait_s = TRY_AGAIN_AFTER_S
        if self._state is not RecordingState.STOPPED:
            log.warning("recording.stopped", show_id=self._show_id, error=str(error))
        try:
            await whole(self._say(RecordingState.STOPPED))
        except Exception:
            log.warning("recording.not_told", show_id=self._show_id, exc_info=True)

    async def _say(self, state: RecordingState) -> None:
        if state is not self._state:
            await self._ledger.say(self._show_id, state)
            self._state = state

    async def _end(self) -> None:
        """Finish the replay if the show is over; else its next publisher begins another take."""
        try:
            await whole(self._say(RecordingState.OFF))
            show = await self._ledger.show(self._show_id)
            if self._take and show is not None and show.is_over:
                await whole(finish(self._show_id, self._ledger, self._objects))
        except Exception:
            # Whoever looks after recordings tries again.
            log.warning("recording.not_finished", show_id=self._show_id, exc_info=True)


def _is_of_show(show: Show, segment: Segment) -> bool:
    """A rehearsal is not recorded, nor what comes after the end."""
    if show.started_at is None or segment.began_at < show.started_at:
        return False
    return show.ended_at is None or segment.began_at < show.ended_at
