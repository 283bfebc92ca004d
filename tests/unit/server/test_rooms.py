"""The pure room: what each viewer is sent, whatever the order in which things happen."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec import json

from kit.broker import Entry, Position
from server.rooms import MAX_HELD, Room, Viewer, parse_position

EPOCH = "e1"


def entry(seq: int, min_rank: int = 0, epoch: str = EPOCH) -> Entry:
    return Entry(epoch, seq, min_rank, b'{"t":"x"}')


class Person:
    def __init__(self, rank: int = 0) -> None:
        self.frames: list[str] = []
        self.losses = 0
        self.viewer = Viewer(rank, self.frames.append, self._lose)

    def _lose(self) -> None:
        self.losses += 1

    @property
    def seqs(self) -> list[int]:
        return [json.decode(frame)["seq"] for frame in self.frames]


def test_a_frame_carries_its_sequence_number() -> None:
    person, room = Person(), Room("s")
    room.viewers.add(person.viewer)
    person.viewer.open_at(Position(EPOCH, 0), [])
    room.append(entry(1))
    assert person.frames == ['{"seq":1,"t":"x"}']


def test_what_arrives_before_a_viewer_is_open_is_sent_afterwards() -> None:
    person, room = Person(), Room("s")
    room.viewers.add(person.viewer)
    room.append(entry(5))
    room.append(entry(6))
    assert person.frames == []
    person.viewer.open_at(Position(EPOCH, 5), [])
    assert person.seqs == [6]


def test_what_was_missed_comes_before_what_was_held_back() -> None:
    person, room = Person(), Room("s")
    room.viewers.add(person.viewer)
    room.append(entry(4))
    person.viewer.open_at(Position(EPOCH, 2), [entry(3), entry(4)])
    room.append(entry(5))
    assert person.seqs == [3, 4, 5]


def test_a_viewer_never_sees_what_its_rank_may_not() -> None:
    guest, gold, room = Person(0), Person(3), Room("s")
    for person in (guest, gold):
        room.viewers.add(person.viewer)
        person.viewer.open_at(Position(EPOCH, 0), [])
    room.append(entry(1, min_rank=0))
    room.append(entry(2, min_rank=3))
    room.append(entry(3, min_rank=100))
    assert guest.seqs == [1]
    assert gold.seqs == [1, 2]
    assert guest.losses == gold.losses == 0


def test_a_gap_or_a_new_epoch_sends_the_viewer_for_a_fresh_state() -> None:
    for jump in (entry(3), entry(1, epoch="e2")):
        person = Person()
        person.viewer.open_at(Position(EPOCH, 1), [])
        person.viewer.offer(jump, "{}")
        assert (person.frames, person.losses) == ([], 1)


def test_a_viewer_that_is_held_back_for_too_long_is_sent_away() -> None:
    person = Person()
    for seq in range(1, MAX_HELD + 2):
        person.viewer.offer(entry(seq), "")
    assert person.losses == 1


def test_ticks_reach_only_viewers_who_are_open() -> None:
    early, late, room = Person(), Person(), Room("s")
    room.viewers |= {early.viewer, late.viewer}
    early.viewer.open_at(Position(EPOCH, 0), [])
    room.tick("tick")
    assert (early.frames, late.frames) == (["tick"], [])


@given(
    ranks=st.lists(st.integers(0, 4), max_size=60),
    registered_at=st.integers(0, 60),
    opened_at=st.integers(0, 60),
    since=st.integers(0, 60),
    rank=st.integers(0, 4),
)
def test_each_entitled_entry_is_sent_once_and_in_order(
    ranks: list[int], registered_at: int, opened_at: int, since: int, rank: int
) -> None:
    log = [entry(seq, min_rank) for seq, min_rank in enumerate(ranks, start=1)]
    registered_at = min(registered_at, len(log))
    opened_at = min(max(opened_at, registered_at), len(log))
    since = min(since, opened_at)
    person, room = Person(rank), Room("s")
    for number in range(len(log) + 1):
        if number == registered_at:
            room.viewers.add(person.viewer)
        if number == opened_at:
            person.viewer.open_at(Position(EPOCH, since), log[since:opened_at])
        if number < len(log):
            room.append(log[number])
    assert person.seqs == [e.seq for e in log[since:] if e.min_rank <= rank]
    assert person.losses == 0


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
