"""What viewers notice of a bad line: a publisher that is gone and comes back, and packets that are lost each way."""

import time
import urllib.request
from collections.abc import Callable

from ground import HERE, PYTHON, SERVER_CORE, Ground
from peers import HOST
from results import Results
from screens import browser, freezes, watch

GONE_S = 5.0
SEEN_WITHIN_S = 15.0
SETTLED_S = 3.0
LOSS = 0.05
LINE = "127.0.0.2"
PORTS = 40

NewGround = Callable[[], Ground]


def back(new: NewGround, results: Results) -> None:
    """The publisher is killed, and another one comes after five seconds. Nobody reloads."""
    ground = new()
    ground.media()
    ground.site()
    publisher = ground.publisher()
    publisher.answer()
    with browser() as chromium:
        screens = {
            scenario: watch(chromium, ground, by_hls=scenario == "hls")
            for scenario in ("whep", "hls")
        }
        for screen in screens.values():
            screen.wait(SETTLED_S)
        publisher.stop()
        time.sleep(GONE_S)
        for screen in screens.values():
            screen.forget()
        posted_at_s = ground.publisher().answer()["posted_at_s"]
        for scenario, screen in screens.items():
            seen = screen.until_shown(posted_at_s, SEEN_WITHIN_S)
            results.note("dealcast", "back", **{f"{scenario}_s": seen and seen.at_s - posted_at_s})
    ground.close()


def loss(new: NewGround, results: Results, seconds: float) -> None:
    """Of the packets each way, one in twenty is lost: the publisher's, and those of a viewer over WHEP."""
    ground = new()
    first = 20_000 + ground.port % 1_000 * 10
    ports = (first, first + PORTS - 1)
    line = ground.other(
        PYTHON, HERE / "lossy.py", LINE, HOST, *ports, LOSS, core=SERVER_CORE, is_asked=True
    )
    line.answer()
    ground.media(MEDIA_PORTS=f"{ports[0]}-{ports[1]}", MEDIA_PUBLIC_ADDRESS=LINE)
    ground.site()
    publisher = ground.publisher()
    publisher.answer()
    with browser() as chromium:
        near = watch(chromium, ground, by_hls=False)
        far = watch(chromium, ground, by_hls=True)
        near.wait(SETTLED_S)
        gaps = _gaps(ground)
        near.forget()
        far.forget()
        near.wait(seconds)
        results.note(
            "dealcast", "loss", freezes=freezes(near.shown()), hls_gaps=_gaps(ground) - gaps
        )
        results.note("dealcast", "loss", hls_stalls=far.waits() + freezes(far.shown()))
    ground.close()


def _gaps(ground: Ground) -> float:
    """Pictures that were lost for good on the way from the publisher, and left a hole in what players get."""
    with urllib.request.urlopen(f"{ground.media_url}/metrics", timeout=5) as answer:
        for line in answer.read().decode().splitlines():
            if line.startswith("dealcast_video_gaps_total"):
                return float(line.split()[1])
    return 0.0
