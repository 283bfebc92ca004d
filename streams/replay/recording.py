"""What is kept of a show's picture and sound, and where in its replay each moment of the show lies. Pure.

Segments come in takes: a media process that begins to record a show, or begins again after it was gone, begins another take.
Where one segment does not go on from the one before, the replay has a break: players are told, and the time in between is left out.
So a replay's own time, from 0 to its length, and the time of the day are two things; stretches without a break say how they belong
together.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

HOLE_S = 0.25
"""Segments that lie further apart than this begin another stretch."""


@dataclass(frozen=True, slots=True)
class KeptSegment:
    """A segment of one track, as the store has it."""

    track: str
    take: int
    number: int
    """Counts on through the take, for both tracks alike."""
    header: int
    """Which of the take's headers of this track describes it."""
    began_at: datetime
    duration_s: float
    size: int
    is_after_break: bool

    @property
    def place(self) -> tuple[int, int]:
        return self.take, self.number

    @property
    def name(self) -> str:
        return f"{self.track}-{self.take}-{self.number}.m4s"

    @property
    def header_name(self) -> str:
        return f"{self.track}-{self.take}-{self.header}.mp4"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a replay without a break."""

    starts_s: float
    """In the replay."""
    began_at: datetime
    lasts_s: float

    @property
    def ends_s(self) -> float:
        return self.starts_s + self.lasts_s


@dataclass(frozen=True, slots=True)
class Recording:
    """What is known of a show's recording.

    written ──finish──▶ finished       its playlists are made, and it can be watched
       └──────┬────────────┘
           discard ──▶ discarded       nobody can watch it any more; its objects are removed soon
    """

    show_id: str
    written_at: datetime
    """When something was added last."""
    takes: int = 0
    """How many there are; the last has this number."""
    stretches: tuple[Stretch, ...] = ()
    """Of the finished one."""
    finished_at: datetime | None = None
    discarded_at: datetime | None = None

    @property
    def is_ready(self) -> bool:
        return self.finished_at is not None and self.discarded_at is None and bool(self.stretches)


def playable(segments: Iterable[KeptSegment]) -> list[list[KeptSegment]]:
    """The tracks that a replay consists of, cut at the same places; pictures first.

    A show with pictures is told by its pictures: what was kept without them, or of them without the sound, is left out, so
    that both tracks break where the other does.
    """
    by_track: dict[str, dict[tuple[int, int], KeptSegment]] = {"video": {}, "audio": {}}
    for segment in segments:
        by_track[segment.track][segment.place] = segment
    tracks = [track for track in by_track.values() if track]
    shared = sorted(set.intersection(*map(set, tracks))) if tracks else []
    return [_marked([track[place] for place in shared]) for track in tracks if shared]


def _marked(track: Sequence[KeptSegment]) -> list[KeptSegment]:
    """With a break wherever one does not go on from the one before."""
    return [*track[:1], *(_after(before, segment) for before, segment in pairwise(track))]


def _after(before: KeptSegment, segment: KeptSegment) -> KeptSegment:
    goes_on = (before.take, before.number + 1) == segment.place and not segment.is_after_break
    return replace(segment, is_after_break=not goes_on)


def stretches(track: Iterable[KeptSegment]) -> list[Stretch]:
    """How the time of a replay and the time of the day belong together, by its first track."""
    found: list[Stretch] = []
    for segment in track:
        last = found[-1] if found else None
        if last is not None and _goes_on(last, segment):
            found[-1] = replace(last, lasts_s=last.lasts_s + segment.duration_s)
        else:
            starts_s = last.ends_s if last else 0.0
            found.append(Stretch(starts_s, segment.began_at, segment.duration_s))
    return found


def _goes_on(last: Stretch, segment: KeptSegment) -> bool:
    apart = segment.began_at - last.began_at - timedelta(seconds=last.lasts_s)
    return abs(apart.total_seconds()) < HOLE_S


def length_s(within: Sequence[Stretch]) -> float:
    return within[-1].ends_s if within else 0.0


def headers(track: Iterable[KeptSegment]) -> Iterator[str]:
    """The names of the headers that the track needs, each once, in order."""
    yield from dict.fromkeys(segment.header_name for segment in track)
