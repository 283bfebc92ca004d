"""Heartbeats for very many sockets: one timer, a wheel of slots, a ping to one slot's sockets each second.

A socket that has sent nothing since its last ping, not even the pong, is gone; browsers answer pings by themselves.
"""

import asyncio
from typing import Protocol

from kit import metrics

SLOTS = 20
"""Seconds for a whole turn: how often each socket is pinged."""


class Beating(Protocol):
    was_heard: bool
    """Whether anything came from the other side since the last ping; set by the socket."""

    def ping(self) -> None: ...

    def give_up(self) -> None: ...


class Heartbeat:
    def __init__(self, slots: int = SLOTS) -> None:
        self._slots: list[set[Beating]] = [set() for _ in range(slots)]
        self.arrivals = 0
        """Sockets that ever came."""
        self._next = 0

    def __len__(self) -> int:
        return sum(len(slot) for slot in self._slots)

    def add(self, socket: Beating) -> int:
        """Begin to ping; returns the slot, to be given back to `discard`."""
        self.arrivals += 1
        slot = self.arrivals % len(self._slots)
        self._slots[slot].add(socket)
        return slot

    def discard(self, socket: Beating, slot: int) -> None:
        self._slots[slot].discard(socket)

    def beat(self) -> None:
        """Turn the wheel by one slot."""
        for socket in tuple(self._slots[self._next]):
            if socket.was_heard:
                socket.was_heard = False
                socket.ping()
            else:
                metrics.disconnects.labels("unanswered").inc()
                socket.give_up()
        self._next = (self._next + 1) % len(self._slots)

    async def run(self) -> None:
        while True:
            await asyncio.sleep(1)
            self.beat()
