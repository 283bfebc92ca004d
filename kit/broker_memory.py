"""The broker within one process."""

from collections import defaultdict, deque
from collections.abc import Callable, Collection
from typing import Any, TypeVar

from kit.broker import (
    LOG_SIZE,
    Entry,
    OnEntry,
    OnLine,
    OnLost,
    OnMessage,
    Position,
    Unsubscribe,
    ignore,
)
from kit.ids import new_code

C = TypeVar("C", bound=Callable[..., None])
Listeners = dict[str, tuple[C, ...]]


class MemoryBroker:
    """Never out of reach, and loses nothing."""

    def __init__(self) -> None:
        self._epoch = new_code()
        self._logs: dict[str, deque[Entry]] = defaultdict(lambda: deque(maxlen=LOG_SIZE))
        self._rooms: Listeners[OnEntry] = {}
        self._people: Listeners[OnMessage] = {}
        self._audience: dict[str, dict[str, int]] = defaultdict(dict)

    async def start(self) -> None: ...

    async def close(self) -> None: ...

    async def is_ready(self) -> bool:
        return True

    async def publish(
        self, room: str, payload: bytes, min_rank: int = 0, lane: int = 0
    ) -> Position:
        entry = Entry(self._epoch, self._last_seq(room) + 1, min_rank, payload, lane)
        self._logs[room].append(entry)
        for on_entry in self._rooms.get(room, ()):
            on_entry(entry)
        return Position(entry.epoch, entry.seq)

    async def position(self, room: str) -> Position:
        return Position(self._epoch, self._last_seq(room))

    async def tail(self, room: str) -> tuple[Position, list[Entry]]:
        return Position(self._epoch, self._last_seq(room)), list(self._logs.get(room, ()))

    async def since(self, room: str, position: Position) -> list[Entry] | None:
        last_seq = self._last_seq(room)
        kept = len(self._logs[room]) if room in self._logs else 0
        if position.epoch != self._epoch or not last_seq - kept <= position.seq <= last_seq:
            return None
        return [entry for entry in self._logs.get(room, ()) if entry.seq > position.seq]

    async def subscribe(
        self,
        room: str,
        on_entry: OnEntry,
        on_lost: OnLost = ignore,
        on_line: OnLine = ignore,
    ) -> Unsubscribe:
        return _join(self._rooms, room, on_entry)

    async def tell(self, person: str, payload: bytes) -> None:
        for on_message in self._people.get(person, ()):
            on_message(payload)

    async def listening(self, people: Collection[str]) -> set[str]:
        return {person for person in people if person in self._people}

    async def listen(self, person: str, on_message: OnMessage) -> Unsubscribe:
        return _join(self._people, person, on_message)

    async def report_audience(self, room: str, process: str, count: int) -> int:
        self._audience[room][process] = count
        total = sum(self._audience[room].values())
        if total == 0:
            del self._audience[room]
        return total

    def _last_seq(self, room: str) -> int:
        log = self._logs.get(room)
        return log[-1].seq if log else 0


class _Leave:
    """Ends one listening. Slots, because a process holds as many of these as viewers."""

    __slots__ = ("_listener", "_listeners", "_name")

    def __init__(self, listeners: "Listeners[C]", name: str, listener: C) -> None:
        self._listeners: Listeners[Any] = listeners
        self._name = name
        self._listener = listener

    def __call__(self) -> None:
        those = self._listeners.get(self._name, ())
        others = tuple(other for other in those if other != self._listener)
        if others:
            self._listeners[self._name] = others
        else:
            self._listeners.pop(self._name, None)


def _join(listeners: "Listeners[C]", name: str, listener: C) -> Unsubscribe:
    listeners[name] = (*listeners.get(name, ()), listener)
    return _Leave(listeners, name, listener)
