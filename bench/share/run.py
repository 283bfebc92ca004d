"""`make bench-share`: opening a share link beside the least that a Python server and nginx can do, and orders credited.

The server has one core, PostgreSQL and the load the other. bench/README.md describes systems and scenarios.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from statistics import median

import asyncpg
import crediting
import ground
import install
import segments
import systems
from results import Results

from server.migrate import upgrade
from tests.support.ports import HOST
from tests.support.postgres import PostgresServer, running_postgres

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SPREADS = ("zipf", "uniform")
CLICKS = 400_000
EACH, FEW = "each click buys", f"1 click in {ground.CLICKS_AN_ORDER} buys"
SHOPS = f"{EACH}: members, webhooks"
BOOKS = ("share_credit", "reward", "share_touch", "share_step", "reward_entry")


class Bench:
    def __init__(self, chosen: argparse.Namespace, scratch: Path) -> None:
        self.chosen = chosen
        self.scratch = scratch
        self.results = Results()
        self.failures: list[str] = []

    def redirects(self, postgres: PostgresServer) -> None:
        self.around("starlette", systems.bare(self.scratch))
        if install.program("nginx"):
            self.around("limit", systems.nginx(self.scratch))
        url = self.seeded(postgres)
        before = _count(url, "share_click")
        answered = self.around("dealcast", systems.dealcast(self.scratch, url))
        recorded = _count(url, "share_click") - before
        # Nobody is let go before their click is committed, but who still waits when the load ends.
        most = answered + self.chosen.connections * len(SPREADS) * (1 + self.chosen.rounds)
        self.check(answered * 0.98 <= recorded <= most, f"{recorded} clicks of {answered} visits")
        self.results.add("dealcast", "redirect", "recorded_share", recorded / answered)

    def around(self, name: str, system: AbstractContextManager[systems.Server]) -> int:
        """All spreads, after a first go that is not counted; how many requests were answered in all."""
        answered = 0
        with system as server:
            for spread in SPREADS:
                answered += self.load(name, server, spread, seconds=2.0, is_counted=False)
                for _ in range(self.chosen.rounds):
                    answered += self.load(name, server, spread, self.chosen.seconds)
        return answered

    def load(
        self,
        name: str,
        server: systems.Server,
        spread: str,
        seconds: float,
        *,
        is_counted: bool = True,
    ) -> int:
        before = server.cpu_s()
        seen = json.loads(self.wrk(server.port, spread, seconds))
        used = server.cpu_s() - before
        requests = seen["requests"]
        self.check(seen["errors"] == 0, f"{name}, {spread}: {seen['errors']} errors")
        if is_counted:
            scenario = f"redirect_{spread}"
            rate = requests / seen["duration_us"] * 1e6
            self.results.add(name, scenario, "requests_per_s", rate)
            self.results.add(name, scenario, "p50_ms", seen["p50_us"] / 1e3)
            self.results.add(name, scenario, "p99_ms", seen["p99_us"] / 1e3)
            self.results.add(name, scenario, "cpu_us_per_request", used / requests * 1e6)
            print(f"bench: {scenario}, {name}: {rate:,.0f} requests/s", flush=True)
        return int(requests)

    def wrk(self, port: int, spread: str, seconds: float) -> str:
        command = [
            str(install.program("wrk")), "-t1", f"-c{self.chosen.connections}", f"-d{seconds:.0f}s", "--timeout", "10s",
            "-s", str(HERE / "visit.lua"), f"http://{HOST}:{port}", "--", str(self.chosen.links), spread,
        ]  # fmt: skip
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, env=install.environment()
        )
        return done.stdout.strip().splitlines()[-1]

    def crediting(self, postgres: PostgresServer) -> None:
        """The same number of orders in each way, one way after the other; then those that one in ten of many clicks led to."""
        count, clicks = self.chosen.orders, self.chosen.clicks
        url = self.seeded(postgres, clicks=5 * count + 2 * clicks, orders=5 * count)
        for place, way in enumerate(("limit", "dealcast_alone")):
            asyncio.run(ground.say_paid(url, place * count, count if way != "limit" else 0))
            self.credited(way, EACH, 1, self.credit(way, url, place * count))
            self.check(_count(url, "reward") == (place + 1) * count, f"{way}: not all is rewarded")
        few = clicks // ground.CLICKS_AN_ORDER
        for workers in (1, 2):
            first = (1 + workers) * count
            self.credited(
                _named(workers), EACH, 1, self.work_off(url, first, count, count, workers)
            )
        for workers in (1, 2):
            first = 5 * count + (workers - 1) * clicks
            seen = self.work_off(url, first, clicks, few, workers)
            self.credited(_named(workers), FEW, ground.CLICKS_AN_ORDER, seen)
        asyncio.run(ground.open_shops(url, 4 * count, count))
        books = ("reward", "point_lot", "webhook_delivery")
        self.credited("dealcast", SHOPS, 1, self.work_off(url, 4 * count, count, count, 1, books))
        counts = {table: _count(url, table) for table in BOOKS}
        self.check(
            set(counts.values()) == {5 * count + 2 * few}, f"of {5 * count + 2 * few}: {counts}"
        )
        shops = {table: _count(url, table) for table in books[1:]}
        self.check(set(shops.values()) == {count}, f"of {count}: {shops}")
        self.check(_count(url, "screening") >= 3 * count + 2 * few, "not all rewards were screened")

    def work_off(
        self,
        url: str,
        first: int,
        clicks: int,
        orders: int,
        workers: int,
        books: Sequence[str] = ("reward",),
    ) -> dict[str, float]:
        """Have workers do all that the orders by these clicks cause; the second shares its core with PostgreSQL."""
        asyncio.run(ground.tidy(url))
        before = {table: _count(url, table) for table in books}
        with ExitStack() as running:
            for core in (systems.SERVER_CORE, systems.LOAD_CORE)[:workers]:
                running.enter_context(systems.worker(self.scratch, url, core))
            asyncio.run(ground.say_paid(url, first, clicks))
            return asyncio.run(crediting.watch(url, before, orders))

    def credit(self, way: str, url: str, first: int) -> dict[str, float]:
        arguments = [way, url, str(first), str(self.chosen.orders), str(self.chosen.links)]
        command = [
            "taskset",
            "-c",
            str(systems.SERVER_CORE),
            sys.executable,
            str(HERE / "crediting.py"),
        ]
        done = subprocess.run(
            [*command, *arguments],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        return {metric: float(value) for metric, value in json.loads(done.stdout).items()}

    def credited(self, way: str, scenario: str, clicks: int, seen: dict[str, float]) -> None:
        """What was seen of orders, each of which so many clicks led to."""
        shown = {**seen, "clicks_per_min": seen["orders_per_min"] * clicks}
        for metric, value in shown.items():
            self.results.add(way, scenario, metric, value)
        text = ", ".join(f"{metric} {value:,.0f}" for metric, value in shown.items())
        print(f"bench: {scenario}, {way}: {text}", flush=True)

    def segments(self, postgres: PostgresServer) -> None:
        url = postgres.url_of(postgres.create_database())
        upgrade(url)
        asyncio.run(segments.seed(url, self.chosen.members))
        seen = asyncio.run(segments.measure(url, rounds=25, naive_rounds=5))
        for way, (found, took) in seen.items():
            system, scenario = ("dealcast", "segment_count_mixed") if way == "dealcast_mixed" else (way, "segment_count")  # fmt: skip
            p50, p99 = median(took), took[int(len(took) * 0.99)]
            self.results.add(system, scenario, "p50_ms", p50)
            self.results.add(system, scenario, "p99_ms", p99)
            print(f"bench: {scenario}, {system}: {found} members, {p50:.0f} ms, p99 {p99:.0f} ms", flush=True)  # fmt: skip
        counts = {seen["dealcast"][0], seen["naive_join"][0]}
        self.check(len(counts) == 1, f"the ways count differently: {counts}")

    def seeded(self, postgres: PostgresServer, clicks: int = 0, orders: int = 0) -> str:
        url = postgres.url_of(postgres.create_database())
        upgrade(url)
        asyncio.run(ground.seed(url, links=self.chosen.links, clicks=clicks, orders=orders))
        return url

    def check(self, is_right: bool, what: str) -> None:
        if not is_right:
            self.failures.append(what)
            print(f"bench: {what}", flush=True)


def _named(workers: int) -> str:
    return "dealcast" if workers == 1 else f"dealcast, {workers} workers"


def _count(url: str, table: str) -> int:
    async def counted() -> int:
        connection = await asyncpg.connect(url.replace("+asyncpg", ""))
        try:
            return int(await connection.fetchval(f"SELECT count(*) FROM {table}"))
        finally:
            await connection.close()

    return asyncio.run(counted())


def _ratios(results: Results) -> str:
    """What the goals are about."""
    found = [
        (f"{spread}, {metric}, of the bare route",
         results.ratio(("dealcast", f"redirect_{spread}"), ("starlette", f"redirect_{spread}"), metric))
        for spread in SPREADS
        for metric in ("requests_per_s", "cpu_us_per_request")
    ]  # fmt: skip
    counted = results.ratio(
        ("dealcast", "segment_count"), ("naive_join", "segment_count"), "p50_ms"
    )
    found.append(("segment count, p50_ms, of the naive join", counted))
    return "\n".join(f"{name:<50}{ratio:>8.2f}" for name, ratio in found if ratio is not None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--links", type=int, default=ground.LINKS)
    parser.add_argument("--clicks", type=int, default=CLICKS)
    parser.add_argument("--orders", type=int, default=40_000)
    parser.add_argument("--members", type=int, default=1_000_000)
    parser.add_argument("--connections", type=int, default=512)
    parser.add_argument("--parts", default="redirects,crediting,segments")
    parser.add_argument("--json", type=Path, default=ROOT / "var/bench/share.json")
    chosen = parser.parse_args()
    install.install()
    os.sched_setaffinity(0, {systems.LOAD_CORE})
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dealcast-share-")))
        bench = Bench(chosen, scratch)
        with running_postgres(fsync=True) as postgres:
            for part in chosen.parts.split(","):
                getattr(bench, part)(postgres)
    bench.results.write(chosen.json)
    print(f"\n{bench.results.table()}\n\n{bench.results.rates()}\n\n{_ratios(bench.results)}\n")
    if bench.failures:
        sys.exit("bench: " + "\nbench: ".join(bench.failures))


if __name__ == "__main__":
    main()
