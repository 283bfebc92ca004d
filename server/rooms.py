"""A room, without I/O: its log, who watches, and what has to be written to whom.

The log gives the order. Viewers at its head stand in groups of equal rank and compression: what is new is encoded once
for all groups that see the same of it and written to each viewer, with no queue, task or copy for anyone. A viewer whose socket does not take more is
paused: it leaves its group and keeps only a cursor, its place in the log. When its socket drains it is brought up to date in
bounded chunks, which viewers at the same place share.

`append` takes what is new, `flush` says what to write to the groups, `pause` and `step` lead a viewer out and back in.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum
from itertools import chain
from typing import Any

from kit.broker import Entry, Position
from server import frames

LOG_SIZE = 2_048
"""Entries that a room keeps at least. Who is further behind needs a fresh state."""
CHUNK_BYTES = 64 * 1024
READABLE_CHAT = 60
"""Messages that a viewer who lags is still given; of more, only the newest."""
AT_HEAD = -1


class Lane(IntEnum):
    ESSENTIAL = 0
    """Never dropped."""
    CHAT = 1
    """Sampled for who lags."""


class Standing(Enum):
    """Where a step has left a viewer that needs no more bytes."""

    AT_HEAD = "at_head"
    LOST = "lost"
    """The log no longer reaches back to its place: it needs a fresh state."""


class Viewer:
    """A place in a room. `socket` is whatever the hub writes to; the room does not look at it."""

    __slots__ = ("cursor", "deflates", "rank", "socket")

    def __init__(self, rank: int, socket: object = None, *, deflates: bool = False) -> None:
        self.rank = rank
        self.deflates = deflates
        self.socket = socket
        self.cursor = AT_HEAD


Gather = Callable[[list[Any]], Any]
"""Makes of sockets what is quickest to write to; the room only keeps it."""
Key = tuple[int, bool]
"""A group's rank, and whether its members take compressed messages."""


@dataclass(frozen=True, slots=True)
class Write:
    """The same bytes for all of some groups."""

    targets: Any
    """Their members' sockets, as `gather` holds them."""
    data: bytes
    events: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """What brings viewers at one place up to `reached`."""

    data: bytes
    reached: int
    events: int
    skipped: int


