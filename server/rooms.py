"""A room, without I/O: who watches, what each may see, and what has to be sent to whom.

A viewer is registered before its first state is read, so that no entry falls between the two. Until it is
`opened` at a position, what arrives is held back; then all entries after that position go out, each once and in order,
and of these only the ones that its rank may see.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from kit.broker import Entry, Position

MAX_HELD = 1_000
"""Entries held back for a viewer that is not open yet."""


@dataclass(slots=True, eq=False)
class Viewer:
    rank: int
    send: Callable[[str], None]
    """Takes a frame for the socket's queue; never blocks."""
    lose: Callable[[], None]
    """Called when the log has moved on without this viewer: it must come back for a fresh state."""
    account_id: str | None = None
    position: Position | None = None
    """The last entry that this viewer is past; None until it is opened."""
    held: list[Entry] = field(default_factory=list)

    def open_at(self, position: Position, missed: list[Entry]) -> None:
        """Begin to send, from `position` on: first `missed`, then what was held back, then what comes."""
        self.position = position
        held, self.held = self.held, []
        for entry in (*missed, *held):
            self.offer(entry, framed(entry))

    def offer(self, entry: Entry, frame: str) -> None:
        if self.position is None:
            self._hold(entry)
            return
        same_epoch = entry.epoch == self.position.epoch
        if same_epoch and entry.seq <= self.position.seq:
            return
        if not same_epoch or entry.seq > self.position.seq + 1:
            self.lose()
            return
        self.position = Position(entry.epoch, entry.seq)
        if entry.min_rank <= self.rank:
            self.send(frame)

    def _hold(self, entry: Entry) -> None:
        if len(self.held) == MAX_HELD:
            self.lose()
        else:
            self.held.append(entry)


class Room:
    """The viewers of one show in this process."""

    __slots__ = ("show_id", "viewers")

    def __init__(self, show_id: str) -> None:
        self.show_id = show_id
        self.viewers: set[Viewer] = set()

    def append(self, entry: Entry) -> int:
        """An entry of the log has arrived: encode it once, offer it to everyone; to how many."""
        frame = framed(entry)
        for viewer in tuple(self.viewers):
            viewer.offer(entry, frame)
        return len(self.viewers)

    def tick(self, frame: str) -> None:
        """Send what is not in the log, such as the audience count, to everyone who is open."""
        for viewer in tuple(self.viewers):
            if viewer.position is not None:
                viewer.send(frame)


def framed(entry: Entry) -> str:
    """The entry's text with its sequence number written in front, which the publisher could not know."""
    return f'{{"seq":{entry.seq},{entry.payload[1:].decode()}'


def parse_position(text: str | None) -> Position | None:
    """`epoch.seq` as a client sends it back; None if it is not of that form."""
    epoch, separator, seq = (text or "").partition(".")
    if not separator or not epoch or not seq.isascii() or not seq.isdigit() or len(seq) > 15:
        return None
    return Position(epoch, int(seq))
