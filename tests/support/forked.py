"""The product's processes, forked from one that has imported it.

To import the product takes a process longer than most tests take for all the rest. So that is done once a session, by a
process from which those of the tests are forked. Each is one of its own, with the arguments, environment, folder, log
and end that it would have as a command. The walks in a browser start the command itself (`tests.support.site`).
"""

import ctypes
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from multiprocessing import forkserver
from pathlib import Path

PR_SET_PDEATHSIG = 1
PRODUCT = "server.cli"


class Forked:
    """A process that runs the `dealcast` command, with as much of `subprocess.Popen` as `Child` needs."""

    def __init__(
        self, arguments: Sequence[str], *, log: Path, cwd: Path, env: Mapping[str, str]
    ) -> None:
        self.args = ("dealcast", *arguments)
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([PRODUCT])
        self._process = context.Process(
            target=_run, args=(self.args, log, cwd, dict(env)), daemon=True
        )
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        if (code := self.poll()) is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return code

    def send_signal(self, signal_: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, signal_)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def _run(argv: Sequence[str], log: Path, cwd: Path, env: Mapping[str, str]) -> None:
    # When the tests are killed, the process that was forked from ends, if nobody else holds this open, and this one with it.
    os.close(forkserver._forkserver._forkserver_alive_fd)  # type: ignore[attr-defined]
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    with log.open("wb") as output:
        os.dup2(output.fileno(), sys.stdout.fileno())
        os.dup2(output.fileno(), sys.stderr.fileno())
    sys.argv = list(argv)
    from server.cli import main

    main()
