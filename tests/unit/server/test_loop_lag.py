"""How late the loop is."""

import asyncio
import time

from server.loop_lag import EVERY_S, WINDOW, LoopLag


def test_the_p99_leaves_out_one_in_a_hundred_and_looks_ten_seconds_back() -> None:
    lag = LoopLag()
    assert lag.p99_s() == 0
    for number in range(WINDOW):
        lag.note(0.5 if number < 3 else 0.001)
    assert lag.p99_s() == 0.5
    for _ in range(WINDOW):
        lag.note(0.002)
    lag.note(9.0)
    assert lag.p99_s() == 0.002


async def test_a_loop_that_was_kept_busy_is_noticed() -> None:
    lag = LoopLag()
    task = asyncio.create_task(lag.run())
    await asyncio.sleep(0)
    time.sleep(EVERY_S + 0.1)  # noqa: ASYNC251 - this is what must be noticed
    await asyncio.sleep(EVERY_S)
    task.cancel()
    assert lag.p99_s() >= 0.09
