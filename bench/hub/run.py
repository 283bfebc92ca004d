"""`make bench-hub`: the hub beside its peers and the limit of the machine.

Servers run on one core and the load on another. All systems stand ready at once with their viewers connected, and each
scenario goes round all of them again and again, so that whatever else the machine does meets all alike; medians
count. bench/README.md describes the scenarios and the figures.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import install
from results import LIMITS, say
from scenarios import OURS, SMALL, SMALL_RATE, Bench
from shown import tables
from systems import systems

ROOT = Path(__file__).parents[2]
SCENARIOS = ("burst", "offered", "drop", "scale", "broker", "stalled", "stalled_small")


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--viewers", type=int, default=5_000)
    parser.add_argument(
        "--seconds",
        type=float,
        default=0.6,
        help="a burst's length; offered loads take three times this",
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--minutes", type=float, default=8.5, help="after this no further round begins"
    )
    parser.add_argument(
        "--systems", default="", help="names with commas; by default all that can be had"
    )
    parser.add_argument("--scenarios", default="", help=f"{', '.join(SCENARIOS)}; by default all")
    parser.add_argument("--lane", choices=("essential", "chat"), default="essential", help="what is published: messages that the product never leaves out, or chat, of which it sends a sample when it is too loud to read")  # fmt: skip
    parser.add_argument(
        "--quick", action="store_true", help="a minute: 1,000 viewers, fewer systems, one round"
    )
    parser.add_argument("--json", type=Path, default=ROOT / "var/bench/hub.json")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.viewers, chosen.rounds, chosen.seconds = min(chosen.viewers, 1_000), 1, 0.6
        chosen.systems = chosen.systems or "limit,limit_coalesced,dealcast,starlette,websockets"
        chosen.scenarios = chosen.scenarios or "burst,offered,drop"
    return chosen


def main() -> None:
    chosen = _chosen()
    wanted = set(chosen.scenarios.split(",")) if chosen.scenarios else set(SCENARIOS)
    try:
        install.build()
        known = systems()
    except install.Missing as missing:
        sys.exit(f"bench: {missing}")
    if chosen.systems:
        names = chosen.systems.split(",")
        if unknown := [name for name in names if name not in known]:
            sys.exit(f"bench: there is no {', '.join(unknown)}; there are {', '.join(known)}")
        known = {name: known[name] for name in names}
    with tempfile.TemporaryDirectory(prefix="bench-hub-") as scratch:
        try:
            bench = Bench(chosen, known, Path(scratch))
        except install.Missing as missing:
            sys.exit(f"bench: {missing}")
        try:
            measure(bench, wanted)
        finally:
            bench.finish()
    bench.results.write(chosen.json)
    print(f"\n{tables(bench.results)}\n")
    other = bench.results.get("machine", "run", "other_work_share") or 0
    say(f"other work took {other:.0%} of the machine meanwhile; figures are in {chosen.json}")
    for fault in bench.faults:
        say(f"note: {fault}")


def measure(bench: Bench, wanted: set[str]) -> None:
    bench.connect()
    if "burst" in wanted:
        bench.bursts()
    if "offered" in wanted:
        bench.offered()
    bench.keep_only("limit", "dealcast")
    if "drop" in wanted:
        bench.drops()
    if "scale" in wanted:
        bench.scale()
    bench.keep_only()
    if "broker" in wanted:
        bench.broker()
    if "stalled" in wanted:
        full = [name for name in (*LIMITS[1:], OURS[0]) if name in bench.known]
        bench.stalled("stalled", full, bench.viewers, 100)
    if "stalled_small" in wanted:
        small = [name for name in bench.known if name != OURS[1]]
        bench.stalled("stalled_small", small, SMALL, SMALL_RATE)


if __name__ == "__main__":
    main()
