"""Browsers that watch the product's own page: which picture they showed when, which the picture itself says (`clip.py`)."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise

import clip
from ground import HERE, Ground, Sent
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.chromium import LAUNCH_ARGS, find_chromium
from tests.support.node import node_binary

WATCHED_WITHIN_S = 30
FREEZE_S = 0.5
"""So long without a new picture is one that a viewer notices."""

_SAMPLER = (
    f"const CELLS = {clip.DIGITS + 1}, CELL = {clip.CELL}, WIDTH = {clip.WIDTH};\n"
    + (HERE / "sampler.js").read_text()
)
_ASKED_AT_S = """(part) => {
  const asked = performance.getEntriesByType("resource").filter((each) => each.name.includes(part))[0];
  return asked ? (performance.timeOrigin + asked.startTime) / 1000 : null;
}"""


@dataclass(frozen=True, slots=True)
class Shown:
    at_s: float
    number: int


class Screen:
    def __init__(self, page: Page) -> None:
        self._page = page
        self.way = page.locator(".player").get_attribute("data-way")

    def shown(self) -> list[Shown]:
        """What it has shown since the last time, and forget it."""
        found = self._page.evaluate("() => window.shown.splice(0)")
        return [Shown(at_s, number) for at_s, number in found]

    def waits(self) -> int:
        """How often it had nothing to show, since the last time."""
        waited: int = self._page.evaluate(
            "() => { const n = window.waits; window.waits = 0; return n }"
        )
        return waited

    def forget(self) -> None:
        """What it has shown so far."""
        self.shown()
        self.waits()

    def asked_at_s(self, part: str) -> float | None:
        """When it asked first for an address with this in it."""
        at_s: float | None = self._page.evaluate(_ASKED_AT_S, part)
        return at_s

    def close(self) -> None:
        self._page.context.close()

    def wait(self, seconds: float) -> None:
        self._page.wait_for_timeout(seconds * 1000)

    def until_shown(self, after_s: float, within_s: float) -> Shown | None:
        """The first picture after that moment."""
        deadline = time.monotonic() + within_s
        while time.monotonic() < deadline:
            for each in self.shown():
                if each.at_s > after_s:
                    return each
            self.wait(0.05)
        return None


@contextmanager
def browser(*more: str) -> Iterator[Browser]:
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(node_binary())
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=find_chromium(), args=[*LAUNCH_ARGS, *more]
        )


def watch(chromium: Browser, ground: Ground, *, by_hls: bool) -> Screen:
    """Open the show's page as a guest on a phone, and wait for the first picture."""
    page = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.add_init_script(_SAMPLER)
    if by_hls:
        page.add_init_script("delete window.RTCPeerConnection")
    page.goto(f"{ground.site_url}/shows/{ground.show_id}")
    page.wait_for_function("() => window.shown.length > 0", timeout=WATCHED_WITHIN_S * 1000)
    return Screen(page)


def ages_ms(shown: list[Shown], sent: Sent) -> list[float]:
    found = [sent.age_s(each.number, each.at_s) for each in shown if each.number >= 0]
    return sorted(age_s * 1000 for age_s in found if age_s is not None)


def freezes(shown: list[Shown]) -> int:
    return sum(after.at_s - before.at_s > FREEZE_S for before, after in pairwise(shown))
