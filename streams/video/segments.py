"""One track of a live show as players fetch it: segments of some seconds, each of parts of a fraction of one.

A part is published as soon as it is full; its segment grows meanwhile. Old segments fall out of the window. Pure: bytes in,
bytes out (RFC 8216bis, 3.2 and 4.4.4.9).
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from streams.video.boxes import Sample, fragment

PART_TARGET_S = 0.22
"""Six pictures of 30 a second fit, five of 24 or 25: parts are then at least 85 % of it, as the standard asks."""
_ROUNDING_S = 1e-6


class Place(NamedTuple):
    """A part's place in its track."""

    segment: int
    part: int


@dataclass(frozen=True, slots=True)
class Part:
    data: bytes
    duration_s: float
    is_independent: bool
    """A player can begin with it."""


@dataclass(slots=True)
class Segment:
    number: int
    """Counts on through the show (the media sequence number)."""
    header: int
    """Which of the track's headers describes it."""
    began_at: datetime
    is_after_break: bool
    """Its times do not go on from those before: its publisher is another, or came back."""
    parts: list[Part] = field(default_factory=list)
    """Empty again once the segment lies somewhere else."""
    duration_s: float = 0.0
    size: int = 0
    """In bytes."""
    is_complete: bool = False

    @property
    def data(self) -> bytes:
        return b"".join(part.data for part in self.parts)

    def add(self, part: Part) -> None:
        self.parts.append(part)
        self.duration_s += part.duration_s
        self.size += len(part.data)


class Track:
    """What one track has published within its window, and the samples of the part under way."""

    def __init__(self, name: str, clock: int, *, window: int) -> None:
        """`window` is the number of segments kept, at least two."""
        self.name = name
        self.clock = clock
        self.segments: deque[Segment] = deque()
        self.headers: list[bytes] = []
        self.breaks_before = 0
        """How many breaks have fallen out of the window (the discontinuity sequence)."""
        self._header = 0
        self._window = window
        self._samples: list[Sample] = []
        self._samples_at = 0
        self._fragments = 0

    @property
    def is_video(self) -> bool:
        return self.name == "video"

    @property
    def published(self) -> int:
        """How many parts there were so far."""
        return self._fragments

    @property
    def head(self) -> Place | None:
        """The last part that was published."""
        for segment in reversed(self.segments):
            if segment.parts:
                return Place(segment.number, len(segment.parts) - 1)
        return None

    @property
    def following(self) -> Place:
        """The part that is published next."""
        last = self.segments[-1]
        return (
            Place(last.number + 1, 0) if last.is_complete else Place(last.number, len(last.parts))
        )

    def describe(self, header: bytes) -> None:
        """Segments that begin from now on have this header. One that comes again, as after a change of size and back, is kept once."""
        if header not in self.headers:
            self.headers.append(header)
        self._header = self.headers.index(header)

    def begin_segment(self, number: int, began_at: datetime, *, is_after_break: bool) -> None:
        """Complete the segment under way and begin the next. The oldest falls out of the window."""
        assert self.headers, "a track is described before it begins"
        self.complete()
        self.segments.append(Segment(number, self._header, began_at, is_after_break))
        while len(self.segments) > self._window:
            self.breaks_before += self.segments.popleft().is_after_break

    def add(self, sample: Sample, at: int) -> bool:
        """Add a sample to the part under way, or to the next one if it is full; whether a part was published."""
        is_full = bool(self._samples) and self._seconds(sample) > PART_TARGET_S + _ROUNDING_S
        if is_full:
            self.publish()
        if not self._samples:
            self._samples_at = at
        self._samples.append(sample)
        return is_full

    def publish(self) -> None:
        """Publish the part under way, full or not."""
        if not self._samples:
            return
        self._fragments += 1
        data = fragment(self._fragments, self._samples_at, self._samples, has_video=self.is_video)
        is_independent = not self.is_video or self._samples[0].is_sync
        duration = sum(sample.duration for sample in self._samples)
        self.segments[-1].add(Part(data, duration / self.clock, is_independent))
        self._samples = []

    def complete(self) -> None:
        """Nothing more comes to the segment under way."""
        if self.segments:
            self.publish()
            self.segments[-1].is_complete = True

    def has(self, place: Place | int) -> bool:
        """Whether the part, or the whole of the segment of this number, has been published."""
        if not self.segments:
            return False
        last = self.segments[-1]
        if isinstance(place, int):
            return last.number > place or (last.number == place and last.is_complete)
        return last.number > place.segment or (
            last.number == place.segment and len(last.parts) > place.part
        )

    def segment(self, number: int) -> Segment | None:
        """The segment, if it is in the window."""
        first = self.segments[0].number if self.segments else 0
        at = number - first
        return self.segments[at] if 0 <= at < len(self.segments) else None

    def _seconds(self, sample: Sample) -> float:
        """How long the part under way would be with it."""
        return _total(self._samples, sample) / self.clock


def _total(samples: Sequence[Sample], another: Sample) -> int:
    return sum(sample.duration for sample in samples) + another.duration
