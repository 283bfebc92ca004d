"""A day on air, in the publisher's own time: counters wrap around, clocks drift, and what is kept stays the same."""

import gc
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from streams.broadcast.broadcast import BEGINS_AT_S
from streams.broadcast.feed import Feed
from streams.video.boxes import AUDIO_CLOCK, VIDEO_CLOCK, aac_header
from streams.video.packaging import Packager, Shot
from streams.video.rtp import Packet
from tests.support.encoded import payloads, pictures

DAY_S = 24 * 3_600
STEP_S = 16.0
WINDOW = 30
REPORT_EVERY = 4
JUST_BEFORE = 2**32 - 60 * VIDEO_CLOCK
"""Where the counters begin: a minute from where they wrap around."""
APART_S = 0.06
AAC_CONFIG = b"\x11\x90"


@dataclass(frozen=True, slots=True)
class Clock:
    """How a publisher's counter goes, by its own wall clock."""

    units_a_second: int
    begins_at: int
    drift: float = 0.0

    def counter(self, at_s: float) -> int:
        return (self.begins_at + round(at_s * self.units_a_second * (1 + self.drift))) % 2**32


class Watched(Packager):
    """Remembers where the last picture was placed."""

    last_at: int | None = None

    def add_picture(self, shot: Shot) -> None:
        self.last_at = shot.at
        super().add_picture(shot)


class Publisher:
    """Sends a picture, and a packet of sound of the same moment, every `every_s`."""

    def __init__(self, every_s: float, *, sound_drift: float = 0.0) -> None:
        self._every_s = every_s
        self._clocks = {
            "video": Clock(VIDEO_CLOCK, JUST_BEFORE),
            "audio": Clock(AUDIO_CLOCK, JUST_BEFORE, sound_drift),
        }
        self._sequences = {"video": 65_000, "audio": 65_000}
        self._units = payloads(next(pictures(1)))
        self.packager = Watched(window=WINDOW)
        self.feed = Feed(
            self.packager, self._clocks, BEGINS_AT_S,
            want_key_frame=lambda: None, on_published=lambda: None,
        )  # fmt: skip

    def show(
        self, until_s: float, begins_at_s: float = 0.0
    ) -> Iterator[tuple[float, float, float]]:
        """For each moment where picture and sound of it were placed, in seconds."""
        for number in range(round(begins_at_s / self._every_s), round(until_s / self._every_s)):
            at_s = number * self._every_s
            if number % REPORT_EVERY == 0:
                self._report(at_s)
            for place, payload in enumerate(self._units):
                self._send("video", at_s, payload, is_marked=place == len(self._units) - 1)
            self._send("audio", at_s, b"sound", is_marked=False)
            if (heard_at := self._heard()) is not None and self.packager.last_at is not None:
                yield at_s, self.packager.last_at / VIDEO_CLOCK, heard_at / AUDIO_CLOCK

    def _report(self, at_s: float) -> None:
        for kind, clock in self._clocks.items():
            self.feed.on_report(kind, 1e9 + at_s, clock.counter(at_s))

    def _send(self, kind: str, at_s: float, payload: bytes, *, is_marked: bool) -> None:
        sequence = self._sequences[kind]
        self._sequences[kind] = (sequence + 1) % 2**16
        counter = self._clocks[kind].counter(at_s)
        self.feed.on_packet(kind, Packet(sequence, counter, is_marked, payload, at_s))

    def _heard(self) -> int | None:
        """Where the sound was placed; it goes into its track as it would come from the transcoder."""
        placed = None
        while not self.feed._sounds.empty():
            data, placed = self.feed._sounds.get_nowait()
            self.packager.add_sound(data, placed, aac_header(AAC_CONFIG))
        return placed


@pytest.mark.parametrize("sound_drift", [50e-6, -50e-6])
def test_a_day_goes_on_without_a_step_and_lips_stay_with_words(sound_drift: float) -> None:
    """50 parts in a million are more than what the clocks of sound cards and cameras go apart."""
    publisher = Publisher(STEP_S, sound_drift=sound_drift)
    seen_s = -STEP_S
    for at_s, picture_s, sound_s in publisher.show(DAY_S):
        assert picture_s == pytest.approx(BEGINS_AT_S + at_s, abs=1e-3)
        assert at_s - seen_s == STEP_S, "nothing is left out"
        assert abs(sound_s - picture_s) < APART_S
        seen_s = at_s
    assert seen_s == DAY_S - STEP_S
    for track in publisher.packager.tracks:
        assert len(track.segments) == WINDOW
        assert not any(segment.is_after_break for segment in track.segments)


def test_what_a_show_keeps_is_the_same_after_an_hour() -> None:
    publisher = Publisher(2.0)
    for _ in publisher.show(300):
        pass
    tracemalloc.start()
    try:
        before = _kept_bytes()
        for _ in publisher.show(3_600, 300):
            pass
        assert _kept_bytes() - before < 100_000
    finally:
        tracemalloc.stop()


def _kept_bytes() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]
