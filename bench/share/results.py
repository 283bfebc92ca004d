"""What was measured: a value for each round, shown as medians, written as JSON."""

import json
from collections import defaultdict
from pathlib import Path
from statistics import median

UNITS = {
    "requests_per_s": "1/s",
    "p50_ms": "ms",
    "p99_ms": "ms",
    "cpu_us_per_request": "us",
    "orders_per_min": "1/min",
    "clicks_per_min": "1/min",
    "told_per_min": "1/min",
    "cpu_us_per_order": "us",
}
RATES = ("clicks_per_min", "orders_per_min", "told_per_min")
SHOWN = ("requests_per_s", "p50_ms", "p99_ms", "cpu_us_per_request")


class Results:
    def __init__(self) -> None:
        self._values: dict[tuple[str, str, str], list[float]] = defaultdict(list)

    def add(self, system: str, scenario: str, metric: str, value: float) -> None:
        self._values[system, scenario, metric].append(value)

    def get(self, system: str, scenario: str, metric: str) -> float | None:
        values = self._values.get((system, scenario, metric))
        return median(values) if values else None

    def ratio(self, ours: tuple[str, str], other: tuple[str, str], metric: str) -> float | None:
        own, theirs = self.get(*ours, metric), self.get(*other, metric)
        return own / theirs if own is not None and theirs else None

    def write(self, path: Path) -> None:
        rows = [
            {
                "system": system,
                "scenario": scenario,
                "metric": metric,
                "value": round(median(values), 4),
                "unit": UNITS.get(metric, "1"),
                "rounds": len(values),
            }
            for (system, scenario, metric), values in self._values.items()
        ]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(rows, indent=0) + "\n")

    def table(self) -> str:
        head = f"{'scenario':<20}{'system':<18}{'requests/s':>12}{'p50 ms':>10}{'p99 ms':>10}{'CPU us':>10}"
        lines = [head]
        for system, scenario in dict.fromkeys((s, of) for s, of, _ in self._values):
            cells = [self.get(system, scenario, metric) for metric in SHOWN]
            if cells[0] is None:
                continue
            shown = "".join(
                "–".rjust(width) if c is None else f"{c:>{width},.1f}"
                for c, width in zip(cells, (12, 10, 10, 10), strict=True)
            )
            lines.append(f"{scenario:<20}{system:<18}{shown}")
        return "\n".join(lines)

    def rates(self) -> str:
        """What is credited a minute: clicks, the orders that they led to, and those of which all is told."""
        lines = [f"{'crediting':<36}{'system':<22}" + "".join(f"{name:>16}" for name in RATES)]
        for system, scenario in dict.fromkeys((s, of) for s, of, _ in self._values):
            cells = [self.get(system, scenario, metric) for metric in RATES]
            if cells[0] is not None:
                shown = "".join(f"{'–' if c is None else format(c, ',.0f'):>16}" for c in cells)
                lines.append(f"{scenario:<36}{system:<22}{shown}")
        return "\n".join(lines)
