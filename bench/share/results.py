"""What was measured of share links, and the table of it."""

from bench.medians import Medians

UNITS = {
    "_per_s": "1/s",
    "_per_min": "1/min",
    "_ms": "ms",
    "cpu_us_per_request": "us",
    "cpu_us_per_order": "us",
}
RATES = ("clicks_per_min", "orders_per_min", "told_per_min")
SHOWN = ("requests_per_s", "p50_ms", "p99_ms", "cpu_us_per_request")


class Results(Medians):
    def __init__(self) -> None:
        super().__init__(UNITS)

    def table(self) -> str:
        head = f"{'scenario':<20}{'system':<18}{'requests/s':>12}{'p50 ms':>10}{'p99 ms':>10}{'CPU us':>10}"
        lines = [head]
        for system, scenario in dict.fromkeys((s, of) for s, of, _ in self.values):
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
        for system, scenario in dict.fromkeys((s, of) for s, of, _ in self.values):
            cells = [self.get(system, scenario, metric) for metric in RATES]
            if cells[0] is not None:
                shown = "".join(f"{'–' if c is None else format(c, ',.0f'):>16}" for c in cells)
                lines.append(f"{scenario:<36}{system:<22}{shown}")
        return "\n".join(lines)
