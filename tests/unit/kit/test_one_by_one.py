"""Going past what fails."""

import asyncio
from collections.abc import Iterator, Sequence

import pytest
from structlog.testing import capture_logs

from kit import metrics, one_by_one
from kit.one_by_one import FIRST_S, FORGOTTEN_AFTER_S, LONGEST_S, OneByOne

CHORE = "a_chore"


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


class Rows:
    """Of which one is poisoned."""

    def __init__(self, poisoned: str = "") -> None:
        self.poisoned = poisoned
        self.done: list[str] = []
        self.error: Exception = ValueError("it always fails")

    async def do(self, key: str) -> str:
        if key == self.poisoned:
            raise self.error
        self.done.append(key)
        return key

    async def do_all(self, keys: Sequence[str]) -> int:
        for key in keys:
            if key == self.poisoned:
                raise self.error
        self.done.extend(keys)
        return len(keys)


@pytest.fixture(autouse=True)
def _quietly() -> Iterator[None]:
    with capture_logs():
        yield


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def chore(clock: Clock) -> OneByOne[str]:
    return OneByOne[str](CHORE, clock)


def failures() -> float:
    return metrics.chore_failures.labels(CHORE, "row")._value.get()


async def test_the_first_fails_and_the_rest_is_done(chore: OneByOne[str]) -> None:
    rows, before = Rows("a"), failures()
    with capture_logs() as logs:
        assert await chore.each("abc", rows.do) == ["b", "c"]
    [line] = logs
    said = (line["event"], line["chore"], line["row"], line["tries"])
    assert said == ("worker.row_failed", CHORE, "a", 1)
    assert failures() == before + 1


async def test_it_is_left_alone_each_time_for_longer(chore: OneByOne[str], clock: Clock) -> None:
    rows, rest_s = Rows("a"), FIRST_S
    while rest_s < LONGEST_S:
        await chore.each("a", rows.do)
        clock.now += rest_s - 0.1
        assert chore.awake("ab") == ["b"]
        assert chore.left_alone() == ["a"]
        clock.now += 0.1
        assert chore.awake("ab") == ["a", "b"]
        rest_s *= 2
    await chore.each("a", rows.do)
    clock.now += LONGEST_S
    assert chore.awake("a") == ["a"]


async def test_more_is_asked_for_while_some_are_left_alone(
    chore: OneByOne[str], clock: Clock
) -> None:
    rows = Rows("a")
    assert chore.reach(10) == 10
    await chore.each("ab", rows.do)
    assert chore.reach(10) == 11
    rows.poisoned = ""
    clock.now += FIRST_S
    assert await chore.each("ab", rows.do) == ["a", "b"]
    assert chore.reach(10) == 10


async def test_one_that_was_repaired_elsewhere_is_forgotten(
    chore: OneByOne[str], clock: Clock
) -> None:
    await chore.each("a", Rows("a").do)
    clock.now += FIRST_S + FORGOTTEN_AFTER_S
    assert chore.awake("b") == ["b"]
    assert chore.reach(10) == 10


async def test_a_batch_that_one_makes_fail_is_done_one_by_one(chore: OneByOne[str]) -> None:
    rows = Rows("b")
    assert await chore.together("abc", rows.do_all) == 2
    assert rows.done == ["a", "c"]
    assert await chore.together("abc", rows.do_all) == 2
    assert rows.done == ["a", "c", "a", "c"]
    assert await chore.together("", rows.do_all) == 0


async def test_side_by_side_all_others_end(chore: OneByOne[str]) -> None:
    rows = Rows("a")

    async def later(key: str) -> str:
        await asyncio.sleep(0)
        return await rows.do(key)

    assert await chore.at_once("abc", later) == ["b", "c"]


@pytest.mark.parametrize("way", ["each", "at_once"])
async def test_in_an_outage_the_round_ends_and_the_next_begins_with_another(
    way: str, chore: OneByOne[str], clock: Clock
) -> None:
    rows = Rows("a")
    rows.error = ConnectionError("the database is away")
    before = failures()
    for _ in range(10):
        with pytest.raises(ConnectionError):
            await getattr(chore, way)("a", rows.do)
        assert await chore.each("ab", rows.do) == ["b"]
        clock.now += FIRST_S
    rows.poisoned = ""
    assert await chore.each("ab", rows.do) == ["a", "b"]
    assert failures() == before


async def test_a_batch_in_an_outage_is_not_gone_through(chore: OneByOne[str]) -> None:
    rows = Rows("b")
    rows.error = ConnectionError("the database is away")
    with pytest.raises(ConnectionError):
        await chore.together("abc", rows.do_all)
    assert rows.done == []


async def test_where_nothing_leads_back_it_is_tried_again(
    chore: OneByOne[str], clock: Clock
) -> None:
    rows = Rows("a")
    await chore.each("ab", rows.do)
    rows.poisoned = ""
    assert await chore.again(rows.do) == []
    clock.now += FIRST_S
    assert await chore.again(rows.do) == ["a"]
    assert await chore.again(rows.do) == []


async def test_no_more_are_left_alone_than_can_be_remembered(
    chore: OneByOne[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_by_one, "MOST", 2)
    for key in "abc":
        await chore.each(key, Rows(key).do)
    assert chore.left_alone() == ["b", "c"]
