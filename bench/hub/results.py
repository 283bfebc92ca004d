"""What was measured of the hub, its ratios to the limits, and a scenario's table."""

from collections.abc import Iterable

from bench.medians import Medians

UNITS = {
    "_per_s": "1/s",
    "_ms": "ms",
    "_us": "us",
    "_kib": "KiB",
    "_busy": "cores",
    "cpu_us_per_delivery": "us",
    "cpu_us_per_handshake": "us",
    "cpu_us_per_event": "us",
    "rss_kib_per_viewer": "KiB",
    "bytes_per_event": "B",
}
LIMITS = ("limit", "limit_coalesced")


class Results(Medians):
    def __init__(self) -> None:
        super().__init__(UNITS)

    def compare(self) -> None:
        """Add the ratios to the limits: round by round, since rounds differ by what else the machine did."""
        for system, scenario, metric in tuple(self.values):
            for limit in LIMITS:
                possible = self.values.get((limit, scenario, metric), ())
                pairs = list(zip(self.values[system, scenario, metric], possible, strict=False))
                if metric == "deliveries_per_s":
                    name, ratios = f"ratio_to_{limit}", [own / max(best, 1) for own, best in pairs]
                elif metric == "cpu_us_per_delivery":
                    name, ratios = (
                        f"cpu_ratio_to_{limit}",
                        [best / own for own, best in pairs if own],
                    )
                else:
                    continue
                for ratio in ratios:
                    self.add(system, scenario, name, ratio)

    def table(self, scenario: str, columns: Iterable[tuple[str, str]]) -> str:
        """A line a system; `columns` are metrics and their formats."""
        columns = tuple(columns)
        names = dict.fromkeys(system for system, of, _ in self.values if of == scenario)
        header = f"{scenario:<18}" + "".join(f"{_short(metric):>14}" for metric, _ in columns)
        lines = [header]
        for name in names:
            cells = "".join(f"{self._cell(name, scenario, *column):>14}" for column in columns)
            lines.append(f"  {name:<16}{cells}")
        return "\n".join(lines)

    def _cell(self, system: str, scenario: str, metric: str, form: str) -> str:
        value = self.get(system, scenario, metric)
        return "–" if value is None else format(value, form)


def _short(metric: str) -> str:
    return {
        "deliveries_per_s": "deliveries/s",
        "delivered_share": "delivered",
        "cpu_us_per_delivery": "CPU us/del.",
        "rss_kib_per_viewer": "KiB/viewer",
        "bytes_per_event": "bytes/event",
        "handshakes_per_s": "handshakes/s",
        "cpu_us_per_handshake": "CPU us/hs",
        "ratio_to_limit": "x limit",
        "ratio_to_limit_coalesced": "x coalesced",
        "cpu_ratio_to_limit": "CPU x limit",
        "cpu_ratio_to_limit_coalesced": "CPU x coal.",
        "server_busy": "server cores",
        "load_busy": "load cores",
        "rss_kib_per_stalled": "KiB/stalled",
        "p99_to_calm": "x calm p99",
        "broker_cpu_us_per_event": "Redis us/ev.",
        "broker_scripts_per_event": "scripts/ev.",
        "broker_reads_per_event": "reads/ev.",
    }.get(
        metric,
        metric.removesuffix("_ms").removeprefix("drop_")
        + (" ms" if metric.endswith("_ms") else ""),
    )


def say(text: str) -> None:
    print(f"bench: {text}", flush=True)
