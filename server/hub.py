"""The hub: sockets on one side, the broker on the other, the rooms of this process between them.

A room is followed as long as it has a viewer here. Each viewer has a bounded queue of frames that are shared, not
copied; who cannot keep up is closed with a code that says to return, and returning costs it nothing: it is brought
up to date from the log, or by a fresh state.
"""

import asyncio
from collections.abc import Callable

import structlog
from msgspec import json

from kit import metrics
from kit.broker import Broker, Entry, Unsubscribe
from kit.ids import new_code
from server.rooms import Room, Viewer
from server.wire import AudienceChanged, Frame

log = structlog.get_logger()

MAX_VIEWERS = 20_000
TICK_S = 1.0


class Hub:
    def __init__(self, broker: Broker) -> None:
        self.broker = broker
        self._process = new_code(12)
        self._rooms: dict[str, _Followed] = {}
        self._viewers = 0
        self._changing = asyncio.Lock()

    @property
    def is_full(self) -> bool:
        return self._viewers >= MAX_VIEWERS

    async def publish(self, show_id: str, frame: Frame, min_rank: int = 0) -> None:
        """Put a frame into the room's log, for everyone of at least `min_rank`."""
        metrics.room_events.labels(frame.__struct_config__.tag).inc()
        await self.broker.publish(show_id, json.encode(frame), min_rank)

    async def tell(self, account_id: str, frame: Frame) -> None:
        """Send a frame to one person, wherever they are connected."""
        await self.broker.tell(account_id, json.encode(frame))

    async def enter(self, show_id: str, viewer: Viewer) -> None:
        """Let a viewer in. What happens from now on is held for it until it is opened."""
        async with self._changing:
            followed = self._rooms.get(show_id)
            if followed is None:
                followed = _Followed(Room(show_id))
                followed.leave = await self.broker.subscribe(show_id, followed.receive)
                self._rooms[show_id] = followed
            followed.room.viewers.add(viewer)
        self._count(+1)

    async def leave(self, show_id: str, viewer: Viewer) -> None:
        async with self._changing:
            followed = self._rooms[show_id]
            followed.room.viewers.discard(viewer)
            if not followed.room.viewers:
                followed.leave()
                del self._rooms[show_id]
        self._count(-1)
        await self._report_empty(show_id)

    async def listen(self, account_id: str, send: Callable[[str], None]) -> Unsubscribe:
        """Pass on what is told to this person."""
        return await self.broker.listen(account_id, lambda payload: send(payload.decode()))

    def audience(self, show_id: str) -> int:
        """The last count that this process has heard of."""
        followed = self._rooms.get(show_id)
        return max(followed.audience, len(followed.room.viewers)) if followed else 0

    async def run(self) -> None:
        """Report and announce audience counts, until cancelled."""
        while True:
            await asyncio.sleep(TICK_S)
            for show_id, followed in tuple(self._rooms.items()):
                try:
                    await self._tick(show_id, followed)
                except Exception:
                    log.warning("hub.audience_unreported", show_id=show_id, exc_info=True)

    async def _tick(self, show_id: str, followed: "_Followed") -> None:
        count = len(followed.room.viewers)
        followed.audience = await self.broker.report_audience(show_id, self._process, count)
        if followed.audience != followed.announced:
            followed.announced = followed.audience
            frame = json.encode(AudienceChanged(count=followed.audience)).decode()
            followed.room.tick(frame)

    async def _report_empty(self, show_id: str) -> None:
        if show_id in self._rooms:
            return
        try:
            await self.broker.report_audience(show_id, self._process, 0)
        except Exception:
            # The count of a process that says nothing expires by itself.
            log.warning("hub.audience_unreported", show_id=show_id, exc_info=True)

    def _count(self, change: int) -> None:
        self._viewers += change
        metrics.viewers.set(self._viewers)
        metrics.rooms.set(len(self._rooms))


class _Followed:
    """A room that this process follows."""

    __slots__ = ("announced", "audience", "leave", "room")

    def __init__(self, room: Room) -> None:
        self.room = room
        self.leave: Unsubscribe = lambda: None
        self.audience = 0
        self.announced = -1

    def receive(self, entry: Entry) -> None:
        metrics.deliveries.inc(self.room.append(entry))
