"""What was measured: a value for each round, kept as medians, written as JSON. Each benchmark shows its own table."""

import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from statistics import median


class Medians:
    def __init__(self, units: Mapping[str, str]) -> None:
        """`units` by a metric's name, or by how it ends; of others it is 1."""
        self._units = units
        self.values: dict[tuple[str, str, str], list[float]] = defaultdict(list)
        """The rounds', by system, scenario and metric."""

    def add(self, system: str, scenario: str, metric: str, value: float) -> None:
        self.values[system, scenario, metric].append(value)

    def get(self, system: str, scenario: str, metric: str) -> float | None:
        values = self.values.get((system, scenario, metric))
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
                "unit": self._unit(metric),
                "rounds": len(values),
            }
            for (system, scenario, metric), values in self.values.items()
        ]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(rows, indent=0) + "\n")

    def _unit(self, metric: str) -> str:
        return next((unit for end, unit in self._units.items() if metric.endswith(end)), "1")
