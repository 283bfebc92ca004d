"""How late a picture is on the product's page, and how soon the first one is there: from when the publisher sent it to when the browser shows it."""

from collections.abc import Callable

from ground import Ground, Sent
from results import Results
from screens import Screen, ages_ms, browser, freezes, watch

SETTLED_S = 4.0

NewGround = Callable[[], Ground]


def delays(new: NewGround, results: Results, seconds: float) -> None:
    """One viewer at a time, since both and the publisher share a core with the browser."""
    ground = new()
    ground.media()
    ground.site()
    ground.publisher().answer()
    with browser() as chromium:
        for scenario, part in (("whep", "/whep/"), ("hls", "/index.m3u8")):
            screen = watch(chromium, ground, by_hls=scenario == "hls")
            assert screen.way == {"whep": "webrtc", "hls": "hls"}[scenario], screen.way
            asked_at_s, first = screen.asked_at_s(part), screen.shown()[0]
            screen.wait(SETTLED_S)
            screen.shown(), screen.waits()
            screen.wait(seconds)
            _note(results, scenario, screen, Sent(ground.sent))
            if asked_at_s is not None:
                results.add("dealcast", scenario, first_picture_s=first.at_s - asked_at_s)
            screen.close()
    ground.close()


def _note(results: Results, scenario: str, screen: Screen, sent: Sent) -> None:
    shown = screen.shown()
    ages = ages_ms(shown, sent)
    results.add(
        "dealcast",
        scenario,
        p50_ms=ages[len(ages) // 2],
        p95_ms=ages[len(ages) * 95 // 100],
        pictures_per_s=(len(shown) - 1) / (shown[-1].at_s - shown[0].at_s),
        stalls=screen.waits() + freezes(shown),
    )
