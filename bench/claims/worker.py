"""One process that claims, with the way that it measures inside.

    worker.py WAY URL '{"outstanding": 1000, "seconds": 2, …}'

Says `ready`, begins at the time that it is told on standard input, and prints what it saw as one line of JSON.
"""

import asyncio
import gc
import json
import os
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import ground
import redis_ways
import structlog
import uvloop
import ways

pc = time.perf_counter


@dataclass
class Load:
    outstanding: int = 1_000
    seconds: float = 2.0
    warm_s: float = 0.5
    deals: int = 1
    first: int = 0
    """The number of the first person."""
    people: int = ground.PEOPLE
    drop: int = 0
    """So many claims, evenly over `seconds`, instead of a loop."""


@dataclass
class Seen:
    latencies: list[float] = field(default_factory=list)
    won: int = 0
    asked: int = 0
    refused_at: list[int] = field(default_factory=list)
    won_at: list[int] = field(default_factory=list)
    wall_s: float = 0.0
    cpu_us_per_claim: float = 0.0
    """Of this process, where the way and the load both are."""
    server_cpu_us_per_claim: float = 0.0
    """Of PostgreSQL's processes that served it."""


async def loop(way: ways.Way, load: Load) -> Seen:
    """`outstanding` people at any time, each with one claim, for `seconds`."""
    seen, numbers = Seen(), iter(range(load.first, load.first + load.people))
    begins = pc() + load.warm_s
    ends = begins + load.seconds

    async def client() -> None:
        for number in numbers:
            since = pc()
            if since >= ends:
                return
            person = ground.person(number)
            is_won = await way.claim(ground.id_of(number % load.deals), person, f"k-{number}")
            now = pc()
            seen.won += is_won
            seen.asked += 1
            if begins <= now < ends:
                seen.latencies.append(now - since)

    await asyncio.gather(*(client() for _ in range(load.outstanding)))
    seen.wall_s = min(pc(), ends) - begins
    return seen


async def drop(way: ways.Way, load: Load) -> Seen:
    """As many people as `drop`, who come evenly within `seconds` whether or not others are served."""
    seen, deal = Seen(), ground.id_of(0)

    async def come(number: int, due: float) -> None:
        is_won = await way.claim(deal, ground.person(number), f"k-{number}")
        seen.latencies.append(pc() - due)
        seen.won += is_won
        seen.asked += 1
        (seen.won_at if is_won else seen.refused_at).append(number)

    begins, came = pc(), []
    while len(came) < load.drop:
        due = min(load.drop, int((pc() - begins) / load.seconds * load.drop) + 1)
        came += [
            asyncio.create_task(come(n, begins + n / load.drop * load.seconds))
            for n in range(len(came), due)
        ]
        await asyncio.sleep(0.0005)
    await asyncio.gather(*came)
    seen.wall_s = pc() - begins
    return seen


def summary(seen: Seen) -> dict[str, float]:
    ordered = sorted(seen.latencies)
    found = {
        "won": seen.won,
        "cpu_us_per_claim": seen.cpu_us_per_claim,
        "server_cpu_us_per_claim": seen.server_cpu_us_per_claim,
        "claims_per_s": len(ordered) / seen.wall_s,
        "p50_ms": ordered[len(ordered) // 2] * 1e3 if ordered else 0.0,
        "p99_ms": ordered[int(len(ordered) * 0.99)] * 1e3 if ordered else 0.0,
    }
    if seen.won_at:
        last = max(seen.won_at)
        found["settled_s"] = seen.wall_s
        found["refused_before_a_winner"] = sum(number < last for number in seen.refused_at)
    return found


def cpu_s(process: int) -> float:
    """Processor time that a process has used."""
    used = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    return sum(map(int, used)) / os.sysconf("SC_CLK_TCK")


def server_cpu_s(database: str) -> float:
    """The same of PostgreSQL's processes that serve this database; each calls itself by its name."""
    seconds = 0.0
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            title = (process / "cmdline").read_bytes().decode(errors="replace")
            if title.startswith("postgres:") and f" {database} " in title:
                seconds += cpu_s(int(process.name))
    return seconds


async def main() -> None:
    # What it says on standard output is read.
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    name, url, options = sys.argv[1:4]
    load = Load(**json.loads(options))
    way = ({**ways.WAYS, **redis_ways.WAYS})[name](url)
    await way.start()
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 10, 1_000_000)
    print("ready", flush=True)
    begin_at = float(await asyncio.to_thread(sys.stdin.readline))
    await asyncio.sleep(max(0.0, begin_at - time.time()))
    before = time.process_time()
    seen = await (drop(way, load) if load.drop else loop(way, load))
    seen.cpu_us_per_claim = (time.process_time() - before) * 1e6 / max(1, seen.asked)
    server_cpu = server_cpu_s(url.rsplit("/", 1)[1])
    seen.server_cpu_us_per_claim = server_cpu * 1e6 / max(1, seen.asked)
    print(json.dumps(summary(seen)), flush=True)
    await way.close()


if __name__ == "__main__":
    uvloop.run(main())
