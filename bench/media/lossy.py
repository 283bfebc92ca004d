"""A line in a process of its own that loses packets each way: see `tests/support/lossy.py`.

lossy.py ADDRESS TO FIRST_PORT LAST_PORT LOSS
"""

import asyncio
import sys

import uvloop

from tests.support.lossy import lossy_line


async def run(address: str, to: str, ports: range, loss: float) -> None:
    async with lossy_line(address, to=to, ports=ports, loss=loss):
        print("{}", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    first, last = map(int, sys.argv[3:5])
    uvloop.run(run(sys.argv[1], sys.argv[2], range(first, last + 1), float(sys.argv[5])))
