"""`make bench-claims`: claims as the product settles them, beside the usual ways on the same databases.

Each run has a database of its own, with the product's schema, real people and constraints, and ends with a check of the rows that it
left. bench/README.md describes systems and scenarios.
"""

import argparse
import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import check
import doors
import ground
import redis_ways
from results import Results

from server.migrate import upgrade
from tests.support.postgres import PostgresServer, running_postgres
from tests.support.redis_server import redis_process

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
READY_S = 1.0
SQL_WAYS = ("dealcast", "raw_cte", "core_update", "orm_for_update")
FEW_WAYS = ("dealcast", "raw_cte")
SQLITE_WAYS = ("dealcast", "core_update", "orm_for_update")
SERVER_CPU = "server_cpu_us_per_claim"
MANY = 1_000
STORED = (10_000, 1_000_000)
DROP = {"drop": 20_000, "seconds": 1.0}
DROP_STOCK = 1_000
AT_THE_DOOR = (
    ("sockets_hot", "dealcast", "socket", {"outstanding": 1_000, "lines": 2_000}),
    ("sockets_hot", "dealcast_post", "post", {"outstanding": 1_000, "lines": 1_000, "warm_s": 3}),
    ("sockets_hot_10000", "dealcast", "socket", {"outstanding": 10_000, "lines": 10_000}),
)
DROPPED_ONE_BY_ONE = 30
"""Deals; as many as a person may claim in a minute."""


class Failed(Exception):
    """A process ended badly, or the rows are not right."""


