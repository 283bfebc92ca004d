"""Real H.264 and Opus in small pieces, as a publisher would send them."""

import random
from collections.abc import Iterator
from fractions import Fraction

import av
from av.audio.frame import AudioFrame
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

PICTURES_A_SECOND = 30
TICKS = 90_000 // PICTURES_A_SECOND
SOUND = 960
"""Samples in a packet of Opus."""


def pictures(
    count: int, *, key_every: int = 60, width: int = 96, height: int = 64, noisy_rows: int = 0
) -> Iterator[list[bytes]]:
    """The units of pictures that change, one list a picture. Each noisy row costs some hundred bytes."""
    noise = random.Random(1)
    encoder = VideoCodecContext.create("libx264", "w")
    encoder.width, encoder.height = width, height
    encoder.pix_fmt = "yuv420p"
    encoder.time_base = Fraction(1, PICTURES_A_SECOND)
    encoder.options = {
        "preset": "ultrafast", "tune": "zerolatency", "profile": "baseline",
        "x264-params": f"keyint={key_every}:min-keyint={key_every}:scenecut=0:annexb=1:threads=1",
    }  # fmt: skip
    for number in range(count):
        frame = VideoFrame(width, height, "yuv420p")
        for plane in frame.planes:
            noisy = noise.randbytes(noisy_rows * plane.line_size)
            flat = bytes((number * 7 % 256,)) * (plane.buffer_size - len(noisy))
            plane.update(noisy + flat)
        frame.pts = number
        for packet in encoder.encode(frame):
            yield _units(bytes(packet))


def payloads(units: list[bytes], most: int = 1_200) -> list[bytes]:
    """The units of one picture as payloads of RTP (RFC 6184): small ones together, large ones in fragments."""
    small = [unit for unit in units if len(unit) < 100]
    together = b"\x78" + b"".join(len(unit).to_bytes(2) + unit for unit in small)
    made = [together] if len(small) > 1 else small
    for unit in units:
        if len(unit) >= 100:
            made += _fragments(unit, most) if len(unit) > most else [unit]
    return made


def _fragments(unit: bytes, most: int) -> list[bytes]:
    indicator, kind = unit[0] & 0xE0 | 28, unit[0] & 0x1F
    rest = [unit[at : at + most] for at in range(1, len(unit), most)]
    last = len(rest) - 1
    return [
        bytes((indicator, kind | (0x80 if number == 0 else 0) | (0x40 if number == last else 0)))
        + piece
        for number, piece in enumerate(rest)
    ]


def _units(stream: bytes) -> list[bytes]:
    return [
        unit.rstrip(b"\0")
        for unit in stream.replace(b"\0\0\0\1", b"\0\0\1").split(b"\0\0\1")
        if unit
    ]


def sound(count: int) -> Iterator[bytes]:
    """Packets of Opus, 20 ms each."""
    encoder = av.AudioCodecContext.create("libopus", "w")
    encoder.sample_rate = 48_000
    encoder.layout = "stereo"
    encoder.format = "s16"
    for number in range(count):
        frame = AudioFrame(format="s16", layout="stereo", samples=SOUND)
        frame.planes[0].update(bytes((number * 31 % 256, 0)) * (2 * SOUND))
        frame.sample_rate = 48_000
        frame.pts = number * SOUND
        frame.time_base = Fraction(1, 48_000)
        for packet in encoder.encode(frame):
            yield bytes(packet)