class Room:
    __slots__ = (
        "_base", "_chunks", "_gather", "_gathered", "_groups", "_log", "caught_up", "epoch", "flushed", "skipped",
        "viewers",
    )  # fmt: skip

    def __init__(self, end: Position, log: Sequence[Entry] = (), gather: Gather = list) -> None:
        """A room whose log ends at `end`; `log` is what is known of it, without gaps."""
        self._gather = gather
        self.epoch = end.epoch
        self.flushed = end.seq
        """The last entry that groups were written."""
        self.viewers: set[Viewer] = set()
        self.caught_up = 0
        """Entries that steps gave to viewers behind the head, ever."""
        self.skipped = 0
        """Chat that steps left out, ever."""
        self._log = list(log)
        self._base = end.seq + 1 - len(self._log)
        """The sequence number of `_log[0]`."""
        self._groups: dict[Key, set[Viewer]] = {}
        self._gathered: dict[tuple[Key, ...], Any] = {}
        self._chunks: dict[tuple[int, int, bool], Chunk] = {}

    @property
    def end(self) -> int:
        """The last entry's sequence number."""
        return self._base + len(self._log) - 1

    @property
    def waiting(self) -> int:
        """How many entries the next flush will take."""
        return self.end - self.flushed

    def reaches(self, position: Position) -> bool:
        """Whether all that was written after this place is still in the log."""
        return position.epoch == self.epoch and self.reaches_seq(position.seq)

    def reaches_seq(self, seq: int) -> bool:
        return self._base - 1 <= seq <= self.flushed

    def append(self, entry: Entry) -> bool:
        """Take the next entry; one that is known already changes nothing. False: some are missing before it."""
        if entry.epoch == self.epoch and entry.seq <= self.end:
            return True
        if entry.epoch != self.epoch or entry.seq != self.end + 1:
            return False
        self._log.append(entry)
        if len(self._log) >= 2 * LOG_SIZE and self.flushed >= self._base + LOG_SIZE:
            del self._log[:LOG_SIZE]
            self._base += LOG_SIZE
        return True

    def join(self, viewer: Viewer, seq: int) -> None:
        """Let a viewer in who knows everything up to `seq`; `step` it until it is at the head."""
        viewer.cursor = seq
        self.viewers.add(viewer)

    def leave(self, viewer: Viewer) -> None:
        self.viewers.discard(viewer)
        self._leave_group(viewer)

    def pause(self, viewer: Viewer) -> None:
        """Its socket takes no more for now: what it was written last, it will still get."""
        if viewer.cursor == AT_HEAD and viewer in self.viewers:
            self._leave_group(viewer)
            viewer.cursor = self.flushed

    def step(self, viewer: Viewer) -> bytes | Standing:
        """The next bytes for a viewer behind the head, or where it stands if there are none to write."""
        while viewer.cursor != AT_HEAD:
            if viewer.cursor >= self.flushed:
                viewer.cursor = AT_HEAD
                self._join_group(viewer)
            elif not self.reaches_seq(viewer.cursor):
                return Standing.LOST
            else:
                chunk = self._chunk(viewer)
                viewer.cursor = chunk.reached
                self.caught_up += chunk.events
                self.skipped += chunk.skipped
                if chunk.data:
                    return chunk.data
        return Standing.AT_HEAD

    def flush(self) -> Iterator[Write]:
        """What to write, and to whom, of what was appended since the last flush."""
        batch = self._between(self.flushed, self.end)
        self.flushed = self.end
        self._chunks.clear()
        for (deflates, _), (seen, keys) in self._audiences(batch).items():
            data = encode(seen, deflates=deflates)
            yield Write(self._targets(keys), data, len(seen))

    def heads(self, min_rank: int = 0) -> Iterator[tuple[bool, Any]]:
        """Who of at least a rank is at the head: for each way of compression, the sockets as `gather` holds them."""
        for deflates in (False, True):
            keys = [key for key in self._groups if key[0] >= min_rank and key[1] is deflates]
            if keys:
                yield deflates, self._targets(keys)

    def behind(self) -> list[Viewer]:
        """Who is not at the head."""
        return [viewer for viewer in self.viewers if viewer.cursor != AT_HEAD]

    def _between(self, after: int, last: int) -> Sequence[Entry]:
        return self._log[after + 1 - self._base : last + 1 - self._base]

    def _chunk(self, viewer: Viewer) -> Chunk:
        key = (viewer.cursor, viewer.rank, viewer.deflates)
        chunk = self._chunks.get(key)
        if chunk is None:
            chunk = self._chunks[key] = self._encoded_after(viewer)
        return chunk

    def _encoded_after(self, viewer: Viewer) -> Chunk:
        missed = [
            e for e in self._between(viewer.cursor, self.flushed) if e.min_rank <= viewer.rank
        ]
        old_chat = _old_chat(missed)
        taken, size, reached = list[Entry](), 0, self.flushed
        for entry in missed:
            if entry.seq in old_chat:
                continue
            if taken and size + len(entry.payload) > CHUNK_BYTES:
                reached = taken[-1].seq
                break
            taken.append(entry)
            size += len(entry.payload)
        skipped = sum(seq <= reached for seq in old_chat)
        data = encode(taken, deflates=viewer.deflates, skipped=skipped)
        return Chunk(data, reached, len(taken), skipped)

    def _audiences(
        self, batch: Sequence[Entry]
    ) -> dict[tuple[bool, int], tuple[list[Entry], list[Key]]]:
        """What is seen of a batch, and by which groups. A rank sees all that lower ones see, so who sees as many sees the same."""
        audiences: dict[tuple[bool, int], tuple[list[Entry], list[Key]]] = {}
        for rank, deflates in self._groups:
            seen = [entry for entry in batch if entry.min_rank <= rank]
            if seen:
                _, keys = audiences.setdefault((deflates, len(seen)), (seen, []))
                keys.append((rank, deflates))
        return audiences

    def _targets(self, keys: Iterable[Key]) -> Any:
        """The sockets of these groups, gathered anew only when somebody came or went."""
        wanted = tuple(sorted(keys))
        if wanted not in self._gathered:
            members = chain.from_iterable(self._groups.get(key, ()) for key in wanted)
            self._gathered[wanted] = self._gather([viewer.socket for viewer in members])
        return self._gathered[wanted]

    def _join_group(self, viewer: Viewer) -> None:
        self._groups.setdefault((viewer.rank, viewer.deflates), set()).add(viewer)
        self._gathered.clear()

    def _leave_group(self, viewer: Viewer) -> None:
        key = viewer.rank, viewer.deflates
        members = self._groups.get(key, set())
        if viewer in members:
            members.discard(viewer)
            self._gathered.clear()
            if not members:
                del self._groups[key]


def encode(entries: Sequence[Entry], *, deflates: bool, skipped: int = 0) -> bytes:
    """Entries as messages, each with its sequence number in front, which the publisher could not know."""
    payloads = [b'{"seq":%d,' % entry.seq + entry.payload[1:] for entry in entries]
    if skipped:
        payloads.insert(0, b'{"t":"skipped","count":%d}' % skipped)
    return frames.events(payloads, deflates=deflates) if payloads else b""


def _old_chat(missed: Sequence[Entry]) -> frozenset[int]:
    """Of more chat than anyone would read: all but the newest."""
    chat = [entry.seq for entry in missed if entry.lane == Lane.CHAT]
    return frozenset(chat[:-READABLE_CHAT])


def parse_position(text: str | None) -> Position | None:
    """`epoch.seq` as a client sends it back; None if it is not of that form."""
    epoch, separator, seq = (text or "").partition(".")
    if not separator or not epoch or not seq.isascii() or not seq.isdigit() or len(seq) > 15:
        return None
    return Position(epoch, int(seq))
