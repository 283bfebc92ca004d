"""The broker: a log for each room, and a mailbox for each person.

A room's log gives every entry the room's next sequence number. An `epoch` names one life of the log: sequence
numbers of different epochs have nothing to do with each other, so a position is only good within its epoch.
Personal messages and audience counts are not logged.

Two implementations pass the same contract tests: `broker_memory` for one process, `broker_redis` for many. Between
processes the broker can be out of reach for a while. Then what asks it something raises `BrokerDown` at once, and who
listens goes on listening: it is told when the line is up again, and first gets what it missed.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Protocol

LOG_SIZE = 1_000
"""Entries that a log keeps. Who comes back from further behind needs a snapshot."""


class BrokerDown(Exception):
    """The broker cannot be reached. What was to be published may or may not be in the log: do it again later."""


@dataclass(frozen=True, slots=True)
class Position:
    epoch: str
    seq: int


@dataclass(frozen=True, slots=True)
class Entry:
    epoch: str
    seq: int
    min_rank: int
    """Who may see it: viewers whose rank is at least this."""
    payload: bytes
    lane: int = 0
    """How much it matters, as its publisher says; the broker only passes it on."""


OnEntry = Callable[[Entry], None]
OnLost = Callable[[], None]
OnLine = Callable[[bool], None]
OnMessage = Callable[[bytes], None]
Unsubscribe = Callable[[], None]


def ignore(*_told: object) -> None:
    """For who does not want to know."""


class Broker(Protocol):
    async def start(self) -> None:
        """Connect, and begin to deliver; if that cannot be, go on trying."""

    async def close(self) -> None: ...

    async def is_ready(self) -> bool:
        """Whether messages reach other processes at the moment."""

    async def publish(
        self, room: str, payload: bytes, min_rank: int = 0, lane: int = 0
    ) -> Position:
        """Append to the room's log and tell its subscribers, in order.

        Raises:
            BrokerDown
        """

    async def position(self, room: str) -> Position:
        """Where the room's log ends. An unused room is at sequence 0 of a new epoch.

        Raises:
            BrokerDown
        """

    async def tail(self, room: str) -> tuple[Position, list[Entry]]:
        """Where the log ends, and the entries before that it still has, oldest first and without gaps.

        Raises:
            BrokerDown
        """

    async def since(self, room: str, position: Position) -> list[Entry] | None:
        """Entries after `position`, oldest first; None if the log does not reach back that far.

        Raises:
            BrokerDown
        """

    async def subscribe(
        self,
        room: str,
        on_entry: OnEntry,
        on_lost: OnLost = ignore,
        on_line: OnLine = ignore,
    ) -> Unsubscribe:
        """Call `on_entry` for each entry appended from now on, once and in order.

        `on_lost` when entries are missing that the log no longer has: subscribe anew. `on_line` when the broker goes out of
        reach (False) and when it is back and everything missed was delivered (True).
        """

    async def tell(self, person: str, payload: bytes) -> None:
        """Send a message to a person, wherever they are connected.

        Raises:
            BrokerDown: it reached only their connections to this process.
        """

    async def listening(self, people: Collection[str]) -> set[str]:
        """Those of these people who listen somewhere, in whichever process.

        Raises:
            BrokerDown
        """

    async def listen(self, person: str, on_message: OnMessage) -> Unsubscribe: ...

    async def report_audience(self, room: str, process: str, count: int) -> int:
        """Say how many viewers `process` holds (repeat at least every 10 s); the room's total.

        Raises:
            BrokerDown
        """
