"""The pure room: under any order of events each viewer gets what it is entitled to, once and in order."""

import json
from dataclasses import dataclass, field

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kit.broker import Entry, Position
from server import rooms
from server.rooms import Lane, Room, Standing, Viewer, parse_position

EPOCH = "e1"


def entry(seq: int, min_rank: int = 0, lane: int = Lane.ESSENTIAL, epoch: str = EPOCH) -> Entry:
    return Entry(epoch, seq, min_rank, b'{"t":"x"}', lane)


def events_in(data: bytes) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    while data:
        size, start = data[1], 2
        if size == 126:
            size, start = int.from_bytes(data[2:4], "big"), 4
        elif size == 127:
            size, start = int.from_bytes(data[2:10], "big"), 10
        message = json.loads(data[start : start + size])
        found += message if isinstance(message, list) else [message]
        data = data[start + size :]
    return found


def seqs_in(data: bytes) -> list[int]:
    return [int(str(event["seq"])) for event in events_in(data) if "seq" in event]


def a_viewer(rank: int = 0) -> Viewer:
    """One who is its own socket, so that a test sees whom the room writes to."""
    viewer = Viewer(rank)
    viewer.socket = viewer
    return viewer


def at_head(room: Room, rank: int = 0) -> Viewer:
    viewer = a_viewer(rank)
    room.join(viewer, room.flushed)
    assert room.step(viewer) is Standing.AT_HEAD
    return viewer


def written(room: Room) -> dict[Viewer, list[int]]:
    return {viewer: seqs_in(write.data) for write in room.flush() for viewer in write.targets}


def test_what_is_appended_is_written_once_to_everyone_at_the_head() -> None:
    room = Room(Position(EPOCH, 7))
    viewers = [at_head(room), at_head(room)]
    room.append(entry(8))
    room.append(entry(9))
    assert written(room) == {viewer: [8, 9] for viewer in viewers}
    assert written(room) == {}


def test_groups_are_written_only_what_their_rank_may_see() -> None:
    room = Room(Position(EPOCH, 0))
    guest, gold, host = at_head(room, 0), at_head(room, 3), at_head(room, 110)
    for seq, min_rank in enumerate((0, 3, 110), start=1):
        room.append(entry(seq, min_rank))
    assert written(room) == {guest: [1], gold: [1, 2], host: [1, 2, 3]}


def test_viewers_who_see_the_same_are_written_to_together_whatever_their_rank() -> None:
    room = Room(Position(EPOCH, 0))
    guest, gold, host = at_head(room, 0), at_head(room, 3), at_head(room, 110)
    room.append(entry(1))
    room.append(entry(2, min_rank=3))
    assert [set(write.targets) for write in room.flush()] == [{guest}, {gold, host}]


def test_sockets_are_gathered_anew_only_when_somebody_came_or_went() -> None:
    gathered: list[int] = []

    def gather(sockets: list[object]) -> list[object]:
        gathered.append(len(sockets))
        return sockets

    room = Room(Position(EPOCH, 0), gather=gather)
    first = at_head(room)
    for seq in (1, 2):
        room.append(entry(seq))
        written(room)
    assert gathered == [1]
    at_head(room)
    room.append(entry(3))
    written(room)
    room.leave(first)
    room.append(entry(4))
    written(room)
    assert gathered == [1, 2, 1]


def test_a_paused_viewer_is_written_nothing_and_catches_up_from_its_place() -> None:
    room = Room(Position(EPOCH, 0))
    slow, fast = at_head(room), at_head(room)
    room.append(entry(1))
    for write in room.flush():
        assert slow in write.targets
        room.pause(slow)
    room.append(entry(2))
    assert written(room) == {fast: [2]}
    step = room.step(slow)
    assert isinstance(step, bytes)
    assert seqs_in(step) == [2]
    assert room.step(slow) is Standing.AT_HEAD


def test_viewers_at_the_same_place_share_a_chunk() -> None:
    room = Room(Position(EPOCH, 0), [])
    first, second = Viewer(0), Viewer(0)
    room.join(first, 0)
    room.join(second, 0)
    room.append(entry(1))
    list(room.flush())
    assert room.step(first) is room.step(second)


def test_a_long_way_is_caught_up_in_bounded_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "CHUNK_BYTES", 100)
    room = Room(Position(EPOCH, 0))
    viewer = Viewer(0)
    room.join(viewer, 0)
    for seq in range(1, 51):
        room.append(entry(seq))
    list(room.flush())
    steps = list(iter(lambda: room.step(viewer), Standing.AT_HEAD))
    assert len(steps) > 3
    assert [seq for step in steps if isinstance(step, bytes) for seq in seqs_in(step)] == list(
        range(1, 51)
    )


