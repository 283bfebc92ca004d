"""Values that are kept for a while."""

import asyncio

import pytest

from kit.kept import Kept


class Time:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Maker:
    def __init__(self) -> None:
        self.made = 0
        self.begun = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()
        self.error: Exception | None = None

    async def __call__(self) -> int:
        self.made += 1
        number = self.made
        self.begun.set()
        await self.gate.wait()
        if self.error is not None:
            raise self.error
        return number


async def test_a_value_is_made_once_however_many_ask() -> None:
    kept, make = Kept[str, int](10, 5.0), Maker()
    make.gate.clear()
    asking = [asyncio.create_task(kept.get("a", make)) for _ in range(5)]
    await asyncio.sleep(0)
    make.gate.set()
    assert await asyncio.gather(*asking) == [1] * 5


async def test_a_value_is_made_anew_when_it_is_too_old() -> None:
    time = Time()
    kept, make = Kept[str, int](10, 5.0, time), Maker()
    assert await kept.get("a", make) == 1
    time.now = 4.9
    assert await kept.get("a", make) == 1
    time.now = 5.0
    assert kept.fresh("a") is None
    assert await kept.get("a", make) == 2


async def test_what_was_begun_before_a_change_is_not_kept() -> None:
    kept, make = Kept[str, int](10, 5.0), Maker()
    make.gate.clear()
    asking = asyncio.create_task(kept.get("a", make))
    await make.begun.wait()
    kept.forget("a")
    make.gate.set()
    assert await asking == 1
    assert await kept.get("a", make) == 2


async def test_no_more_are_kept_than_allowed() -> None:
    kept, make = Kept[int, int](3, 5.0), Maker()
    for key in range(10):
        await kept.get(key, make)
    assert len(kept) == 3
    assert kept.fresh(9) == 10


async def test_an_old_value_is_better_than_none_while_what_makes_it_is_away() -> None:
    time = Time()
    kept, make = Kept[str, int](10, 5.0, time), Maker()
    make.error = ConnectionError("away")
    with pytest.raises(ConnectionError):
        await kept.get("a", make)
    make.error = None
    await kept.get("a", make)
    time.now, make.error = 9.0, ConnectionError("away")
    assert await kept.get("a", make) == 2
    make.error = ValueError("it is gone")
    with pytest.raises(ValueError, match="gone"):
        await kept.get("a", make)


async def test_values_are_forgotten_by_what_they_are() -> None:
    kept, make = Kept[str, int](10, 5.0), Maker()
    await kept.get("a", make)
    await kept.get("b", make)
    kept.forget_where(lambda value: value == 1)
    assert (kept.fresh("a"), kept.fresh("b")) == (None, 2)
