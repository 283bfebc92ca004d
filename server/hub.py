"""The hub: rooms of this process on one side, the broker on the other, sockets written to in between.

A room is followed as long as it has a viewer here. What the broker delivers is appended to the room and written out at the end of
the event loop's round: in a quiet room that is at once, and under load the round grows longer and the batches with it.

While the broker is out of reach a room is degraded: what this process publishes reaches its own viewers at once and
without a place in the log, and again by the log when the outbox has delivered it.
"""

import asyncio
import random
from collections.abc import Callable, Coroutine
from dataclasses import replace
from heapq import nlargest
from operator import itemgetter
from typing import Any, cast

import structlog
from msgspec import json

from kit import metrics
from kit.broker import Broker, BrokerDown, Entry, Position, Unsubscribe
from kit.ids import new_code
from server import frames
from server.audience import AudienceCount
from server.heartbeat import Heartbeat
from server.live_socket import LiveSocket, Writers
from server.loudness import Loudness
from server.rooms import Lane, Room, Standing, Viewer
from server.taps import Taps, mailbox
from server.wire import (
    STAFF_RANK,
    AudienceChanged,
    ChatSampled,
    Close,
    Frame,
    LineChanged,
    MessageSent,
    Reacted,
)

log = structlog.get_logger()

MAX_VIEWERS = 20_000
TICK_S = 1.0
FRESH_STATES_PER_S = 2_000
"""At most so many viewers of a room that began anew are given its state in a second."""
MAX_UNLOGGED = 2_000
"""Frames that a degraded room is shown at most; the log has all of them later."""


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
        return self._viewers >= MAX_VIEWERS

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

    async def enter(self, show_id: str, viewer: "Guest") -> "Followed":
        """Let a viewer in, knowing what the log holds now. It is written nothing until it is brought to the head."""
        followed = self._rooms.get(show_id)
        if followed is None:
            async with self._following:
                followed = self._rooms.get(show_id) or await self._follow(show_id)
        followed.room.join(viewer, followed.room.flushed)
        self._count(+1)
        return followed

    def leave(self, followed: "Followed", viewer: "Guest") -> None:
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

    async def _follow(self, show_id: str) -> "Followed":
        followed = Followed(show_id)
        followed.unsubscribe = await self.broker.subscribe(
            show_id, followed.receive, followed.lose, followed.set_line
        )
        try:
            followed.unsubscribe = _both(
                followed.unsubscribe, await self.broker.listen(mailbox(show_id), followed.taps.hear)
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

    def _lose(self, followed: "Followed") -> None:
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
                        await task(followed)
                    except BrokerDown:
                        pass  # Its viewers have been told.
                    except Exception:
                        log.warning("hub.tick_failed", show_id=followed.show_id, exc_info=True)

    async def _announce_audience(self, followed: "Followed") -> None:
        now = asyncio.get_running_loop().time()
        if not followed.audience_count.is_due(now):
            return
        count = len(followed.room.viewers)
        total = await self.broker.report_audience(followed.show_id, self.process, count)
        if followed.is_alone:
            self._lose(followed)
        elif followed.audience_count.changes(total, now):
            followed.tick(AudienceChanged(count=followed.audience))

    async def _pass_on_taps(self, followed: "Followed") -> None:
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


class Guest(Viewer):
    """A viewer whom the hub can send back to the door."""

    __slots__ = ("is_greeted",)

    def __init__(self, rank: int, socket: LiveSocket, *, deflates: bool) -> None:
        super().__init__(rank, socket, deflates=deflates)
        self.is_greeted = False
        """Whether it was welcomed, so that the log may follow."""

    def on_room_lost(self, after_s: float) -> None:
        """Its room has begun anew: enter again, and ask for a fresh state after this time."""
        raise NotImplementedError


class Followed:
    """A room that this process follows: entries come in, bytes go out."""

    __slots__ = (
        "_early", "_is_due", "_loudness", "_unlogged", "_was_loud", "audience_count", "farewell", "is_alone",
        "is_degraded", "on_lost", "room", "show_id", "states", "taps", "unsubscribe",
    )  # fmt: skip

    def __init__(self, show_id: str) -> None:
        self.show_id = show_id
        self.room = Room(Position("", 0))
        self.audience_count = AudienceCount()
        self.taps = Taps()
        self.unsubscribe: Unsubscribe = lambda: None
        self.on_lost: Callable[[Followed], None] = lambda _followed: None
        self.states: dict[int, tuple[float, asyncio.Task[Any]]] = {}
        """The newest state given, by rank: when it was begun, and its task."""
        self.farewell: asyncio.Task[None] | None = None
        self.is_degraded = False
        """Whether other processes are out of reach."""
        self.is_alone = False
        """Whether the room began without its log, which was out of reach."""
        self._unlogged: set[bytes] = set()
        """What viewers were shown without it being in the log: the outbox tries again and again."""
        self._early: list[Entry] | None = []
        """What came before the room's log was read."""
        self._is_due = False
        self._loudness = Loudness()
        self._was_loud = False

    @property
    def audience(self) -> int:
        """How many watch in all processes, as the room was last told."""
        return self.audience_count.shown

    def begin(self, end: Position, entries: list[Entry]) -> None:
        self.room = Room(end, entries, Writers)
        early, self._early = self._early, None
        for entry in early or ():
            self.receive(entry)

    def begin_alone(self) -> None:
        """Let viewers in all the same: they see what is in the database, and what happens in this process."""
        self.is_alone = self.is_degraded = True
        self.begin(Position(new_code(), 0), [])

    def end(self) -> None:
        """Stop following. What the broker held refers to this; without that it is freed at once, by nobody's search."""
        self.unsubscribe()
        self.unsubscribe = lambda: None

    def receive(self, entry: Entry) -> None:
        if self._early is not None:
            self._early.append(entry)
        elif not self.room.append(self._as_heard(entry)):
            self.on_lost(self)
        elif not self._is_due:
            self._is_due = True
            asyncio.get_running_loop().call_soon(self._flush)

    def bring_up(self, viewer: Viewer) -> None:
        """Write what the viewer missed, as far as its socket takes it; at the end it stands at the head."""
        room, live = self.room, socket_of(viewer)
        caught_up, skipped = room.caught_up, room.skipped
        try:
            self._bring_up(viewer, live)
        finally:
            if room.caught_up > caught_up:
                metrics.deliveries.inc(room.caught_up - caught_up)
            if room.skipped > skipped:
                metrics.dropped.labels("chat").inc(room.skipped - skipped)

    def _bring_up(self, viewer: Viewer, live: LiveSocket) -> None:
        while live.transport.get_write_buffer_size() == 0:
            step = self.room.step(viewer)
            if isinstance(step, Standing):
                if step is Standing.LOST:
                    live.close(Close.LOST_PLACE)
                return
            metrics.catch_ups.inc()
            metrics.written_bytes.inc(len(step))
            live.transport.write(step)

    def tick(self, frame: Frame) -> None:
        """Send what is not in the log to everyone at the head; who is behind has no use for it."""
        self._write_to_heads(json.encode(frame))

    def lose(self) -> None:
        self.on_lost(self)

    def set_line(self, is_up: bool) -> None:
        """Other processes are out of reach, or within it again: the viewers are told once."""
        if is_up and self.is_alone:
            self.lose()
        elif self.is_degraded == is_up:
            self.is_degraded = not is_up
            self._unlogged.clear()
            self._tell_all(LineChanged(is_degraded=self.is_degraded))

    def show_unlogged(self, payload: bytes, min_rank: int, lane: int) -> None:
        """Show a frame once to who is here, though it has no place in the log yet."""
        if payload not in self._unlogged and len(self._unlogged) < MAX_UNLOGGED:
            self._unlogged.add(payload)
            self.states.clear()  # What is not in the log does not follow a state that is older.
            entry = self._as_heard(Entry(self.room.epoch, 0, min_rank, payload, lane))
            self._write_to_heads(payload, entry.min_rank)

    def _tell_all(self, frame: Frame) -> None:
        self.tick(frame)
        payload = json.encode(frame)
        for viewer in self.room.behind():
            if cast(Guest, viewer).is_greeted:
                socket_of(viewer).send_text(payload)

    def _write_to_heads(self, payload: bytes, min_rank: int = 0) -> None:
        for deflates, group in self.room.heads(min_rank):
            data = frames.text(payload, deflates=deflates)
            group.targets().write(data)

    def announce_sums(self) -> None:
        """Say what was tapped in the last second, and whether the chat is sampled."""
        if counts := self.taps.take_heard():
            self.tick(Reacted(counts=counts))
        one_in = self._loudness.tick()
        if one_in > 1 or self._was_loud:
            self.tick(ChatSampled(one_in=one_in))
        self._was_loud = one_in > 1

    def _as_heard(self, entry: Entry) -> Entry:
        """Of chat that is too loud to read viewers get a sample; the rest goes to staff alone."""
        if entry.lane != Lane.CHAT or entry.min_rank >= STAFF_RANK:
            return entry
        if self._loudness.hears(asyncio.get_running_loop().time()):
            return entry
        metrics.dropped.labels("sampled").inc(len(self.room.viewers))
        return replace(entry, min_rank=STAFF_RANK)

    def _flush(self) -> None:
        self._is_due = False
        for write in self.room.flush():
            viewers = len(write.group)
            write.group.targets().write(write.data)
            metrics.deliveries.inc(write.events * viewers)
            metrics.written_bytes.inc(len(write.data) * viewers)


def _lane(frame: Frame) -> Lane:
    """What staff say is never left out."""
    is_chat = isinstance(frame, MessageSent) and not frame.message.is_staff
    return Lane.CHAT if is_chat else Lane.ESSENTIAL


def _both(first: Unsubscribe, second: Unsubscribe) -> Unsubscribe:
    def leave() -> None:
        first()
        second()

    return leave


def socket_of(viewer: Viewer) -> LiveSocket:
    return cast(LiveSocket, viewer.socket)
