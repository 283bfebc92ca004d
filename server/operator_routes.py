"""What the operator's page asks once a second."""

import time

from kit.auth import Role
from kit.http import Call, Endpoint
from server.operator_board import OperatorBoard, largest_rooms
from server.operator_streams import OperatorStreams
from server.operator_views import LargeRoomView, OperatorView, RoomSize, StreamView
from server.version import VERSION
from streams.broadcast.views import StreamReading
from streams.errors import NoSuchShow
from streams.shows import Shows

ROOMS = 20
TITLES_KEPT_S = 60.0
MAX_TITLES = 500


class OperatorRoutes:
    def __init__(self, board: OperatorBoard, streams: OperatorStreams, shows: Shows) -> None:
        self._board = board
        self._streams = streams
        self._shows = shows
        self._titles: dict[str, tuple[str, str]] = {}
        self._titles_since = 0.0

    def endpoints(self) -> list[Endpoint]:
        return [
            Endpoint(
                "GET",
                "/api/operator/metrics",
                Role.OPERATOR,
                self.metrics,
                "What the processes are doing at the moment",
                returns=OperatorView,
            )
        ]

    async def metrics(self, _call: Call[None]) -> OperatorView:
        processes = self._board.look()
        streams = await self._streams.look()
        return OperatorView(
            server_ms=time.time() * 1000,
            version=VERSION,
            answered_by=processes[0].process,
            processes=processes,
            rooms=[await self._room(size) for size in largest_rooms(processes, ROOMS)],
            streams=[await self._stream(reading) for reading in streams.readings],
            silent_media=streams.silent,
        )

    async def _stream(self, reading: StreamReading) -> StreamView:
        title, brand_name = await self._title(reading.show_id)
        return StreamView(title=title, brand_name=brand_name, reading=reading)

    async def _room(self, size: RoomSize) -> LargeRoomView:
        title, brand_name = await self._title(size.show_id)
        return LargeRoomView(
            show_id=size.show_id, title=title, brand_name=brand_name, viewers=size.viewers
        )

    async def _title(self, show_id: str) -> tuple[str, str]:
        """Kept for a while: the page asks for the same rooms again and again."""
        now = time.monotonic()
        if now - self._titles_since > TITLES_KEPT_S or len(self._titles) >= MAX_TITLES:
            self._titles, self._titles_since = {}, now
        if show_id not in self._titles:
            try:
                show = await self._shows.get(show_id)
            except NoSuchShow:
                return "A show that is gone", ""
            self._titles[show_id] = (show.title, show.brand_name)
        return self._titles[show_id]
