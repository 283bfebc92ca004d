"""How late a picture is on the product's page, and how soon the first one is there: from when the publisher sent it to when the browser shows it."""

from collections.abc import Callable
from pathlib import Path

from bench.hub.processes import Process
from ground import Ground, Sent
from results import Results
from screens import Screen, ages_ms, browser, freezes, watch

SETTLED_S = 4.0

NewGround = Callable[[], Ground]


def delays(new: NewGround, results: Results, seconds: float) -> None:
    """One viewer at a time, since both and the publisher share a core with the browser."""
    ground, _ = _on_air(new)
    with browser() as chromium:
        for scenario, part in (("whep", "/whep/"), ("hls", "/index.m3u8")):
            screen = watch(chromium, ground, by_hls=scenario == "hls")
            asked_at_s, first = screen.asked_at_s(part), screen.shown()[0]
            _note(results, scenario, screen, ground.sent, seconds)
            if asked_at_s is not None:
                results.note("dealcast", scenario, first_picture_s=first.at_s - asked_at_s)
            screen.close()
    ground.close()


def steady(new: NewGround, results: Results, seconds: float) -> None:
    """One viewer of HLS for long: does it ever stall, and does the process grow once its five minutes of the show are full?"""
    ground, server = _on_air(new)
    with browser() as chromium:
        screen = watch(chromium, ground, by_hls=True)
        _note(results, "hls_long", screen, ground.sent, seconds / 2)
        results.note("dealcast", "hls_long", rss_half_mib=server.rss_kib() / 1024)
        _note(results, "hls_long", screen, ground.sent, seconds / 2)
        results.note("dealcast", "hls_long", rss_mib=server.rss_kib() / 1024)
    ground.close()


def _on_air(new: NewGround) -> tuple[Ground, Process]:
    ground = new()
    server = ground.media()
    ground.site()
    ground.publisher().answer()
    return ground, server


def _note(results: Results, scenario: str, screen: Screen, log: Path, seconds: float) -> None:
    """Look at the screen for so long, once it is settled."""
    screen.wait(SETTLED_S)
    screen.forget()
    screen.wait(seconds)
    shown = screen.shown()
    ages = ages_ms(shown, Sent(log))
    results.note(
        "dealcast",
        scenario,
        p50_ms=ages[len(ages) // 2],
        p95_ms=ages[len(ages) * 95 // 100],
        pictures_per_s=(len(shown) - 1) / (shown[-1].at_s - shown[0].at_s),
        stalls=screen.waits() + freezes(shown),
    )
