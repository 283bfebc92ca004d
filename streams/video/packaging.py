"""From pictures and sound on one timeline to segments and parts of two tracks that are cut at the same moments.

Pictures decide: a segment begins with a key frame once the last one is long enough. The sound's segment of the same number begins at
the first frame of sound from then on. A show without pictures is cut by its sound. Pure.

Pictures of another size begin a segment with another header and no discontinuity. The standard recommends one there, and demands it where
tracks or times change (RFC 8216, 4.3.2.3); here both go on. Browsers change the size of what they send whenever a line or a processor
is short, and players that come to a discontinuity wait for it in every track.
"""

from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from streams.video.boxes import AUDIO_CLOCK, VIDEO_CLOCK, Sample, video_header, video_sample
from streams.video.h264 import ParameterSets
from streams.video.playlists import TARGET_DURATION_S
from streams.video.segments import PART_TARGET_S, Track

SEGMENT_S = 2.0
EARLY_S = 0.1
"""A key frame may come that much early."""
LONGEST_S = TARGET_DURATION_S - 0.3
"""A publisher that sends no key frames is cut all the same."""
ASK_AHEAD_S = SEGMENT_S - PART_TARGET_S
USUAL_PICTURE = VIDEO_CLOCK // 30
SOUND_FRAME = 1_024


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture whose place on the timeline is known."""

    at: int
    slices: tuple[bytes, ...]
    is_key: bool
    sets: ParameterSets | None


@dataclass(frozen=True, slots=True)
class _Cut:
    number: int
    at_s: float
    is_after_break: bool


class Packager:
    def __init__(self, *, window: int) -> None:
        """`window` is how many segments stay."""
        self.video = Track("video", VIDEO_CLOCK, window=window)
        self.audio = Track("audio", AUDIO_CLOCK, window=window)
        self.sets: ParameterSets | None = None
        self.ends_at_s = 0.0
        """On the timeline, of what is there."""
        self.wants_key_frame = False
        """Whether the segment under way is long enough for a key frame to end it."""
        self._has_video = True
        self._began_at = datetime.min.replace(tzinfo=UTC)
        self._begins_at_s = 0.0
        self._number = -1
        self._is_break = False
        self._segment_at_s: float | None = None
        self._held: Shot | None = None
        self._cuts: deque[_Cut] = deque(maxlen=window)

    @property
    def tracks(self) -> list[Track]:
        """Those that have something."""
        return [track for track in (self.video, self.audio) if track.segments]

    def begin(self, began_at: datetime, begins_at_s: float, *, has_video: bool) -> None:
        """A publisher begins, or comes back: what it sends first stands at `begins_at_s`, and was there at `began_at`."""
        self.finish()
        self._is_break = bool(self.tracks)
        self._began_at, self._begins_at_s = began_at, begins_at_s
        self._has_video = has_video
        self._segment_at_s = None
        self._cuts.clear()

    def add_picture(self, shot: Shot) -> None:
        """How long a picture lasts is known when the next one comes, so it is published then.

        Raises:
            BadSps: the stream's description makes no sense.
        """
        held, self._held = self._held, shot
        if held is not None:
            self._add_picture(held, max(1, shot.at - held.at))

    def add_sound(self, data: bytes, at: int, header: bytes) -> None:
        """A frame of sound, of `SOUND_FRAME` samples."""
        at_s = at / AUDIO_CLOCK
        self.audio.describe(header)
        if not self._has_video and self._is_long_enough(at_s, is_key=True):
            self._cut(at_s)
        while self._cuts and at_s >= self._cuts[0].at_s:
            self._begin_segment(self.audio, self._cuts.popleft(), at_s)
        if self._is_under_way(self.audio):
            self.audio.add(Sample(data, SOUND_FRAME, is_sync=True), at)
            self._reach(at_s + SOUND_FRAME / AUDIO_CLOCK)

    def finish(self) -> None:
        """Nothing more comes from this publisher."""
        if self._held is not None:
            held, self._held = self._held, None
            self._add_picture(held, USUAL_PICTURE)
        for track in self.tracks:
            track.complete()

    def _add_picture(self, shot: Shot, duration: int) -> None:
        at_s = shot.at / VIDEO_CLOCK
        is_described_anew = shot.is_key and shot.sets is not None and shot.sets != self.sets
        if is_described_anew or self._is_long_enough(at_s, is_key=shot.is_key):
            if is_described_anew and shot.sets is not None:
                self.video.describe(video_header(shot.sets))
                self.sets = shot.sets
            self._cut(at_s)
            self._begin_segment(self.video, self._cuts[-1], at_s)
        if not self._is_under_way(self.video):
            return
        sample = Sample(video_sample(shot.slices), duration, shot.is_key)
        was_published = self.video.add(sample, shot.at)
        self._reach(at_s + duration / VIDEO_CLOCK)
        # A key frame that is asked for right after a part was published comes some pictures into the next one. One that
        # came at once would end a part of a single picture, which players that ask for parts one by one trip over.
        assert self._segment_at_s is not None
        is_due = at_s - self._segment_at_s >= ASK_AHEAD_S
        self.wants_key_frame = is_due and (was_published or self.wants_key_frame)

    def _is_long_enough(self, at_s: float, *, is_key: bool) -> bool:
        if self._segment_at_s is None:
            return is_key
        lasted_s = at_s - self._segment_at_s
        return lasted_s >= (SEGMENT_S - EARLY_S if is_key else LONGEST_S)

    def _cut(self, at_s: float) -> None:
        self._number += 1
        self._segment_at_s = at_s
        self.wants_key_frame = False
        self._cuts.append(_Cut(self._number, at_s, self._is_break))
        self._is_break = False

    def _begin_segment(self, track: Track, cut: _Cut, at_s: float) -> None:
        began_at = self._began_at + timedelta(seconds=at_s - self._begins_at_s)
        track.begin_segment(cut.number, began_at, is_after_break=cut.is_after_break)

    def _is_under_way(self, track: Track) -> bool:
        return bool(track.segments) and not track.segments[-1].is_complete

    def _reach(self, at_s: float) -> None:
        self.ends_at_s = max(self.ends_at_s, at_s)
