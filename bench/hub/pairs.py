"""A server and the load on it: connected once, then run again and again."""

import json
import socket
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import install
from processes import Failed, Process
from systems import Ground, Served, System

WARM_VIEWERS = 50
SETTLES_S = 0.4
CONNECTING_S = 150


@dataclass(frozen=True, slots=True)
class Arrival:
    """What connecting has shown."""

    viewers: int
    handshakes_per_s: float
    rss_kib_per_viewer: float
    cpu_us_per_handshake: float


class Pair:
    def __init__(self, system: System, ground: Ground, load_core: int) -> None:
        self.system = system
        self._ground = ground
        self._load_core = load_core
        self._served: Served | None = None
        self._load: Process | None = None
        self._how: tuple[int, tuple[str, ...]] = (0, ())

    def open(self, viewers: int, *options: str) -> Arrival:
        """Start the server, warm it with a few viewers that leave again, then let all come."""
        self._how = (viewers, options)
        self._served = served = self.system.start(self._ground)
        self._connect(WARM_VIEWERS, ()).stop()
        time.sleep(SETTLES_S)
        if self.system.can_be_asked:
            self.ask()  # What starting took is nobody's pause.
        rss, cpu = served.process.rss_kib(), served.process.cpu_s()
        self._load = self._connect(viewers, options)
        cpu = served.process.cpu_s() - cpu
        time.sleep(SETTLES_S)
        rss = served.process.rss_kib() - rss
        rate = self._came["handshakes_per_s"]
        return Arrival(viewers, rate, rss / viewers, cpu * 1e6 / viewers)

    def run(self, command: str) -> dict[str, Any]:
        """One run of the load; to its answer is added what it has cost the server."""
        assert self._load is not None
        assert self._served is not None
        server = self._served.process
        before, began = server.cpu_s(), time.monotonic()
        self._load.tell(command)
        answer = self._load.answer()
        server.check()
        cpu, wall = server.cpu_s() - before, time.monotonic() - began
        answer["server_cpu_s"] = cpu
        answer["server_busy"] = cpu / wall
        answer["cpu_us_per_delivery"] = cpu * 1e6 / max(answer["all_deliveries"], 1)
        answer["server_rss_kib"] = server.rss_kib()
        answer["is_left_behind"] = answer["undelivered"] > 0
        return answer

    def start_run(self, command: str) -> None:
        """For runs in which something else is looked at meanwhile: `finish_run` gives the answer."""
        assert self._load is not None
        self._load.tell(command)

    def finish_run(self) -> dict[str, Any]:
        assert self._load is not None
        return self._load.answer()

    def rss_kib(self) -> int:
        assert self._served is not None
        return self._served.process.rss_kib()

    def cpu_s(self) -> float:
        """Of both processes."""
        return sum(process.cpu_s() for process in self._processes())

    def ask(self) -> dict[str, Any]:
        """What the product's process says of its garbage collection since it was last asked."""
        assert self._served is not None
        with socket.create_connection(("127.0.0.1", self._served.publisher_port), 20) as asking:
            asking.sendall(b"?\n")
            answer: dict[str, Any] = json.loads(asking.makefile().readline())
        return answer

    def reopen(self) -> None:
        """Begin anew, because what is on its way would disturb the next run."""
        self.close()
        viewers, options = self._how
        self._served = self.system.start(self._ground)
        self._load = self._connect(viewers, options)

    def hang_up(self) -> None:
        """End the load; the server goes on."""
        if self._load is not None:
            self._load.stop()
        self._load = None

    def close(self) -> None:
        for process in self._processes():
            process.stop()
        self._served = self._load = None

    def _processes(self) -> list[Process]:
        served = [self._served.process] if self._served else []
        return served + ([self._load] if self._load else [])

    def _connect(self, viewers: int, options: tuple[str, ...]) -> Process:
        assert self._served is not None
        log = Path(self._ground.scratch) / f"load_{self.system.name}.log"
        load = Process(
            [
                install.LOAD,
                *("--port", str(self._served.port), "--viewers", str(viewers)),
                *self._served.options,
                *self.system.options,
                *options,
            ],
            core=self._load_core,
            log=log,
            cwd=self._ground.scratch,
            is_asked=True,
        )
        self._came = load.answer()
        if self._came["watching"] < viewers:
            load.stop()
            raise Failed(f"{self._came['watching']} of {viewers} came in: {self._came['failure']}")
        return load
