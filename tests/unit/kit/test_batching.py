"""Asking for many things at once."""

import asyncio
from collections.abc import Mapping, Sequence

import pytest

from kit.batching import Batched


class Shelf:
    """Counts how often it is asked."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.is_broken = False

    async def load(self, keys: Sequence[int]) -> Mapping[int, str]:
        self.batches.append(list(keys))
        await asyncio.sleep(0)
        if self.is_broken:
            raise OSError("the shelf is broken")
        return {key: f"book {key}" for key in keys if key > 0}


async def test_what_is_asked_for_at_once_is_loaded_at_once() -> None:
    shelf = Shelf()
    books = Batched(shelf.load)
    found = await asyncio.gather(*(books.get(number) for number in (1, 2, 3, 2, -1)))
    assert found == ["book 1", "book 2", "book 3", "book 2", None]
    assert shelf.batches == [[1, 2, 3, -1]]


async def test_a_batch_has_a_bound() -> None:
    shelf = Shelf()
    books = Batched(shelf.load, most=10)
    await asyncio.gather(*(books.get(number) for number in range(1, 26)))
    assert [len(batch) for batch in shelf.batches] == [10, 10, 5]


async def test_a_failure_reaches_everyone_of_its_batch_and_nobody_else() -> None:
    shelf = Shelf()
    books = Batched(shelf.load)
    shelf.is_broken = True
    refused = await asyncio.gather(books.get(1), books.get(2), return_exceptions=True)
    assert [type(error) for error in refused] == [OSError, OSError]
    shelf.is_broken = False
    assert await books.get(1) == "book 1"


async def test_who_gives_up_waiting_takes_nothing_from_the_others() -> None:
    shelf = Shelf()
    books = Batched(shelf.load)
    impatient = asyncio.create_task(books.get(1))
    patient = asyncio.create_task(books.get(1))
    await asyncio.sleep(0)
    impatient.cancel()
    assert await patient == "book 1"
    with pytest.raises(asyncio.CancelledError):
        await impatient
