"""What processes tell each other for the operator."""

from typing import Any

import msgspec
import pytest

from kit.broker_memory import MemoryBroker
from server import operator_board
from server.operator_board import OperatorBoard, largest_rooms
from server.operator_views import ProcessView, RoomSize


def reading(process: str, started_at_ms: float = 0.0, **rooms: int) -> ProcessView:
    numbers: dict[str, Any] = dict.fromkeys(ProcessView.__struct_fields__, 0)
    numbers |= {
        "process": process,
        "is_worker": False,
        "is_broker_up": True,
        "is_database_up": True,
        "started_at_ms": started_at_ms,
        "largest_rooms": [RoomSize(show_id=room, viewers=size) for room, size in rooms.items()],
    }
    return ProcessView(**numbers)


class Vitals:
    """Of a process whose readings are given."""

    def __init__(self, view: ProcessView) -> None:
        self.view = view

    def take(self) -> ProcessView:
        return self.view


class CountingBroker(MemoryBroker):
    told = 0

    async def tell(self, person: str, payload: bytes) -> None:
        self.told += 1
        await super().tell(person, payload)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr(operator_board.time, "monotonic", lambda: now[0])
    return now


async def board_of(broker: MemoryBroker, view: ProcessView) -> OperatorBoard:
    board = OperatorBoard(broker, Vitals(view))  # type: ignore[arg-type]
    await broker.listen(operator_board.MAILBOX, board.hear)
    return board


def names(board: OperatorBoard) -> list[str]:
    return [view.process for view in board.look()]


async def test_whoever_is_asked_shows_all_processes_itself_first(clock: list[float]) -> None:
    broker = MemoryBroker()
    asked = await board_of(broker, reading("b", 2.0))
    others = [await board_of(broker, reading(name, at)) for name, at in (("c", 3.0), ("a", 1.0))]
    assert names(asked) == ["b"]
    for board in (asked, *others):
        await board.beat()
    assert names(asked) == ["b", "a", "c"]


async def test_while_nobody_looks_nothing_is_told(clock: list[float]) -> None:
    broker = CountingBroker()
    one, other = await board_of(broker, reading("a")), await board_of(broker, reading("b"))
    await one.beat()
    assert broker.told == 0
    one.look()
    await one.beat()
    await other.beat()
    told = broker.told
    assert told == 3
    clock[0] += operator_board.LOOKS_FOR_S + 1
    await one.beat()
    await other.beat()
    assert broker.told == told


async def test_a_process_that_says_nothing_any_more_is_left_out(clock: list[float]) -> None:
    broker = MemoryBroker()
    one, other = await board_of(broker, reading("a")), await board_of(broker, reading("b"))
    one.look()
    await one.beat()
    await other.beat()
    assert names(one) == ["a", "b"]
    clock[0] += operator_board.HEARD_WITHIN_S + 1
    assert names(one) == ["a"]
    await one.beat()
    assert names(one) == ["a"]


async def test_words_of_another_release_and_a_broker_that_is_away_do_no_harm(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    broker = MemoryBroker()
    board = await board_of(broker, reading("a"))
    for word in (b"{", b'{"t":"x"}', msgspec.json.encode({"type": "read", "reading": {}})):
        board.hear(word)

    async def tell(_person: str, _payload: bytes) -> None:
        raise ConnectionError

    monkeypatch.setattr(broker, "tell", tell)
    board.look()
    await board.beat()
    assert names(board) == ["a"]


def test_a_rooms_viewers_are_summed_over_processes() -> None:
    processes = [reading("a", x=5, y=7), reading("b", x=4, z=1)]
    found = [(room.show_id, room.viewers) for room in largest_rooms(processes, 2)]
    assert found == [("x", 9), ("y", 7)]
