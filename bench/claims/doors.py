"""A web process of the product, as `dealcast serve` starts it, and a process with lines that claim there."""

import asyncio
import json
import os
import resource
import sys
import time
from pathlib import Path
from subprocess import PIPE
from typing import Any

from worker import cpu_s, server_cpu_s

from tests.support.product import Product, running_product

HERE = Path(__file__).parent
CONNECTED_WITHIN_S = 60
ANSWERED_WITHIN_S = 60
OPEN_FILES = 20_000
READY_S = 1.0


class LinesBroke(Exception):
    """The lines ended, or did not answer."""


async def measured(url: str, home: Path, kind: str, load: dict[str, Any]) -> dict[str, float]:
    """What the lines saw, with the processor time of each process by claim."""
    _allow_files()
    async with running_product(url, home) as product:
        base = await product.start()
        lines = await _started(kind, base.rsplit(":", 1)[1], load)
        try:
            await _line(lines, CONNECTED_WITHIN_S)
            return await _claimed(lines, product, base)
        finally:
            if lines.returncode is None:
                lines.kill()
            await lines.wait()


async def _claimed(
    lines: asyncio.subprocess.Process, product: Product, base: str
) -> dict[str, float]:
    def used() -> tuple[float, float]:
        return cpu_s(product.pid(base)), server_cpu_s(product.database_url.rsplit("/", 1)[1])

    assert lines.stdin is not None
    web, database = used()
    lines.stdin.write(f"{time.time() + READY_S}\n".encode())
    seen: dict[str, float] = json.loads(await _line(lines, ANSWERED_WITHIN_S))
    web_after, database_after = used()
    asked = seen.pop("asked")
    seen["web_cpu_us_per_claim"] = (web_after - web) * 1e6 / asked
    seen["server_cpu_us_per_claim"] = (database_after - database) * 1e6 / asked
    return seen


async def _started(kind: str, port: str, load: dict[str, Any]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, HERE / "lines.py", kind, port, json.dumps(load)),
        stdin=PIPE,
        stdout=PIPE,
        env={**os.environ, "PYTHONPATH": str(HERE.parents[1])},
    )


async def _line(lines: asyncio.subprocess.Process, within_s: float) -> bytes:
    assert lines.stdout is not None
    try:
        async with asyncio.timeout(within_s):
            line = await lines.stdout.readline()
    except TimeoutError:
        raise LinesBroke(f"the lines said nothing for {within_s} s") from None
    if not line:
        raise LinesBroke("the lines ended")
    return line


def _allow_files() -> None:
    """Children inherit it."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(OPEN_FILES, most), most))