class Bench:
    def __init__(self, chosen: argparse.Namespace, scratch: Path) -> None:
        self.seconds: float = chosen.seconds
        self.rounds: int = chosen.rounds
        self.scratch = scratch
        self.results = Results()
        self.failures: list[str] = []
        self._deadline = time.monotonic() + chosen.minutes * 60

    def postgres(self) -> None:
        with running_postgres(fsync=True) as server:
            template = self._template(server)
            for _ in range(self.rounds):
                for way in (*SQL_WAYS, "limit"):
                    self.on_copy(server, template, "postgres_hot", way)
            for way in FEW_WAYS:
                self.on_copy(server, template, "postgres_lone", way, outstanding=1)
                self.on_copy(server, template, "postgres_hot_10000", way, outstanding=10_000)
            for processes in (2, 4):
                scenario = f"postgres_hot_{processes}p"
                self.on_copy(server, template, scenario, "dealcast", processes=processes)
            self.on_copy(
                server,
                self._template(server, stock=DROP_STOCK),
                "postgres_drop",
                "dealcast",
                **DROP,
            )
            many = self._template(server, deals=MANY)
            for way in SQL_WAYS:
                self.on_copy(server, many, "postgres_many", way, deals=MANY)
            for count in STORED:
                stored = self._template(server, stored=count)
                self.on_copy(server, stored, f"postgres_stored_{count}", "dealcast", stored=count)

    def slow_flush(self) -> None:
        with _preloaded(self._slow_disk()), running_postgres(fsync=True) as server:
            template = self._template(server)
            for way in SQL_WAYS:
                self.on_copy(server, template, "postgres_slow_flush", way)
            for way in FEW_WAYS:
                self.on_copy(server, template, "postgres_slow_flush_lone", way, outstanding=1)

    def sockets(self) -> None:
        with running_postgres(fsync=True) as server:
            template = self._template(server, deals=DROPPED_ONE_BY_ONE, signed_in=10_000)
            for scenario, system, kind, load in AT_THE_DOOR:
                name = server.create_database(template=template)
                try:
                    self._at_the_door(server.url_of(name), scenario, system, kind, load)
                finally:
                    server.drop_database(name)

    def sqlite(self) -> None:
        template = self.scratch / "template.db"
        upgrade(f"sqlite+aiosqlite:///{template}")
        asyncio.run(ground.seed(f"sqlite+aiosqlite:///{template}", deals=1))
        for _ in range(self.rounds):
            for way in (*SQLITE_WAYS, "limit"):
                with self._copied(template) as url:
                    self._measured(url, "sqlite_hot", way)
        with self._copied(template) as url:
            self._measured(url, "sqlite_lone", "dealcast", outstanding=1)

    def redis(self) -> None:
        with redis_process("--appendonly", "yes", "--appendfsync", "always") as (port, _):
            url = f"redis://127.0.0.1:{port}/0"
            for _ in range(self.rounds):
                for way in redis_ways.WAYS:
                    asyncio.run(redis_ways.seed(url))
                    self._measured(url, "redis_hot", way)

    def on_copy(
        self, server: PostgresServer, template: str, scenario: str, way: str, **load: Any
    ) -> None:
        name = server.create_database(template=template)
        try:
            self._measured(server.url_of(name), scenario, way, **load)
        finally:
            server.drop_database(name)

    def _measured(
        self, url: str, scenario: str, way: str, processes: int = 1, stored: int = 0, **load: Any
    ) -> None:
        if time.monotonic() > self._deadline:
            self._fail(f"{way}, {scenario}: left out, the time is up")
            return
        try:
            seen = self._run(url, way, processes, {"seconds": self.seconds, **load})
            won = int(sum(one["won"] for one in seen))
            faults = redis_ways.faults if url.startswith("redis") else check.faults
            if found := asyncio.run(faults(url, won + stored)):
                raise Failed("; ".join(found))
        except Failed as error:
            self._fail(f"{way}, {scenario}: {error}")
        else:
            self._note(way, scenario, seen)

    def _at_the_door(
        self, url: str, scenario: str, system: str, kind: str, load: dict[str, int]
    ) -> None:
        """End to end: a web process of the product, and lines to it from another process."""
        if time.monotonic() > self._deadline:
            self._fail(f"{system}, {scenario}: left out, the time is up")
            return
        chosen = {**load, "seconds": self.seconds}
        try:
            seen = asyncio.run(doors.measured(url, self.scratch, kind, chosen))
            if found := asyncio.run(check.faults(url, int(seen["won"]))):
                raise Failed("; ".join(found))
        except (Failed, doors.LinesBroke) as error:
            self._fail(f"{system}, {scenario}: {error}")
        else:
            self._note(system, scenario, [seen])

    def _run(
        self, url: str, way: str, processes: int, load: dict[str, Any]
    ) -> list[dict[str, float]]:
        load["outstanding"] = load.get("outstanding", 1_000) // processes or 1
        load["people"] = ground.PEOPLE // processes
        workers = [
            self._worker(way, url, {**load, "first": number * load["people"]})
            for number in range(processes)
        ]
        for worker in workers:
            _line(worker)
        for worker in workers:
            assert worker.stdin is not None
            worker.stdin.write(f"{time.time() + READY_S}\n".encode())
            worker.stdin.flush()
        answers = [json.loads(_line(worker)) for worker in workers]
        for worker in workers:
            worker.communicate()
        return answers

    def _worker(self, way: str, url: str, load: dict[str, Any]) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, HERE / "worker.py", way, url, json.dumps(load)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=(self.scratch / "worker.log").open("ab"),
            env={**os.environ, "PYTHONPATH": str(ROOT), "LD_PRELOAD": ""},
        )

    def _note(self, way: str, scenario: str, seen: list[dict[str, float]]) -> None:
        rate = sum(one["claims_per_s"] for one in seen)
        self.results.add(way, scenario, "claims_per_s", rate)
        for metric in seen[0].keys() - {"claims_per_s", "won", SERVER_CPU}:
            self.results.add(way, scenario, metric, max(one[metric] for one in seen))
        # Each of several processes says it for its own claims, of the server that serves all.
        server_cpu = sum(one.get(SERVER_CPU, 0.0) for one in seen) / len(seen) ** 2
        self.results.add(way, scenario, SERVER_CPU, server_cpu)
        print(f"bench: {scenario}, {way}: {rate:,.0f} claims/s", flush=True)

    def _fail(self, what: str) -> None:
        self.failures.append(what)
        print(f"bench: {what}", flush=True)

    def _template(
        self,
        server: PostgresServer,
        *,
        deals: int = 1,
        stock: int = ground.STOCK,
        stored: int = 0,
        signed_in: int = 0,
    ) -> str:
        name = server.create_database()
        url = server.url_of(name)
        upgrade(url)
        asyncio.run(ground.seed(url, deals=deals, stock=stock, signed_in=signed_in))
        if stored:
            asyncio.run(ground.store_orders(url, stored))
        return name

    @contextmanager
    def _copied(self, template: Path) -> Iterator[str]:
        path = self.scratch / "copy.db"
        shutil.copy(template, path)
        yield f"sqlite+aiosqlite:///{path}"
        for ending in ("", "-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)

    def _slow_disk(self) -> Path:
        library = self.scratch / "slow_flush.so"
        command = ["cc", "-O2", "-shared", "-fPIC", "-o", library, HERE / "slow_flush.c", "-ldl"]
        subprocess.run(command, check=True)
        return library


@contextmanager
def _preloaded(library: Path) -> Iterator[None]:
    """Servers that are started within have the library in front of the C library."""
    os.environ["LD_PRELOAD"] = str(library)
    try:
        yield
    finally:
        del os.environ["LD_PRELOAD"]


def _line(worker: "subprocess.Popen[bytes]") -> bytes:
    assert worker.stdout is not None
    line = worker.stdout.readline()
    if not line:
        raise Failed(f"a worker ended with {worker.wait()}")
    return line


def _ratios(results: Results) -> str:
    """What the goals are about."""
    hot, ours = "postgres_hot", "dealcast"
    pairs = [
        ("x the ORM way", (ours, hot), ("orm_for_update", hot)),
        ("of the limit", (ours, hot), ("limit", hot)),
        ("x one raw CTE a claim", (ours, hot), ("raw_cte", hot)),
        ("x Redis Lua one by one", (ours, hot), ("redis_lua_aof", "redis_hot")),
        ("x Redis Lua pipelined", (ours, hot), ("redis_lua_pipelined", "redis_hot")),
        ("with a 2 ms flush, of its rate", (ours, "postgres_slow_flush"), (ours, hot)),
        ("2 processes, of one", (ours, "postgres_hot_2p"), (ours, hot)),
        ("4 processes, of one", (ours, "postgres_hot_4p"), (ours, hot)),
        ("1,000 deals, of one", (ours, "postgres_many"), (ours, hot)),
        ("1,000,000 orders stored, of 10,000", (ours, f"postgres_stored_{STORED[1]}"), (ours, f"postgres_stored_{STORED[0]}")),
        ("SQLite, of its limit", (ours, "sqlite_hot"), ("limit", "sqlite_hot")),
        ("by sockets, x by requests", (ours, "sockets_hot"), ("dealcast_post", "sockets_hot")),
        ("SQLite, x its ORM way", (ours, "sqlite_hot"), ("orm_for_update", "sqlite_hot")),
    ]  # fmt: skip
    found = [(name, results.ratio(own, other, "claims_per_s")) for name, own, other in pairs]
    lone = results.ratio((ours, "postgres_lone"), ("raw_cte", "postgres_lone"), "p50_ms")
    found.append(("a lone claim's time, x one raw CTE", lone))
    return "\n".join(f"{name:<42}{ratio:>8.2f}" for name, ratio in found if ratio is not None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=1.2)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=7.0)
    parser.add_argument("--parts", default="postgres,sqlite,redis,slow_flush,sockets")
    parser.add_argument("--json", type=Path, default=ROOT / "var/bench/claims.json")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dealcast-claims-")))
        scratch.chmod(0o755)  # PostgreSQL, as another user, reads the library there
        bench = Bench(chosen, scratch)
        for part in chosen.parts.split(","):
            getattr(bench, part)()
    bench.results.write(chosen.json)
    print(f"\n{bench.results.table()}\n\n{_ratios(bench.results)}\n")
    if bench.failures:
        sys.exit("bench: " + "\nbench: ".join(bench.failures))


if __name__ == "__main__":
    main()
