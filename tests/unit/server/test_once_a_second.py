"""What changes often is told once in a while, and its last state always."""

import asyncio

from kit.broker import BrokerDown
from server.once_a_second import OnceASecond
from tests.support.waiting import until


async def test_a_rush_is_told_at_once_and_then_once_more() -> None:
    told: list[str] = []

    async def tell(key: str) -> None:
        told.append(key)

    board = OnceASecond("tests", tell, every_s=0.02)
    board.note("show")
    await until(lambda: told == ["show"])
    for _ in range(100):
        board.note("show")
    await until(lambda: len(told) == 2)
    await asyncio.sleep(0)
    assert told == ["show", "show"]
    board.note("another")
    await board.drain()
    assert told[2:] == ["another"]


async def test_what_the_broker_did_not_take_is_told_when_it_is_back() -> None:
    told: list[str] = []

    async def tell(key: str) -> None:
        told.append(key)
        if len(told) < 3:
            raise BrokerDown

    board = OnceASecond("tests", tell, every_s=0.001)
    board.note("show")
    await until(lambda: len(told) == 3)
    await board.drain()
    assert told == ["show"] * 3


async def test_what_fails_keeps_nothing_else_from_being_told() -> None:
    told: list[str] = []

    async def tell(key: str) -> None:
        told.append(key)
        if key == "bad":
            raise ValueError(key)

    board = OnceASecond("tests", tell, every_s=0.001)
    for key in ("bad", "good"):
        board.note(key)
    await until(lambda: len(told) == 2)
    await board.drain()
    assert sorted(told) == ["bad", "good"]
