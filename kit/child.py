"""Work that is better done by a process of its own: it takes long, holds the interpreter, or reads what strangers sent."""

import asyncio
import sys


class ChildFailed(Exception):
    """It ended without an answer."""


async def answer_of(module: str, given: bytes, within_s: float) -> bytes:
    """What `python -m module` writes when it reads `given`.

    Raises:
        ChildFailed, TimeoutError
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(within_s):
            answer, _ = await process.communicate(given)
    except (TimeoutError, asyncio.CancelledError):
        process.kill()
        await process.wait()
        raise
    if process.returncode or not answer:
        raise ChildFailed(module)
    return answer
