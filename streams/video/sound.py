"""Opus, as browsers send it, made into AAC, as every player of HLS takes it. Pictures are never decoded; sound is cheap.

AAC frames follow each other without a hole: what is missing is filled with silence, since players stop where a track has none.
Works on the thread that calls it, some 0.5 ms for 20 ms of sound: keep it off the event loop.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import av
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

from streams.video.boxes import AUDIO_CLOCK

BIT_RATE = 128_000
SAMPLES = 1_024
"""In a frame of AAC."""
TOLERANCE = AUDIO_CLOCK // 50
"""Packets that come so much late, or early, by their own account are taken as if they did not. Less than what the timeline moves them by."""
LONGEST_SILENCE = 10 * AUDIO_CLOCK
"""Made at once. A longer hole is filled bit by bit by `fill`."""


@dataclass(frozen=True, slots=True)
class Frame:
    data: bytes
    at: int
    """On the show's timeline, in units of `AUDIO_CLOCK`."""


class Transcoder:
    """One publisher's sound. Stereo, 48 kHz."""

    def __init__(self) -> None:
        self._decoder = _decoder()
        self._encoder = _encoder()
        self._resampler = AudioResampler(
            format="fltp", layout="stereo", rate=AUDIO_CLOCK, frame_size=SAMPLES
        )
        self._begins_at: int | None = None
        self._next = 0
        """Samples since then."""

    @property
    def config(self) -> bytes:
        """The AudioSpecificConfig for the track's header."""
        return bytes(self._encoder.extradata or b"")

    def feed(self, packet: bytes, at: int) -> list[Frame]:
        """The frames that are full with this packet of Opus, which stands at `at`. One that cannot be decoded is silence."""
        if self._begins_at is None:
            self._begins_at = at
        ahead = at - self._ends_at
        if ahead < -TOLERANCE:
            return []
        frames = list(self._silence(ahead)) if ahead > TOLERANCE else []
        for decoded in self._decoded(packet):
            frames += self._encoded(decoded)
        return frames

    def fill(self, until: int, begins_at: int) -> list[Frame]:
        """Silence up to `until`, or from `begins_at` if nothing was heard yet."""
        if self._begins_at is None:
            self._begins_at = begins_at
        return list(self._silence(until - self._ends_at))

    @property
    def _ends_at(self) -> int:
        return (self._begins_at or 0) + self._next

    def _silence(self, samples: int) -> Iterator[Frame]:
        samples = min(samples, LONGEST_SILENCE)
        if samples <= 0:
            return
        silent = AudioFrame(format="s16", layout="stereo", samples=samples)
        silent.planes[0].update(bytes(silent.planes[0].buffer_size))
        yield from self._encoded(silent)

    def _decoded(self, packet: bytes) -> list[AudioFrame]:
        try:
            return self._decoder.decode(av.Packet(packet))
        except av.FFmpegError:
            return []

    def _encoded(self, frame: AudioFrame) -> Iterator[Frame]:
        assert self._begins_at is not None
        frame.sample_rate = AUDIO_CLOCK
        frame.pts = self._next
        frame.time_base = Fraction(1, AUDIO_CLOCK)
        self._next += frame.samples
        for piece in self._resampler.resample(frame):
            for packet in self._encoder.encode(piece):
                # The first packet only primes the decoder, and stands before the beginning.
                if packet.pts is not None and packet.pts >= 0:
                    yield Frame(bytes(packet), self._begins_at + packet.pts)


def _decoder() -> AudioCodecContext:
    decoder = AudioCodecContext.create("libopus", "r")
    decoder.sample_rate = AUDIO_CLOCK
    decoder.layout = "stereo"
    return decoder


def _encoder() -> AudioCodecContext:
    encoder = AudioCodecContext.create("aac", "w")
    encoder.sample_rate = AUDIO_CLOCK
    encoder.layout = "stereo"
    encoder.format = "fltp"
    encoder.bit_rate = BIT_RATE
    encoder.options = {"aac_coder": "fast"}
    encoder.open()
    return encoder
