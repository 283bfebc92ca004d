"""How the streams of a media process do, second by second, for operators: who publishes, how it arrives, who watches, how late.

GET /streams    Authorization: Bearer <a pass that the product's own processes make>
"""

import asyncio
import statistics
import time
from collections.abc import Callable

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kit import metrics
from kit.auth import Signer
from kit.errors import NotSignedIn
from kit.http import problem
from streams.broadcast.broadcast import Broadcast
from streams.broadcast.studio import Studio
from streams.broadcast.views import StreamReading
from streams.video.h264 import BadSps, picture_size

READ_EVERY_S = 1.0


class Readings:
    """`run` takes a reading of each broadcast once a second, until cancelled. `signer` knows whom to tell."""

    def __init__(
        self, studio: Studio, signer: Signer, wall: Callable[[], float] = time.time
    ) -> None:
        self._studio = studio
        self._signer = signer
        self._wall = wall

    def routes(self) -> list[Route]:
        return [Route("/streams", self._serve)]

    async def run(self) -> None:
        while True:
            await asyncio.sleep(READ_EVERY_S)
            self.take()

    def take(self) -> None:
        """Let a second end for every broadcast."""
        waiting = 0
        for broadcast in self._studio.broadcasts:
            publication = broadcast.relay.publication
            waiting += broadcast.meter.read(publication.receivers if publication else {}).waiting
        metrics.hls_players.set(waiting)

    def tell(self) -> list[StreamReading]:
        return [self._of(broadcast) for broadcast in self._studio.broadcasts]

    async def _serve(self, request: Request) -> Response:
        _, _, told = request.headers.get("authorization", "").partition(" ")
        if self._signer.unsign(told) is None:
            return problem(NotSignedIn("Open the operator's page instead."), request)
        return Response(
            msgspec.json.encode(self.tell()),
            media_type="application/json",
            headers={"cache-control": "no-store"},
        )

    def _of(self, broadcast: Broadcast) -> StreamReading:
        publication, meter = broadcast.relay.publication, broadcast.meter
        receivers = publication.receivers if publication else {}
        lately = meter.lately
        came = sum(second.received + second.missed for second in lately) or 1
        missed = sum(second.missed for second in lately)
        recovered = sum(second.recovered for second in lately)
        delays = [delay for second in lately for delay in second.delays_s]
        width, height = _size(broadcast)
        return StreamReading(
            show_id=broadcast.show_id,
            is_live=broadcast.is_live,
            is_stand_in=broadcast.has_stand_in,
            began_at_ms=self._began_at_ms(broadcast),
            bits_per_s=[sum(second.bits.values()) for second in meter.seconds],
            pictures_per_s=statistics.fmean(each.pictures for each in lately) if lately else 0.0,
            width=width,
            height=height,
            missed_share=missed / came,
            lost_share=max(0, missed - recovered) / came,
            jitter_ms=1000 * max((each.jitter_s for each in receivers.values()), default=0.0),
            key_frame_s=meter.key_frame_s,
            key_frames_asked=broadcast.relay.key_frames_asked,
            webrtc_viewers=self._studio.viewers(broadcast),
            hls_players=max((second.waiting for second in lately), default=0),
            part_delay_ms=1000 * statistics.median(delays) if delays else None,
        )

    def _began_at_ms(self, broadcast: Broadcast) -> float | None:
        publication = broadcast.relay.publication
        if publication is None:
            return None
        return 1000 * (self._wall() - (time.monotonic() - publication.began_at_s))


def _size(broadcast: Broadcast) -> tuple[int, int]:
    """Of the pictures; zero as long as there are none."""
    sets = broadcast.packager.sets
    try:
        return picture_size(sets.sps) if sets else (0, 0)
    except BadSps:
        return 0, 0
