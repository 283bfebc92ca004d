"""The demo host's tone, as whoever decodes it hears it."""

from array import array
from fractions import Fraction

import av

from server.demo_host import tone

LOUD = 3_000
SECONDS = 3


def heard() -> list[int]:
    """Some seconds of it, with what a decoder skips at first."""
    decoder = av.AudioCodecContext.create("libopus", "r")
    decoder.sample_rate, decoder.layout = tone.RATE, "mono"
    samples = array("h")
    for number, data in enumerate(tone.packets() * SECONDS):
        packet = av.Packet(data)
        packet.pts, packet.time_base = number * tone.SAMPLES, Fraction(1, tone.RATE)
        for frame in decoder.decode(packet):
            samples.frombytes(bytes(frame.planes[0])[: 2 * frame.samples])
    return list(samples)


def test_a_beep_begins_with_each_second_and_is_soft_between() -> None:
    samples = heard()
    loud = [place for place, sample in enumerate(samples) if abs(sample) > LOUD]
    begins = [
        at
        for before, at in zip([-tone.RATE, *loud], loud, strict=False)
        if at - before > tone.RATE // 2
    ]
    # The first second is where a decoder finds its way in.
    assert [round(at / tone.RATE, 2) for at in begins[1:]] == [1.0, 2.0]
    assert all(at % tone.RATE < 0.005 * tone.RATE for at in begins[1:])
    between = samples[tone.RATE + tone.RATE // 2 : 2 * tone.RATE - tone.RATE // 10]
    assert 100 < max(map(abs, between)) < LOUD


def test_it_follows_itself_for_ever() -> None:
    assert len(tone.packets()) == tone.PACKETS
    assert tone.packets() == tone.packets()
