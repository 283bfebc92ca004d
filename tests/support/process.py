"""Child processes that a test run starts: they log to a file and die with their parent.

A test run that is killed must leave no server behind, so each child asks the kernel for a signal
when its parent ends (PR_SET_PDEATHSIG, set by util-linux's setpriv just before it becomes the
real program).
"""

import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.support.forked import Forked


class ChildDied(Exception):
    """A child ended by itself; the message holds the end of its log."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The user and group a child runs as; only root can choose one."""

    uid: int
    gid: int


class Child:
    """A running child process. Start it with `Child.start`, end it with `stop`."""

    def __init__(self, process: subprocess.Popen[bytes] | Forked, log: Path) -> None:
        self.process = process
        self.log = log

    @classmethod
    def start(
        cls,
        command: Sequence[str | Path],
        *,
        log: Path,
        cwd: Path,
        env: Mapping[str, str] | None = None,
        identity: Identity | None = None,
        end_signal: signal.Signals = signal.SIGTERM,
    ) -> Self:
        """Run `command` with its output in `log`; it gets `end_signal` if the parent dies."""
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*_die_with_parent(end_signal), *map(str, command)],
                cwd=cwd,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                user=identity.uid if identity else None,
                group=identity.gid if identity else None,
                extra_groups=[] if identity else None,
            )
        return cls(process, log)

    def check(self) -> None:
        """Raise ChildDied unless the child still runs."""
        if (code := self.process.poll()) is not None:
            raise ChildDied(f"{self.process.args!r} ended with {code}:\n{self.log_tail()}")

    def log_tail(self, lines: int = 60) -> str:
        """Return the last lines of what the child has printed."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def stop(self, signal_: signal.Signals = signal.SIGTERM, *, timeout_s: float = 10.0) -> int:
        """Ask the child to end, kill it if it does not within `timeout_s`; return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal_)
        try:
            return self.process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            return self.kill()

    def kill(self) -> int:
        """End the child at once with SIGKILL; return its exit code."""
        self.process.kill()
        return self.process.wait()


def _die_with_parent(end_signal: signal.Signals) -> list[str]:
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        return []
    return [setpriv, "--pdeathsig", end_signal.name.removeprefix("SIG"), "--"]
