"""What was measured of live video, and the table of it beside the goals."""

from dataclasses import dataclass

from bench.medians import Medians

UNITS = {
    "_share": "cores",
    "_ms": "ms",
    "_s": "s",
    "_us": "us",
    "_mib": "MiB",
    "_per_s": "1/s",
    "_points": "%",
}


@dataclass(frozen=True, slots=True)
class Goal:
    scenario: str
    metric: str
    most: float | None = None
    least: float | None = None

    def is_met(self, value: float) -> bool:
        return (self.most is None or value <= self.most) and (
            self.least is None or value >= self.least
        )

    @property
    def text(self) -> str:
        return f"≤ {self.most:g}" if self.most is not None else f"≥ {self.least:g}"


GOALS = (
    Goal("stream", "cpu_share", most=0.10),
    Goal("stream_hls", "cpu_share", most=0.18),
    Goal("viewers", "missing", most=0),
    Goal("viewers", "viewers_a_core", least=100),
    Goal("viewers", "mediarelay_ratio", least=10),
    Goal("whep", "first_picture_s", most=1.0),
    Goal("whep", "p95_ms", most=150),
    Goal("whep", "sound_apart_ms", most=60),
    Goal("hls", "p50_ms", most=1_300),
    Goal("hls", "p95_ms", most=1_600),
    Goal("hls", "stalls", most=0),
    Goal("hls", "sound_apart_ms", most=60),
    Goal("hls_long", "p50_ms", most=1_300),
    Goal("hls_long", "p95_ms", most=1_600),
    Goal("hls_long", "stalls", most=0),
    Goal("cache", "origin_points", most=3),
    Goal("publisher", "two_mbit_s", most=3),
    Goal("back", "whep_s", most=1.5),
    Goal("back", "hls_s", most=3.5),
    Goal("loss", "hls_gaps", most=0),
    Goal("loss", "freezes", most=1),
)
"""Those of the product (docs/performance.md)."""


class Results(Medians):
    def __init__(self) -> None:
        super().__init__(UNITS)

    def note(self, system: str, scenario: str, **metrics: float | None) -> None:
        """What was not seen is left out."""
        for metric, value in metrics.items():
            if value is not None:
                self.add(system, scenario, metric, value)

    def table(self) -> str:
        lines = [f"{'scenario':<12}{'system':<14}{'metric':<22}{'value':>12}  goal"]
        for system, scenario, metric in self.values:
            value = self.get(system, scenario, metric)
            assert value is not None
            lines.append(
                f"{scenario:<12}{system:<14}{metric:<22}{value:>12,.3f}  "
                + _beside(system, scenario, metric, value)
            )
        return "\n".join(lines)


def _beside(system: str, scenario: str, metric: str, value: float) -> str:
    for goal in GOALS:
        if system == "dealcast" and (goal.scenario, goal.metric) == (scenario, metric):
            return goal.text + ("" if goal.is_met(value) else "  MISSED")
    return ""
