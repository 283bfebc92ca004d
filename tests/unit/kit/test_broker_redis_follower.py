"""What a process makes of a room's log on Redis: what leads on, what is missing, what has forked."""

import pytest

from kit.broker import Entry, Position
from kit.broker_redis_follower import Follower, Listener, Place, Row


def row(seq: int, mark: bytes = b"m", epoch: str = "e") -> Row:
    return Row(Entry(epoch, seq, 0, b"%d" % seq), mark)


HERE = Place("e", 5, b"m")


@pytest.mark.parametrize(
    ("end", "rows", "leads_on", "is_beyond"),
    [
        (Position("e", 5), [row(5)], True, False),
        (Position("e", 7), [row(5), row(6), row(7)], True, False),
        (Position("e", 5), [], True, False),  # expired, but nothing came after it
        (Position("e", 9), [row(8), row(9)], False, False),  # trimmed: some are missing
        (Position("f", 9), [row(9, epoch="f")], False, False),  # another life of the log
        (Position("e", 3), [], False, True),  # a failover lost what was delivered
        (Position("e", 6), [row(5, b"other"), row(6)], False, True),  # and others took its place
    ],
)
def test_a_log_leads_on_from_here_or_has_forked(
    end: Position, rows: list[Row], leads_on: bool, is_beyond: bool
) -> None:
    assert HERE.leads_to(end, rows) is leads_on
    assert HERE.is_beyond(end, rows) is is_beyond


def test_without_a_mark_only_the_number_tells() -> None:
    assert Place("e", 5).leads_to(Position("e", 6), [row(5, b"any"), row(6)])


def test_an_entry_is_delivered_once_and_gaps_are_noticed() -> None:
    follower, heard = Follower(), list[Entry]()
    follower.listeners.append(Listener(heard.append, lambda: None, lambda _: None))
    assert not follower.expects(row(1)), "nothing is known before the log was read"
    follower.begin(Position("e", 4), [row(4)])
    assert follower.expects(row(5))
    assert not follower.expects(row(6))
    assert not follower.expects(row(5, epoch="f"))
    for seq in (5, 5, 4, 6):
        follower.take(row(seq))
    assert [entry.seq for entry in heard] == [5, 6]


def test_a_listener_is_told_of_the_line_when_it_changes_and_not_that_it_is_up_at_first() -> None:
    follower, told = Follower(), list[bool]()
    follower.listeners.append(Listener(lambda _: None, lambda: None, told.append))
    for is_up in (True, False, False, True):
        follower.set_line(is_up=is_up)
    assert told == [False, True]


def test_a_message_and_a_row_of_the_stream_read_the_same() -> None:
    fields = [b"for", b"3.1", b"mark", b"m", b"payload", b'{"a b": 1}']
    assert Row.from_message(b'e 5 3.1 m {"a b": 1}') == Row.from_stream(b"e", b"5-0", fields)
