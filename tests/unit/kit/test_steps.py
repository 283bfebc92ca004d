import asyncio

import pytest

from kit.steps import whole


async def test_a_step_gives_its_answer() -> None:
    async def answer() -> int:
        return 42

    assert await whole(answer()) == 42


async def test_a_step_raises_what_it_raises() -> None:
    async def fail() -> None:
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        await whole(fail())


async def test_a_cancelled_step_is_done_before_the_cancellation_goes_on() -> None:
    begun, may_end, is_done = asyncio.Event(), asyncio.Event(), False

    async def step() -> None:
        nonlocal is_done
        begun.set()
        await may_end.wait()
        is_done = True

    task = asyncio.create_task(whole(step()))
    await begun.wait()
    task.cancel()
    await asyncio.sleep(0)
    assert not task.done()
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert is_done
