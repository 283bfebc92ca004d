"""A show as LL-HLS over HTTP: playlists that may be waited for, parts that may be asked for before they are there, and whole segments.

    /hls/{show_id}/{pass}/index.m3u8        of which tracks the show consists
    /hls/{show_id}/{pass}/video.m3u8        ?_HLS_msn=7&_HLS_part=2&_HLS_skip=YES
    /hls/{show_id}/{pass}/video-0.mp4       a track's header
    /hls/{show_id}/{pass}/video-7.m4s       a segment
    /hls/{show_id}/{pass}/video-7.2.m4s     a part

Everything can be cached by any CDN: an address always means the same bytes, but for a playlist without `_HLS_msn`, which is
new each second. The pass stands in the path, so that what a playlist names needs no other; nothing is kept longer than its pass holds.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kit import metrics
from kit.clock import utc_now
from kit.errors import NotFound, Refusal
from kit.http import problem
from streams.broadcast.broadcast import Broadcast
from streams.broadcast.passes import PUBLIC
from streams.broadcast.signalling import CORS, Gate
from streams.broadcast.studio import Studio
from streams.errors import BadPlaylistRequest, NotOnAir
from streams.video.playlists import TARGET_DURATION_S, Rates, media_playlist, multivariant
from streams.video.segments import Place, Track

PLAYLIST = "application/vnd.apple.mpegurl"
MEDIA = {"video": "video/mp4", "audio": "audio/mp4"}
FIRST_WITHIN_S = 8.0
"""A player that comes with the publisher is kept waiting for the first parts."""
RELOAD_WITHIN_S = 2.5
"""A player gives a reload up a little later; it is told the same again before."""
PART_WITHIN_S = 2.0 * TARGET_DURATION_S
AHEAD = 2
"""Segments that a player may ask for before they are begun."""
FOR_EVER_S = 86_400
FOR_A_MOMENT = "public, max-age=1"

_FILE = re.compile(r"(video|audio)-(\d{1,9})(?:\.(\d{1,4}))?\.(mp4|m4s)")


@dataclass(frozen=True, slots=True)
class Reload:
    """Which state of a playlist a player waits for."""

    segment: int
    part: int | None
    """None: the whole segment."""

    def is_met(self, track: Track) -> bool:
        return track.has(self.segment if self.part is None else Place(self.segment, self.part))


class Hls:
    def __init__(self, studio: Studio, gate: Gate) -> None:
        self._studio = studio
        self._gate = gate

    def routes(self) -> list[Route]:
        return [Route("/hls/{show_id}/{watch_pass}/{name}", self._serve)]

    async def _serve(self, request: Request) -> Response:
        try:
            response = await self._answer(request)
        except Refusal as refusal:
            response = problem(refusal, request)
            if refusal.status == 404:
                response.headers["cache-control"] = FOR_A_MOMENT
        response.headers.update(CORS)
        return response

    async def _answer(self, request: Request) -> Response:
        show_id, name = request.path_params["show_id"], request.path_params["name"]
        watch_pass = request.path_params["watch_pass"]
        until = await self._gate.admit_viewer(show_id, None if watch_pass == PUBLIC else watch_pass)
        broadcast = self._studio.broadcast(show_id)
        if name == "index.m3u8":
            response, what = await self._index(broadcast), "index"
        elif name in {"video.m3u8", "audio.m3u8"}:
            track = name.removesuffix(".m3u8")
            response, what = await self._playlist(request, broadcast, track), "playlist"
        else:
            response, what = await self._media(broadcast, name, until), "media"
        metrics.hls_requests.labels(what).inc()
        return response

    async def _index(self, broadcast: Broadcast) -> Response:
        packager = broadcast.packager
        if not await broadcast.until(lambda: _is_ready(broadcast), FIRST_WITHIN_S):
            raise NotOnAir("Nothing was heard of its host yet.")
        text = multivariant(
            packager.sets if packager.video.segments else None,
            has_audio=bool(packager.audio.segments),
            rates=_rates(packager.tracks),
        )
        return Response(text, media_type=PLAYLIST, headers={"cache-control": FOR_A_MOMENT})

    async def _playlist(self, request: Request, broadcast: Broadcast, name: str) -> Response:
        track = _track(broadcast, name)
        reload = _reload(request, track)
        is_fresh = True
        if reload is not None:
            with broadcast.meter.waiting(track.name):
                is_fresh = await broadcast.until(
                    lambda: broadcast.has_ended or reload.is_met(track), RELOAD_WITHIN_S
                )
        text = media_playlist(
            track,
            [other for other in broadcast.packager.tracks if other is not track],
            has_ended=broadcast.has_ended,
            is_delta=request.query_params.get("_HLS_skip") in {"YES", "v2"},
        )
        return Response(
            text,
            media_type=PLAYLIST,
            headers={"cache-control": _lasting(reload, is_fresh=is_fresh)},
        )

    async def _media(self, broadcast: Broadcast, name: str, until: datetime | None) -> Response:
        found = _FILE.fullmatch(name)
        if found is None:
            raise NotFound("Ask for what the playlist names.")
        track = _track(broadcast, found[1])
        number, kind = int(found[2]), found[4]
        part = int(found[3]) if found[3] else None
        if kind == "mp4":
            data = track.headers[number] if part is None and number < len(track.headers) else None
        else:
            data = await self._data(broadcast, track, Reload(number, part))
        if data is None:
            raise NotFound("It is not there any more, or not yet.")
        return Response(
            data, media_type=MEDIA[track.name], headers={"cache-control": for_ever(until)}
        )

    async def _data(self, broadcast: Broadcast, track: Track, wanted: Reload) -> bytes | None:
        if wanted.segment > track.following.segment:
            return None
        await broadcast.until(lambda: broadcast.has_ended or wanted.is_met(track), PART_WITHIN_S)
        segment = track.segment(wanted.segment)
        if segment is None:
            return None
        if wanted.part is None:
            return segment.data if segment.is_complete else None
        return segment.parts[wanted.part].data if wanted.part < len(segment.parts) else None


def _is_ready(broadcast: Broadcast) -> bool:
    """Whether a player that begins now finds enough to begin with in each track."""
    heads = [track.head for track in broadcast.packager.tracks]
    return bool(heads) and all(head is not None and head >= Place(0, 1) for head in heads)


def _track(broadcast: Broadcast, name: str) -> Track:
    track = next((track for track in broadcast.packager.tracks if track.name == name), None)
    if track is None:
        raise NotOnAir("The show has no {name} at the moment.", name=name)
    return track


def _reload(request: Request, track: Track) -> Reload | None:
    segment, part = (request.query_params.get(f"_HLS_{name}") for name in ("msn", "part"))
    if segment is None:
        if part is not None:
            raise BadPlaylistRequest("_HLS_part needs _HLS_msn.")
        return None
    if not all(
        given is None or (given.isdecimal() and len(given) < 10) for given in (segment, part)
    ):
        raise BadPlaylistRequest("_HLS_msn and _HLS_part are whole numbers.")
    wanted = Reload(int(segment), None if part is None else int(part))
    if wanted.segment > track.segments[-1].number + AHEAD:
        raise BadPlaylistRequest("This lies too far ahead.")
    return wanted


def for_ever(until: datetime | None) -> str:
    """As long as a cache likes; behind a pass, as long as that holds."""
    left_s = FOR_EVER_S if until is None else int((until - utc_now()).total_seconds())
    return f"public, max-age={max(left_s, 0)}, immutable"


def _lasting(reload: Reload | None, *, is_fresh: bool) -> str:
    """How long a cache may keep a playlist (RFC 8216bis, 6.2.5)."""
    if reload is None:
        return FOR_A_MOMENT
    return f"public, max-age={6 * TARGET_DURATION_S}" if is_fresh else "no-store"


def _rates(tracks: list[Track]) -> Rates:
    """Over the segments that are there; before the first is whole, what browsers usually send."""
    whole = [
        [
            8 * each.size / each.duration_s
            for each in track.segments
            if each.is_complete and each.duration_s
        ]
        for track in tracks
    ]
    if not all(whole):
        return Rates(3_000_000, 2_500_000)
    return Rates(
        round(sum(max(rates) for rates in whole)),
        round(sum(sum(rates) / len(rates) for rates in whole)),
    )
