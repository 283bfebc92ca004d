"""The scenarios, each of which goes round all systems that stand ready with their viewers connected."""

import argparse
import os
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import across
import install
from pairs import Arrival, Pair
from processes import Failed, busy_s
from results import Results, say
from systems import Ground, System

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
OURS = ("dealcast", "dealcast_deflate")
BURSTS = {"burst1": 1, "burst16": 16, "burst128": 128}
OFFERED = {"offered100": 100, "offered500": 500}
DRAIN_S = 3
RUN = ("deliveries_per_s", "delivered_share", "p50_ms", "p99_ms", "cpu_us_per_delivery",
       "bytes_per_event", "server_busy", "load_busy")  # fmt: skip
FAULTS = ("gaps", "duplicates", "skipped", "unreadable", "closed")
SMALL, SMALL_RATE = 300, 200
"""Viewers in `stalled_small`, where the slowest peer can bear the rate."""
MANY, FEW = 19_000, 1_000
MSS = ("--mss", "1448", "--receive-buffer", "4096")
"""As over Ethernet: the loopback's 64 KiB segments make the kernel buffer megabytes for who is stalled."""


class Bench:
    def __init__(self, chosen: argparse.Namespace, known: dict[str, System], scratch: Path) -> None:
        cores = sorted(os.sched_getaffinity(0))
        if len(cores) < 2:
            raise install.Missing(
                "it takes two processor cores: one for the server, one for the load"
            )
        self.known = known
        self.viewers: int = chosen.viewers
        self.seconds: float = chosen.seconds
        self.rounds: int = chosen.rounds
        self.lane: str = " chat" if chosen.lane == "chat" else ""
        self.results = Results()
        self.faults: list[str] = []
        self._load_core = cores[1]
        self._deadline = time.monotonic() + chosen.minutes * 60
        self._began = (time.monotonic(), busy_s())
        self._own_cpu_s = 0.0
        product = _copied_product(scratch)
        show_id = _seed(scratch, product, max(MANY, self.viewers))
        self.ground = Ground(cores[0], scratch, product, show_id, scratch / "headers")
        self.pairs: dict[str, Pair] = {}

    def connect(self) -> None:
        """All systems with all viewers; idle, they show what a viewer costs."""
        for name, system in self.known.items():
            pair = Pair(system, self.ground, self._load_core)
            if (came := self._opened(pair, self.viewers)) is None:
                continue
            self.pairs[name] = pair
            self._note_arrival(name, "idle", came)
            say(f"{name}: {self.viewers} viewers at {came.handshakes_per_s:.0f}/s")

    def bursts(self) -> None:
        """The next event is published when everyone has one of the last 1, 16 or 128."""
        command = "closed {} {} {}" + self.lane
        for scenario, in_flight in BURSTS.items():
            slow: set[str] = set()
            for _ in range(self.rounds):
                for name in [name for name in self.pairs if name not in slow]:
                    seconds = self.seconds + 0.2
                    run = self._run(name, scenario, command.format(in_flight, seconds, DRAIN_S))
                    if run and run["is_left_behind"]:
                        slow.add(name)
                        self._reopen(name)
            self._say_round(scenario)

    def offered(self) -> None:
        """So many events a second, whether or not the server keeps up. Who does is asked again."""
        for scenario, rate in OFFERED.items():
            again = set(self.pairs)
            for _ in range(min(self.rounds, 3)):
                for name in [name for name in self.pairs if name in again]:
                    seconds = 3 * self.seconds
                    run = self._run(name, scenario, f"open {rate} {seconds} 1{self.lane}")
                    if run is None or run["is_left_behind"]:
                        again.discard(name)
                        self._reopen(name)
            self._say_round(scenario)

    def stalled(self, scenario: str, names: list[str], viewers: int, rate: int) -> None:
        """A tenth of the viewers stop to read for 7 s; what that does to the others, and what it costs."""
        for name in names:
            pair = Pair(self.known[name], self.ground, self._load_core)
            if self._opened(pair, viewers, *MSS) is not None:
                try:
                    self._stall(pair, scenario, viewers, rate)
                except Failed as error:
                    self._fault(name, scenario, str(error))
            self._close(pair)
        self._say_round(scenario)

    def _stall(self, pair: Pair, scenario: str, viewers: int, rate: int) -> None:
        name = pair.system.name
        pair.run(f"open {rate} 1 2")
        rss = peak = pair.rss_kib()
        pair.start_run(f"open {rate} 11 4 stall 0.1 2 7")
        ends = time.monotonic() + 11
        while time.monotonic() < ends:
            time.sleep(0.2)
            peak = max(peak, pair.rss_kib())
        run = pair.finish_run()
        self._note_faults(name, scenario, run)
        for metric in (
            "delivered_share",
            "p50_ms",
            "p99_ms",
            "calm_p50_ms",
            "calm_p99_ms",
            "caught_up_ms",
        ):
            self.results.add(name, scenario, metric, run[metric])
        calm = max(run["calm_p99_ms"], 0.001)
        self.results.add(name, scenario, "p99_to_calm", run["p99_ms"] / calm)
        self.results.add(name, scenario, "rss_kib_per_stalled", (peak - rss) / (viewers // 10))

    def scale(self) -> None:
        """Few and many viewers in one process: what a delivery, a viewer and a collection cost; and what the limit's cost."""
        for name in ("limit", "dealcast"):
            rate = self.results.get(name, "idle", "handshakes_per_s") or 0
            for viewers in (FEW, MANY) if name in self.pairs else ():
                if viewers / max(rate, 1) > 20:
                    late = f"left out: at {rate:.0f} handshakes/s they do not come in time"
                    self._fault(name, f"idle{viewers}", late)
                else:
                    self._scale(name, viewers)
        say(f"scale: {FEW} and {MANY} viewers")

    def _scale(self, name: str, viewers: int) -> None:
        pair = Pair(self.known[name], self.ground, self._load_core)
        came = self._opened(pair, viewers)
        if came is not None:
            try:
                self._note_arrival(name, f"idle{viewers}", came)
                self._note_pauses(pair, f"idle{viewers}")
                for scenario in ("burst1", "burst16"):
                    command = f"closed {BURSTS[scenario]} {2 * self.seconds} 3{self.lane}"
                    self._note(pair, name, f"{scenario}_{viewers}", command)
                    self._note_pauses(pair, f"{scenario}_{viewers}")
            except Failed as error:
                self._fault(name, f"idle{viewers}", str(error))
        self._close(pair)

    def broker(self) -> None:
        """What Redis between two processes costs."""
        try:
            runs = across.measure(self.ground, self._load_core, self.results)
        except Failed as error:
            self._fault("dealcast", "broker", str(error))
            return
        for run in runs:
            self._note_faults("dealcast", "broker", run)
        say("broker: done")

    def drops(self) -> None:
        """Until the last viewer has a drop: in a quiet room, amid chat, and amid as much that may not be sampled."""
        pair = self.pairs.get("dealcast")
        if pair is None:
            return
        scenarios = {"drop_quiet": "1", "drop_in_chat": "500", "drop_in_load": "500"}
        for scenario, rate in scenarios.items():
            chat = " chat" if scenario == "drop_in_chat" else ""
            run = pair.run(f"open {rate} {6 * self.seconds} 3 drops 200{chat}")
            if not chat:
                self._note_faults("dealcast", scenario, run)
            for metric in ("drop_last_p50_ms", "drop_last_max_ms", "delivered_share"):
                self.results.add("dealcast", scenario, metric, run[metric])

    def keep_only(self, *names: str) -> None:
        for name in tuple(self.pairs):
            if name not in names:
                self._close(self.pairs.pop(name))

    def finish(self) -> None:
        self.keep_only()
        wall_s = time.monotonic() - self._began[0]
        spent_s = busy_s() - self._began[1]
        cores = os.cpu_count() or 1
        other = max(0.0, spent_s - self._own_cpu_s) / (wall_s * cores)
        self.results.compare()
        self.results.add("machine", "run", "other_work_share", other)
        self.results.add("machine", "run", "wall_s", wall_s)

    def _run(self, name: str, scenario: str, command: str) -> dict[str, Any] | None:
        if time.monotonic() > self._deadline:
            self._fault(name, scenario, "a round was left out: the time is up")
            return None
        try:
            return self._note(self.pairs[name], name, scenario, command)
        except Failed as error:
            self._fault(name, scenario, str(error))
            self._reopen(name)
            return None

    def _note(self, pair: Pair, name: str, scenario: str, command: str) -> dict[str, Any]:
        run = pair.run(command)
        self._note_faults(name, scenario, run)
        for metric in RUN:
            self.results.add(name, scenario, metric, run[metric])
        return run

    def _note_arrival(self, name: str, scenario: str, came: Arrival) -> None:
        for metric in ("rss_kib_per_viewer", "handshakes_per_s", "cpu_us_per_handshake"):
            self.results.add(name, scenario, metric, getattr(came, metric))

    def _note_pauses(self, pair: Pair, scenario: str) -> None:
        if pair.system.can_be_asked:
            for metric, value in pair.ask().items():
                self.results.add("dealcast", scenario, metric, value)

    def _note_faults(self, name: str, scenario: str, run: dict[str, Any]) -> None:
        found = {fault: run[fault] for fault in FAULTS if run[fault]}
        if found:
            self._fault(name, scenario, f"{found} {run['failure']}")
        for fault in ("gaps", "duplicates"):
            self.results.add(name, scenario, fault, run[fault])

    def _fault(self, name: str, scenario: str, what: str) -> None:
        self.faults.append(f"{name}, {scenario}: {what}")
        say(self.faults[-1])

    def _opened(self, pair: Pair, viewers: int, *options: str) -> Arrival | None:
        try:
            return pair.open(viewers, *options)
        except Failed as error:
            self._fault(pair.system.name, "connecting", str(error))
            self._close(pair)
            return None

    def _reopen(self, name: str) -> None:
        try:
            self._own_cpu_s += self.pairs[name].cpu_s()
            self.pairs[name].reopen()
        except Failed as error:
            self._fault(name, "connecting", str(error))
            self._close(self.pairs.pop(name))

    def _close(self, pair: Pair) -> None:
        self._own_cpu_s += pair.cpu_s()
        pair.close()

    def _say_round(self, scenario: str) -> None:
        say(f"{scenario}: done, {self._deadline - time.monotonic():.0f} s are left")


def _copied_product(scratch: Path) -> Path:
    """So that nobody who works on it meanwhile changes what is measured."""
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text())
    for package in packages["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]:
        shutil.copytree(
            ROOT / package,
            scratch / "product" / package,
            ignore=shutil.ignore_patterns("node_modules", "__pycache__"),
        )
    return scratch / "product"


def _seed(scratch: Path, product: Path, people: int) -> str:
    say(f"seeding a show and {people} people")
    done = subprocess.run(
        [sys.executable, HERE / "seed.py", f"sqlite:///{scratch / 'hub.db'}", str(people), scratch / "headers"],
        cwd=scratch,
        env={**os.environ, "PYTHONPATH": str(product)},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise install.Missing(f"the database could not be seeded: {done.stderr[-800:]}")
    return done.stdout.split()[-1]
