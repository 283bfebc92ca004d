"""Replays over HTTP: files of the store, for those who may watch.

    /replay/{show_id}/{pass}/index.m3u8        of which tracks the replay consists
    /replay/{show_id}/{pass}/video.m3u8        all of a track
    /replay/{show_id}/{pass}/video-1-0.mp4     a header of its first take
    /replay/{show_id}/{pass}/video-1-7.m4s     a segment

Everything can be cached by any CDN. Parts of a file can be asked for (RFC 9110, 14).
"""

import re
from datetime import datetime
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kit.errors import NotFound, Refusal
from kit.http import problem
from streams.broadcast.hls import MEDIA, PLAYLIST, for_ever
from streams.broadcast.passes import PUBLIC
from streams.broadcast.signalling import CORS
from streams.errors import NoReplay, RecordingAway
from streams.replay.objects import Objects, Piece, StoreDown

FOR_A_MINUTE = "public, max-age=60"
_FILE = re.compile(r"(?:index|video|audio)\.m3u8|(?:video|audio)-\d{1,6}-\d{1,9}\.(?:mp4|m4s)")
_RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")


class Gate(Protocol):
    async def admit_to_replay(self, show_id: str, watch_pass: str | None) -> datetime | None:
        """Until when; None: for good. Raises NoSuchShow, NoReplay, NotAdmitted."""


class Serving:
    def __init__(self, objects: Objects, gate: Gate) -> None:
        self._objects = objects
        self._gate = gate

    def routes(self) -> list[Route]:
        return [Route("/replay/{show_id}/{watch_pass}/{name}", self._serve)]

    async def _serve(self, request: Request) -> Response:
        try:
            response = await self._answer(request)
        except Refusal as refusal:
            response = problem(refusal, request)
        response.headers.update(CORS)
        return response

    async def _answer(self, request: Request) -> Response:
        show_id, name = request.path_params["show_id"], request.path_params["name"]
        watch_pass = request.path_params["watch_pass"]
        given = None if watch_pass == PUBLIC else watch_pass
        until = await self._gate.admit_to_replay(show_id, given)
        if not _FILE.fullmatch(name):
            raise NotFound("Ask for what the playlist names.")
        wanted = _RANGE.fullmatch(request.headers.get("range", ""))
        first = int(wanted[1]) if wanted else 0
        last = int(wanted[2]) if wanted and wanted[2] else None
        if last is not None and last < first:
            wanted, first, last = None, 0, None
        try:
            piece = await self._objects.get(f"{show_id}/{name}", first, last)
        except StoreDown as error:
            raise RecordingAway("Try again in a moment.") from error
        if piece is None:
            raise NoReplay("It was not recorded, or its recording was removed.")
        return _response(name, piece, until, is_part=wanted is not None)


def _response(name: str, piece: Piece, until: datetime | None, *, is_part: bool) -> Response:
    is_playlist = name.endswith(".m3u8")
    headers = {
        "cache-control": FOR_A_MINUTE if is_playlist else for_ever(until),
        "accept-ranges": "bytes",
    }
    kind = PLAYLIST if is_playlist else MEDIA[name[:5]]
    if not is_part:
        return Response(piece.data, headers=headers, media_type=kind)
    if not piece.data:
        headers = {"content-range": f"bytes */{piece.size}"}
        return Response(status_code=416, headers=headers)
    last = piece.start + len(piece.data) - 1
    headers["content-range"] = f"bytes {piece.start}-{last}/{piece.size}"
    return Response(piece.data, 206, headers, kind)
