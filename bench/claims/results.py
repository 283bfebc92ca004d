"""What was measured of claims, and the table of it."""

from bench.medians import Medians

UNITS = {"_per_s": "1/s", "_ms": "ms", "_s": "s", "cpu_us_per_claim": "us"}


class Results(Medians):
    def __init__(self) -> None:
        super().__init__(UNITS)

    def table(self) -> str:
        lines = [f"{'scenario':<26}{'system':<22}{'claims/s':>10}{'p50 ms':>10}{'p99 ms':>10}"]
        for system, scenario in dict.fromkeys((s, of) for s, of, _ in self.values):
            cells = (
                self.get(system, scenario, metric)
                for metric in ("claims_per_s", "p50_ms", "p99_ms")
            )
            shown = "".join("–".rjust(10) if c is None else f"{c:>10,.1f}" for c in cells)
            lines.append(f"{scenario:<26}{system:<22}{shown}")
        return "\n".join(lines)
