"""A process that was started beside another ends with it."""

import os
import signal
import subprocess
import sys

from tests.support.waiting import until

BESIDE = "import asyncio, sys; from server.parent import end_with; asyncio.run(end_with(int(sys.argv[1])))"
STARTS_ONE = """
import os, subprocess, sys, time
print(subprocess.Popen([sys.executable, "-c", sys.argv[1], str(os.getpid())]).pid, flush=True)
time.sleep(600)
"""


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{process}/stat") as stat:
        return stat.read().rpartition(")")[2].split()[0] != "Z"


def started(*arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", *arguments], stdout=subprocess.PIPE, text=True)


async def test_it_ends_when_the_other_is_killed() -> None:
    other = started(STARTS_ONE, BESIDE)
    assert other.stdout is not None
    beside = int(other.stdout.readline())
    assert is_there(beside)
    other.send_signal(signal.SIGKILL)
    other.wait()
    other.stdout.close()
    await until(lambda: not is_there(beside))


async def test_it_ends_at_once_if_the_other_is_gone_already() -> None:
    gone = started("")
    gone.communicate()
    beside = started(BESIDE, str(gone.pid))
    await until(lambda: beside.poll() is not None)
    assert beside.returncode == -signal.SIGTERM
    beside.communicate()
