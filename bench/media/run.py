"""`make bench-media`: what live video costs and how late it is, beside the library's own relay and the kernel's limit.

bench/README.md describes systems and scenarios.
"""

import argparse
import sys
import tempfile
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import cache
import clip
import costs
import delays
import install
import lips
import outages
import ramp
from ground import CLIP, ROOT, Ground
from results import Results

LONG_S = 600.0
LOST_FOR_S = 20.0

Part = Callable[[Callable[[], Ground], Results, argparse.Namespace], None]
PARTS: dict[str, Part] = {
    "stream": lambda new, results, chosen: costs.stream(new, results, chosen.seconds),
    "viewers": lambda new, results, chosen: costs.viewers(new, results, chosen.seconds),
    "delays": lambda new, results, chosen: delays.delays(new, results, 2 * chosen.seconds),
    "lips": lambda new, results, _: lips.lips(new, results),
    "cache": lambda new, results, chosen: cache.cache(new, results, chosen.seconds),
    "ramp": lambda new, results, _: ramp.ramp(new, results),
    "back": lambda new, results, _: outages.back(new, results),
    "loss": lambda new, results, _: outages.loss(new, results, LOST_FOR_S),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8.0, help="of each measurement")
    parser.add_argument("--parts", default=",".join(PARTS))
    parser.add_argument("--long", action="store_true", help="also ten minutes of one HLS viewer")
    parser.add_argument("--json", type=Path, default=ROOT / "var/bench/media.json")
    chosen = parser.parse_args()
    try:
        install.build()
    except install.Missing as missing:
        sys.exit(f"bench: {missing}")
    clip.load(CLIP)
    parts = {name: PARTS[name] for name in chosen.parts.split(",")}
    if chosen.long:
        parts["ten minutes of HLS"] = lambda new, results, _: delays.steady(new, results, LONG_S)
    results = Results()
    failed = [name for name, part in parts.items() if not _is_measured(name, part, results, chosen)]
    results.write(chosen.json)
    print(f"\n{results.table()}\n")
    if failed:
        sys.exit(f"bench: failed: {', '.join(failed)} (see above; another part's figures stand)")


def _is_measured(name: str, part: Part, results: Results, chosen: argparse.Namespace) -> bool:
    """A part that fails takes its servers with it, and no other part."""
    print(f"bench: {name}", flush=True)
    with ExitStack() as made:
        scratch = Path(made.enter_context(tempfile.TemporaryDirectory(prefix="dealcast-media-")))

        def new() -> Ground:
            ground = Ground(Path(tempfile.mkdtemp(dir=scratch)))
            made.callback(ground.close)
            return ground

        try:
            part(new, results, chosen)
        except Exception:
            traceback.print_exc()
            return False
    return True


if __name__ == "__main__":
    main()
