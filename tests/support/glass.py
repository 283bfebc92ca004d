"""How late a viewer sees and hears the demo host, from glass to glass: read from the pictures' stamps and the beeps in the page.

    seen = await look(page, seconds=5)
    seen.delay_ms.p50, seen.sound_behind_picture_ms

Both ends run on one machine here. Elsewhere their clocks have to agree first.

Over WebRTC a browser brings sound and picture together only within the first quarter of a minute. Web Audio, which listens
here, is then still some 40 ms later than what is played: `playout_ms` is what the browser itself estimates of both.
"""

import statistics
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Page

from server.demo_host.stamp import WRAPS_AFTER_MS

SCRIPT = Path(__file__).with_suffix(".js").read_text()
REMEMBER_PEERS = """
    window.peers = [];
    window.RTCPeerConnection = class extends window.RTCPeerConnection {
        constructor(...given) { super(...given); window.peers.push(this); }
    };
"""
"""For `page.add_init_script`, where `playout_ms` is wanted."""
BEEPS_APART_MS = 1000


@dataclass(frozen=True, slots=True)
class Spread:
    """Of milliseconds."""

    p50: float
    p95: float
    most: float

    @classmethod
    def of(cls, values: list[float]) -> "Spread":
        ordered = sorted(values)
        return cls(statistics.median(ordered), ordered[len(ordered) * 95 // 100], ordered[-1])


@dataclass(frozen=True, slots=True)
class Seen:
    delays_ms: list[float]
    """Of each picture, from the moment for which it was drawn until the browser showed it."""
    unread: int
    """Pictures whose stamp could not be read."""
    size: tuple[int, int]
    loudest: float
    """Of the sound, between 0 and 1."""
    sounds_behind_ms: list[float]
    """By how much each beep was later than the picture of its moment; negative where it was earlier."""
    playout_ms: dict[str, float]
    """How late sound and picture are by the browser's own estimate; empty until it has one, and by HLS."""

    @property
    def delay_ms(self) -> Spread:
        return Spread.of(self.delays_ms)

    @property
    def sound_behind_picture_ms(self) -> float | None:
        """The middle one; None if no beep was heard."""
        return statistics.median(self.sounds_behind_ms) if self.sounds_behind_ms else None


async def look(page: Page, *, seconds: float, selector: str = "video") -> Seen:
    """Watch and listen for so long. The page's sound is turned on for it."""
    return understood(await page.evaluate(SCRIPT, {"selector": selector, "seconds": seconds}))


def understood(told: dict[str, Any]) -> Seen:
    """What the page's script told."""
    delays = [(shown - stamp) % WRAPS_AFTER_MS for shown, stamp in told["frames"]]
    middle = statistics.median(delays) if delays else 0.0
    return Seen(
        delays,
        told["unread"],
        (told["width"], told["height"]),
        told["loudest"],
        [_around_zero(heard - middle) for heard in told["beeps"]],
        told["playout"],
    )


def _around_zero(late_ms: float) -> float:
    """Beeps begin at whole seconds: what is more than half of one late belongs to the next."""
    half = BEEPS_APART_MS / 2
    return (late_ms + half) % BEEPS_APART_MS - half
