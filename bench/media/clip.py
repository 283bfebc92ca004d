"""Ten seconds of 1280×720, 30 pictures a second, at 2.5 Mbit/s, with their number in the picture, and a second of sound with a tone at its beginning.

    clip = load(Path("bench/.build/clip.msgpack"))

It is made once: no publisher of the benchmark has to encode. Every two seconds begins with a key frame, so a publisher that is asked for one goes
on with the next two seconds at once. The sound of 20 ms a packet is silent but for the first 100 ms of each second.
"""

import math
import struct
import zlib
from fractions import Fraction
from pathlib import Path

import av
import msgspec
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

WIDTH, HEIGHT, RATE = 1280, 720, 30
BITS_PER_S = 2_500_000
PICTURES = 10 * RATE
KEY_EVERY = 2 * RATE
SAMPLES = 960
TONE_HZ, TONE_PACKETS, SOUNDS = 1_000, 5, 50
DIGITS, CELL = 10, 64
"""The number stands in the first row: ten squares of 64 pixels, black or white, the lowest bit first, after one that is always white."""


class Clip(msgspec.Struct):
    pictures: list[bytes]
    """In Annex B."""
    sounds: list[bytes]
    """Opus."""

    @property
    def numbers(self) -> dict[int, int]:
        """Which picture has this mark: how a picture is told from another without decoding it."""
        return {mark(units(picture)): number for number, picture in enumerate(self.pictures)}


def mark(found: list[bytes]) -> int:
    """Of the units that hold the picture, without those that describe the stream."""
    return zlib.crc32(b"".join(unit for unit in found if unit[0] & 0x1F in {1, 5}))


def units(picture: bytes) -> list[bytes]:
    found = picture.replace(b"\0\0\0\1", b"\0\0\1").split(b"\0\0\1")
    return [unit for unit in found if unit]


def load(path: Path) -> Clip:
    """The clip, made first if it is not there."""
    if path.exists():
        return msgspec.msgpack.decode(path.read_bytes(), type=Clip)
    path.parent.mkdir(parents=True, exist_ok=True)
    clip = Clip(_pictures(), _sounds())
    path.write_bytes(msgspec.msgpack.encode(clip))
    return clip


def _pictures() -> list[bytes]:
    encoder = av.VideoCodecContext.create("libx264", "w")
    encoder.width, encoder.height = WIDTH, HEIGHT
    encoder.pix_fmt = "yuv420p"
    encoder.time_base = Fraction(1, RATE)
    encoder.options = {
        "preset": "ultrafast", "tune": "zerolatency", "profile": "baseline",
        "x264-params": f"keyint={KEY_EVERY}:min-keyint={KEY_EVERY}:scenecut=0:bitrate={BITS_PER_S // 1000}:"
        f"vbv-maxrate={BITS_PER_S // 1000}:vbv-bufsize=800:annexb=1:nal-hrd=cbr:filler=0:threads=1",
    }  # fmt: skip
    made = []
    for number in range(PICTURES):
        frame = _picture(number)
        frame.pts = number
        made += [bytes(packet) for packet in encoder.encode(frame)]
    return made


def _picture(number: int) -> VideoFrame:
    """A moving pattern, which costs bits, under the row of squares."""
    frame = VideoFrame(WIDTH, HEIGHT, "yuv420p")
    luma = frame.planes[0]
    stride = luma.line_size
    texture = bytes((x * x // 7 + (x * 37 % 61)) % 200 + 20 for x in range(stride + 256))
    shift = number * 3 % 256
    rows = bytearray()
    cells = [1, *(number >> digit & 1 for digit in range(DIGITS))]
    first = b"".join(bytes((235 if cell else 16,)) * CELL for cell in cells).ljust(stride, b"\x80")
    for y in range(HEIGHT):
        at = (shift + y * 5 // 3) % 256
        rows += first if y < CELL else texture[at : at + stride]
    luma.update(bytes(rows))
    for plane in frame.planes[1:]:
        plane.update(bytes((128 + number % 32,)) * plane.buffer_size)
    return frame


def _sounds() -> list[bytes]:
    encoder = av.AudioCodecContext.create("libopus", "w")
    encoder.sample_rate, encoder.layout, encoder.format = 48_000, "stereo", "s16"
    encoder.bit_rate = 96_000
    made = []
    for number in range(2 * SOUNDS):
        frame = AudioFrame(format="s16", layout="stereo", samples=SAMPLES)
        frame.planes[0].update(_tone(number % SOUNDS))
        frame.sample_rate, frame.pts, frame.time_base = (
            48_000,
            number * SAMPLES,
            Fraction(1, 48_000),
        )
        made += [bytes(packet) for packet in encoder.encode(frame)]
    return made[-SOUNDS:]


def _tone(number: int) -> bytes:
    if number >= TONE_PACKETS:
        return bytes(SAMPLES * 4)
    return b"".join(
        struct.pack("<hh", level, level)
        for sample in range(SAMPLES)
        for level in (round(12_000 * math.sin(2 * math.pi * TONE_HZ * sample / 48_000)),)
    )
