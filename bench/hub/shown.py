"""What the terminal shows of the results: a table a scenario."""

from across import SCENARIO
from results import Results
from scenarios import BURSTS, FEW, MANY, OFFERED


def tables(results: Results) -> str:
    speed = (("deliveries_per_s", ",.0f"), ("ratio_to_limit", ".2f"), ("ratio_to_limit_coalesced", ".2f"),
             ("p50_ms", ".1f"), ("p99_ms", ".1f"), ("cpu_us_per_delivery", ".3f"),
        ("cpu_ratio_to_limit", ".2f"),
        ("cpu_ratio_to_limit_coalesced", ".2f"),
             ("server_busy", ".2f"), ("load_busy", ".2f"))  # fmt: skip
    offered = (
        ("delivered_share", ".1%"),
        *speed[:1],
        *speed[3:6],
        speed[-2],
        ("bytes_per_event", ".1f"),
    )
    idle = (
        ("rss_kib_per_viewer", ".2f"),
        ("handshakes_per_s", ",.0f"),
        ("cpu_us_per_handshake", ".0f"),
    )
    gc = (("gc_longest_ms", ".1f"), ("gc_longest_cpu_ms", ".1f"), ("gc_count", ".0f"))
    stalled = (("calm_p99_ms", ".1f"), ("p99_ms", ".1f"), ("p99_to_calm", ".2f"), ("caught_up_ms", ".0f"),
               ("rss_kib_per_stalled", ".0f"), ("delivered_share", ".1%"), ("gaps", ".0f"), ("duplicates", ".0f"))  # fmt: skip
    scale = (*speed[:1], *speed[3:6], *gc)
    drop = (("drop_last_p50_ms", ".1f"), ("drop_last_max_ms", ".1f"), ("delivered_share", ".1%"))
    broker = (
        ("delivered_share", ".1%"),
        ("p50_ms", ".1f"),
        ("p99_ms", ".1f"),
        ("added_p50_ms", ".1f"),
        ("added_p99_ms", ".1f"),
        ("cpu_us_per_delivery", ".2f"),
        ("broker_cpu_us_per_event", ".0f"),
        ("broker_scripts_per_event", ".2f"),
        ("broker_reads_per_event", ".2f"),
    )
    shown = [
        *((name, speed) for name in BURSTS),
        *((name, offered) for name in OFFERED),
        ("idle", idle),
        *((f"idle{viewers}", (*idle, *gc)) for viewers in (FEW, MANY)),
        *(
            (f"{burst}_{viewers}", scale)
            for burst in ("burst1", "burst16")
            for viewers in (FEW, MANY)
        ),
        ("stalled", stalled),
        ("stalled_small", stalled),
        ("drop_quiet", drop),
        ("drop_in_chat", drop),
        ("drop_in_load", drop),
        (SCENARIO, broker),
    ]
    texts = (results.table(scenario, columns) for scenario, columns in shown)
    return "\n\n".join(text for text in texts if "\n" in text)
