"""`make bench-media`: what live video costs and how late it is, beside the library's own relay and the kernel's limit.

bench/README.md describes systems and scenarios.
"""

import argparse
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import clip
import costs
import delays
import install
import outages
from ground import CLIP, ROOT, Ground
from results import Results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8.0, help="of each measurement")
    parser.add_argument("--parts", default="costs")
    parser.add_argument("--json", type=Path, default=ROOT / "var/bench/media.json")
    chosen = parser.parse_args()
    results, made = Results(), ExitStack()
    with made:
        scratch = Path(made.enter_context(tempfile.TemporaryDirectory(prefix="dealcast-media-")))

        def new() -> Ground:
            ground = Ground(Path(tempfile.mkdtemp(dir=scratch)))
            made.callback(ground.close)
            return ground

        try:
            install.build()
        except install.Missing as missing:
            sys.exit(f"bench: {missing}")
        clip.load(CLIP)
        for part in chosen.parts.split(","):
            print(f"bench: {part}", flush=True)
            if part == "costs":
                costs.stream(new, results, chosen.seconds)
                costs.viewers(new, results, chosen.seconds)
            if part == "delays":
                delays.delays(new, results, 2 * chosen.seconds)
            if part == "back":
                outages.back(new, results)
            if part == "loss":
                outages.loss(new, results, 20)
    results.write(chosen.json)
    print(f"\n{results.table()}\n")


if __name__ == "__main__":
    main()
