"""The demo host's sound: a soft chord, and a beep that begins with each whole second. Encoded once, for it is the same each second."""

import math
from array import array
from fractions import Fraction

import av
from av.audio.frame import AudioFrame

RATE = 48_000
SAMPLES = 960
"""In a packet: 20 ms."""
PACKETS = RATE // SAMPLES
"""In a second."""
BITS_PER_S = 64_000
BEEP_HZ = 880
BEEP_S = 0.09
_CHORD_HZ = (110, 165, 220)
_CHORD, _BEEP = 350.0, 9_000.0
_EDGE_S = 0.002
_DELAY = 312
"""Samples by which the encoder's output is late (RFC 7845, 4.2: what a decoder skips); the sound is that much early."""
_WARM_UP_S = 2


def packets() -> list[bytes]:
    """`PACKETS` packets of Opus that follow one another for ever. The first begins with a whole second."""
    encoder = av.AudioCodecContext.create("libopus", "w")
    encoder.sample_rate, encoder.layout, encoder.format = RATE, "mono", "s16"
    encoder.bit_rate = BITS_PER_S
    encoder.options = {"vbr": "off"}
    samples = _samples()
    early = samples[_DELAY:] + samples[:_DELAY]
    made: list[bytes] = []
    for number in range((_WARM_UP_S + 1) * PACKETS):
        at = number % PACKETS * SAMPLES
        frame = AudioFrame(format="s16", layout="mono", samples=SAMPLES)
        frame.planes[0].update(early[at : at + SAMPLES].tobytes())
        frame.sample_rate, frame.time_base = RATE, Fraction(1, RATE)
        frame.pts = number * SAMPLES
        made += [bytes(packet) for packet in encoder.encode(frame)]
    made += [bytes(packet) for packet in encoder.encode(None)]
    # An encoder remembers what it heard: a second that follows the same second begins as it ends.
    first = _WARM_UP_S * PACKETS
    return made[first : first + PACKETS]


def _samples() -> "array[int]":
    return array("h", (round(_chord(at / RATE) + _beep(at / RATE)) for at in range(RATE)))


def _chord(at_s: float) -> float:
    return _CHORD * sum(math.sin(2 * math.pi * hz * at_s) for hz in _CHORD_HZ)


def _beep(at_s: float) -> float:
    if at_s >= BEEP_S:
        return 0.0
    edge = min(1.0, at_s / _EDGE_S, (BEEP_S - at_s) / _EDGE_S)
    return _BEEP * edge * math.sin(2 * math.pi * BEEP_HZ * at_s)