def test_who_lags_is_told_how_much_chat_was_left_out_and_misses_nothing_else() -> None:
    room = Room(Position(EPOCH, 0))
    viewer = Viewer(0)
    room.join(viewer, 0)
    for seq in range(1, 301):
        room.append(entry(seq, lane=Lane.ESSENTIAL if seq % 100 == 0 else Lane.CHAT))
    list(room.flush())
    step = room.step(viewer)
    assert isinstance(step, bytes)
    first, *others = events_in(step)
    assert first == {"t": "skipped", "count": 297 - rooms.READABLE_CHAT}
    seqs = [event["seq"] for event in others]
    assert {100, 200, 300} <= set(seqs)
    assert len(seqs) == rooms.READABLE_CHAT + 3
    assert seqs == sorted(seqs)


def test_who_is_beyond_the_log_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "LOG_SIZE", 10)
    room = Room(Position(EPOCH, 0))
    slow = at_head(room)
    room.pause(slow)
    for seq in range(1, 41):
        room.append(entry(seq))
        list(room.flush())
    assert room.step(slow) is Standing.LOST
    assert not room.reaches(Position(EPOCH, 5))
    assert room.reaches(Position(EPOCH, 39))


def test_what_is_known_changes_nothing_and_what_is_missing_is_noticed() -> None:
    room = Room(Position(EPOCH, 5))
    assert room.append(entry(5))
    assert room.append(entry(6))
    assert room.append(entry(6))
    assert not room.append(entry(8))
    assert not room.append(entry(7, epoch="e2"))
    assert room.end == 6


def test_positions_are_read_back_as_clients_send_them() -> None:
    assert parse_position("k3x9.42") == Position("k3x9", 42)
    for malformed in (
        None,
        "",
        "42",
        ".42",
        "k3x9.",
        "k3x9.x",
        "k3x9.-1",
        "k3x9.٣",
        "e." + "9" * 16,
    ):
        assert parse_position(malformed) is None


@dataclass(eq=False)
class Person:
    viewer: Viewer
    since: int
    got: list[int] = field(default_factory=list)
    is_paused: bool = False
    is_lost: bool = False


class AnyOrder(RuleBasedStateMachine):
    """Publishing, flushing, joining, pausing, draining and leaving in any order, with a log that overflows."""

    @initialize()
    def begin(self) -> None:
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(rooms, "LOG_SIZE", 12)
        self.patch.setattr(rooms, "CHUNK_BYTES", 40)
        self.room = Room(Position(EPOCH, 0))
        self.log: list[Entry] = []
        self.people: list[Person] = []

    def teardown(self) -> None:
        self.patch.undo()

    @rule(min_rank=st.integers(0, 3))
    def publish(self, min_rank: int) -> None:
        self.log.append(entry(len(self.log) + 1, min_rank))
        assert self.room.append(self.log[-1])

    @rule(pausing=st.sets(st.integers(0, 9)))
    def flush(self, pausing: set[int]) -> None:
        for write in self.room.flush():
            for viewer in write.targets:
                person = next(p for p in self.people if p.viewer is viewer)
                assert not person.is_paused
                person.got += seqs_in(write.data)
                if self.people.index(person) in pausing:
                    person.is_paused = True
                    self.room.pause(viewer)

    @rule(rank=st.integers(0, 3), back=st.integers(0, 30))
    def join(self, rank: int, back: int) -> None:
        since = max(0, self.room.flushed - back)
        if len(self.people) == 10 or not self.room.reaches(Position(EPOCH, since)):
            return
        person = Person(a_viewer(rank), since)
        self.people.append(person)
        self.room.join(person.viewer, since)
        person.is_paused = True  # not shown in yet

    @rule(who=st.integers(0, 9), writes=st.integers(1, 5))
    def drain(self, who: int, writes: int) -> None:
        if who >= len(self.people) or not self.people[who].is_paused:
            return
        person = self.people[who]
        for _ in range(writes):
            step = self.room.step(person.viewer)
            if step is Standing.LOST:
                person.is_lost = True
                self.room.leave(person.viewer)
                self.people.remove(person)
                return
            if step is Standing.AT_HEAD:
                person.is_paused = False
                return
            assert isinstance(step, bytes)
            person.got += seqs_in(step)

    @rule(who=st.integers(0, 9))
    def leave(self, who: int) -> None:
        if who < len(self.people):
            self.room.leave(self.people.pop(who).viewer)

    @invariant()
    def everyone_got_a_prefix_of_what_they_may_see(self) -> None:
        for person in getattr(self, "people", ()):
            entitled = [e.seq for e in self.log[person.since :] if e.min_rank <= person.viewer.rank]
            assert person.got == entitled[: len(person.got)]
            if not person.is_paused:
                assert person.got == [seq for seq in entitled if seq <= self.room.flushed]


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=120, stateful_step_count=60, deadline=None)
