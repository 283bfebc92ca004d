"""Processes that the benchmark starts: each on one core, ending with the benchmark, watched by its id."""

import ctypes
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

PR_SET_PDEATHSIG = 1
READY_TIMEOUT_S = 30
ANSWER_TIMEOUT_S = 120
TICKS_PER_S = os.sysconf("SC_CLK_TCK")
PAGE_KIB = os.sysconf("SC_PAGE_SIZE") // 1024


class Failed(Exception):
    """A process did not do what it should; the message says which and shows the end of its log."""


class Process:
    """A child pinned to `core`, with its output in `log`."""

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        core: int,
        log: Path,
        cwd: Path,
        env: Mapping[str, str] | None = None,
        is_asked: bool = False,
    ) -> None:
        self._log = log
        with log.open("wb") as output:
            self._child = subprocess.Popen(
                [str(word) for word in command],
                cwd=cwd,
                env={**os.environ, **(env or {})},
                stdin=subprocess.PIPE if is_asked else subprocess.DEVNULL,
                stdout=subprocess.PIPE if is_asked else output,
                stderr=output,
                preexec_fn=lambda: _begin(core),  # noqa: PLW1509 (there is one thread)
            )
        self.pid = self._child.pid

    def cpu_s(self) -> float:
        """Processor time of all its threads."""
        try:
            return sum(_run_time_s(task) for task in Path(f"/proc/{self.pid}/task").iterdir())
        except OSError:
            return 0.0

    def rss_kib(self) -> int:
        try:
            return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * PAGE_KIB
        except OSError:
            return 0

    def check(self) -> None:
        if self._child.poll() is not None:
            raise Failed(f"ended with {self._child.returncode}: {self._tail()}")

    def until_listening(self, port: int) -> None:
        deadline = time.monotonic() + READY_TIMEOUT_S
        while time.monotonic() < deadline:
            self.check()
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.03)
        raise Failed(f"does not listen: {self._tail()}")

    def tell(self, line: str) -> None:
        assert self._child.stdin is not None
        try:
            self._child.stdin.write(line.encode() + b"\n")
            self._child.stdin.flush()
        except BrokenPipeError:
            raise Failed(f"has ended: {self._tail()}") from None

    def answer(self) -> dict[str, Any]:
        """The next line of its output, which is JSON."""
        output: IO[bytes] | None = self._child.stdout
        assert output is not None
        line = output.readline()
        if not line:
            raise Failed(f"has ended: {self._tail()}")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise Failed(f"{answer['error']} ({answer['errno']})")
        return answer

    def stop(self) -> None:
        if self._child.poll() is None:
            self._child.kill()
        self._child.wait()

    def _tail(self) -> str:
        text = self._log.read_text(errors="replace").strip().splitlines()
        return " | ".join(text[-4:])[-600:] or "(it said nothing)"


def free_port() -> int:
    """A port below those that the system gives to outgoing connections."""
    for port in range(20_000 + os.getpid() % 5_000, 32_000):
        if port in _given:
            continue
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        _given.add(port)
        return port
    raise Failed("no port is free")


def busy_s() -> float:
    """Processor time that the whole machine has spent, on anything."""
    fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    user, nice, system, _idle, _wait, irq, soft_irq, *_ = map(int, fields)
    return (user + nice + system + irq + soft_irq) / TICKS_PER_S


_given: set[int] = set()


def _begin(core: int) -> None:
    os.sched_setaffinity(0, {core})
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _run_time_s(task: Path) -> float:
    try:
        return int((task / "schedstat").read_text().split()[0]) / 1e9
    except (FileNotFoundError, IndexError):
        fields = (task / "stat").read_text().rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS_PER_S
