"""A room that this process follows: entries come in by the broker, bytes go out to sockets.

What is appended is written out at the end of the event loop's round: in a quiet room that is at once, and under load
the round grows longer and the batches with it; a busy room rests between two writes (`server.pace`). Of chat that is too loud to read viewers get a sample.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from msgspec import json

from kit import metrics
from kit.broker import Entry, Position, Unsubscribe
from kit.ids import new_code
from membership.campaigns.early_access import NONE, Early
from membership.ranks import STAFF_RANK
from server import frames
from server.audience import AudienceCount
from server.live_socket import LiveSocket, Writers
from server.loudness import Loudness
from server.pace import Pace
from server.rooms import Lane, Room, Standing, Viewer
from server.taps import Taps
from server.wire import ChatSampled, Close, Frame, LineChanged, Reacted

MAX_UNLOGGED = 2_000
"""Frames that a degraded room is shown at most; the log has all of them later."""


class Guest(Viewer):
    """A viewer whom the hub can send back to the door."""

    __slots__ = ("account_id", "early", "is_greeted")

    def __init__(
        self, rank: int, socket: LiveSocket, account_id: str | None, *, deflates: bool
    ) -> None:
        super().__init__(rank, socket, deflates=deflates)
        self.account_id = account_id
        self.early: Early = NONE
        """The deals that it sees before others of its rank."""
        self.is_greeted = False
        """Whether it was welcomed, so that the log may follow."""

    def on_told(self, data: bytes) -> None:
        """Frames for it alone."""
        raise NotImplementedError

    def on_sent_away(self) -> None:
        """It may not stay as who it is: come back to the door."""
        raise NotImplementedError

    def on_room_lost(self, after_s: float) -> None:
        """Its room has begun anew: enter again, and ask for a fresh state after this time."""
        raise NotImplementedError


class Followed:
    """A room that this process follows: entries come in, bytes go out."""

    __slots__ = (
        "_early", "_is_due", "_loudness", "_pace", "_unlogged", "_was_loud", "audience_count", "farewell", "is_alone",
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
        self._pace = Pace()
        self._loudness = Loudness()
        self._was_loud = False

    @property
    def audience(self) -> int:
        """How many watch in all processes, as the room was last told; before that, how many are here."""
        return self.audience_count.shown or len(self.room.viewers)

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
        for deflates, writers in self.room.heads(min_rank):
            writers.write(frames.text(payload, deflates=deflates))

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
        loop = asyncio.get_running_loop()
        began = loop.time()
        if rest_s := self._pace.rest_s(self.room.waiting, began):
            loop.call_later(rest_s, self._flush)
            return
        self._is_due = False
        for write in self.room.flush():
            viewers = len(write.targets)
            write.targets.write(write.data)
            metrics.deliveries.inc(write.events * viewers)
            metrics.written_bytes.inc(len(write.data) * viewers)
        self._pace.wrote(began, loop.time())


def socket_of(viewer: Viewer) -> LiveSocket:
    return cast(LiveSocket, viewer.socket)
