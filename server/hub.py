"""The hub: rooms of this process on one side, the broker on the other, sockets written to in between.

A room is followed as long as it has a viewer here.

While the broker is out of reach a room is degraded: what this process publishes reaches its own viewers at once and
without a place in the log, and again by the log when the outbox has delivered it.
"""

import asyncio
import random
import time
from collections.abc import Callable, Collection, Coroutine
from heapq import nlargest
from operator import itemgetter
from typing import Any, cast

import structlog
from msgspec import json
from msgspec.structs import replace

from kit import metrics
from kit.broker import Broker, BrokerDown, Unsubscribe
from kit.ids import new_code
from kit.steps import whole
from server import early_news
from server.followed import Followed, Guest
from server.heartbeat import Heartbeat
from server.rooms import Lane
from server.taps import mailbox
from server.wire import (
    AudienceChanged,
    DealChanged,
    Frame,
    MessageSent,
)

log = structlog.get_logger()

MAX_SOCKETS = 20_000
COME_BACK = b"come back"
"""In a person's mailbox, not for their eyes: what they may see has changed."""
TICK_S = 1.0
FRESH_STATES_PER_S = 2_000
"""At most so many viewers of a room that began anew are given its state in a second."""


class Hub:
    def __init__(self, broker: Broker) -> None:
        self.broker = broker
        self.heartbeat = Heartbeat()
        self.process = new_code(12)
        self._rooms: dict[str, Followed] = {}
        self._viewers = 0
        self._following = asyncio.Lock()
        self._answers: set[asyncio.Task[None]] = set()

    @property
    def is_full(self) -> bool:
        return len(self.heartbeat) >= MAX_SOCKETS

    def largest_rooms(self, count: int) -> list[tuple[str, int]]:
        """The shows with the most viewers in this process, and how many those are."""
        sizes = ((show_id, len(each.room.viewers)) for show_id, each in self._rooms.items())
        return nlargest(count, sizes, key=itemgetter(1))

    async def publish(self, show_id: str, frame: Frame, min_rank: int = 0) -> None:
        """Put a frame into the room's log, for everyone of at least `min_rank`.

        Raises:
            BrokerDown: it reached only the viewers of this process, and is due again.
        """
        lane = _lane(frame)
        metrics.room_events.labels(frame.__struct_config__.tag).inc()
        if isinstance(frame, DealChanged):
            frame = replace(frame, at_ms=round(time.time() * 1000))
        payload = json.encode(frame)
        try:
            await self.broker.publish(show_id, payload, min_rank, lane)
        except BrokerDown:
            if (followed := self._rooms.get(show_id)) is not None:
                followed.show_unlogged(payload, min_rank, lane)
            raise

    async def tell(self, account_id: str, frame: Frame) -> None:
        """Send a frame to one person, wherever they are connected.

        Raises:
            BrokerDown: it reached only their connections to this process, and is due again.
        """
        await self.broker.tell(account_id, json.encode(frame))

    async def present(self, account_ids: Collection[str]) -> Collection[str]:
        """Those of these people who are connected somewhere; all of them if nobody can say. To others there is nothing to tell."""
        try:
            return await self.broker.listening(account_ids)
        except BrokerDown:
            return account_ids

    async def send_away(self, account_id: str) -> None:
        """Have this person's sockets, wherever they are, come back as who they are now.

        Raises:
            BrokerDown: it reached only their connections to this process, and is due again.
        """
        await self.broker.tell(account_id, COME_BACK)

    async def clear(self, show_id: str) -> None:
        """Have everyone in the room, wherever they are connected, come back to its door: who may come in is another question now.

        Raises:
            BrokerDown: it reached only this process, and is due again.
        """
        await self.broker.tell(mailbox(show_id), COME_BACK)

    async def tell_room(self, show_id: str, news: bytes) -> None:
        """Tell the processes that follow a room something that not all of its viewers may see (`server/early_news.py`).

        Raises:
            BrokerDown: it reached only this process, and is due again.
        """
        await self.broker.tell(mailbox(show_id), news)

    async def enter(self, show_id: str, viewer: Guest) -> Followed:
        """Let a viewer in, knowing what the log holds now. It is written nothing until it is brought to the head."""
        followed = self._rooms.get(show_id)
        if followed is None:
            async with self._following:
                followed = self._rooms.get(show_id) or await self._follow(show_id)
        followed.room.join(viewer, followed.room.flushed)
        self._count(+1)
        return followed

    def leave(self, followed: Followed, viewer: Guest) -> None:
        followed.room.leave(viewer)
        if not followed.room.viewers and self._rooms.get(followed.show_id) is followed:
            del self._rooms[followed.show_id]
            followed.end()
            task = asyncio.create_task(self._report_empty(followed.show_id))
            followed.farewell = task
        self._count(-1)

    def owned(self, answering: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """A task that answers what a viewer said, which goes on though its viewer be gone."""
        task = asyncio.create_task(answering)
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)
        return task

    async def drain(self) -> None:
        """Wait until what was said until now is answered."""
        if self._answers:
            await asyncio.wait(tuple(self._answers))

    async def run(self) -> None:
        """Tick in every room and keep the wheel turning, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.heartbeat.run())
            tasks.create_task(self._tick())

    async def _follow(self, show_id: str) -> Followed:
        followed = Followed(show_id)
        followed.unsubscribe = await self.broker.subscribe(
            show_id, followed.receive, followed.lose, followed.set_line
        )
        try:
            followed.unsubscribe = _both(
                followed.unsubscribe, await self.broker.listen(mailbox(show_id), _hearing(followed))
            )
            followed.begin(*await self.broker.tail(show_id))
        except BrokerDown:
            followed.begin_alone()
        except BaseException:
            followed.unsubscribe()
            raise
        followed.on_lost = self._lose
        self._rooms[show_id] = followed
        return followed

    def _lose(self, followed: Followed) -> None:
        """The log went on without us. Everyone is given a fresh state; the room begins anew with the first."""
        if self._rooms.get(followed.show_id) is not followed:
            return
        log.warning("hub.log_lost", show_id=followed.show_id, viewers=len(followed.room.viewers))
        del self._rooms[followed.show_id]
        followed.end()
        guests = [cast(Guest, viewer) for viewer in followed.room.viewers]
        for guest in guests:
            guest.on_room_lost(random.uniform(0, len(guests) / FRESH_STATES_PER_S))

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            for followed in tuple(self._rooms.values()):
                followed.announce_sums()
                for task in (self._announce_audience, self._pass_on_taps):
                    try:
                        await whole(task(followed))
                    except BrokerDown:
                        pass  # Its viewers have been told.
                    except Exception:
                        log.warning("hub.tick_failed", show_id=followed.show_id, exc_info=True)

    async def _announce_audience(self, followed: Followed) -> None:
        now = asyncio.get_running_loop().time()
        if not followed.audience_count.is_due(now):
            return
        count = len(followed.room.viewers)
        total = await self.broker.report_audience(followed.show_id, self.process, count)
        if followed.is_alone:
            self._lose(followed)
        elif followed.audience_count.changes(total, now):
            followed.tick(AudienceChanged(count=followed.audience))

    async def _pass_on_taps(self, followed: Followed) -> None:
        taps = followed.taps.take_here()
        if taps is not None:
            await self.broker.tell(mailbox(followed.show_id), taps)

    async def _report_empty(self, show_id: str) -> None:
        try:
            await self.broker.report_audience(show_id, self.process, 0)
        except Exception:
            # The count of a process that says nothing expires by itself.
            log.warning("hub.audience_unreported", show_id=show_id, exc_info=True)

    def _count(self, change: int) -> None:
        self._viewers += change
        metrics.viewers.set(self._viewers)
        metrics.rooms.set(len(self._rooms))


def _lane(frame: Frame) -> Lane:
    """What staff say is never left out."""
    is_chat = isinstance(frame, MessageSent) and not frame.message.is_staff
    return Lane.CHAT if is_chat else Lane.ESSENTIAL


def _hearing(followed: Followed) -> Callable[[bytes], None]:
    """What the processes that follow a room tell each other: taps, that everyone is to come back, or what some see early."""

    def hear(payload: bytes) -> None:
        if payload == COME_BACK:
            for viewer in tuple(followed.room.viewers):
                cast(Guest, viewer).on_sent_away()
        elif payload.startswith(early_news.SIGN):
            early_news.hear(payload, (cast(Guest, each) for each in tuple(followed.room.viewers)))
        else:
            followed.taps.hear(payload)

    return hear


def _both(first: Unsubscribe, second: Unsubscribe) -> Unsubscribe:
    def leave() -> None:
        first()
        second()

    return leave
