"""What the demo host hands to whoever carries it."""

import asyncio

import pytest

from server.demo_host.encoding import Quality
from server.demo_host.programme import CLOCKS, Programme
from streams.video.rtp import Packet
from streams.video.timeline import Kind
from tests.support.waiting import until

SMALL = Quality(320, 180, 15, 200_000)


class Carrier:
    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.packets: list[Packet] = []
        self.keys: list[int] = []

    def forward(self, packet: Packet, publication: object, *, begins_key_frame: bool) -> None:
        self.packets.append(packet)
        if begins_key_frame:
            self.keys.append(packet.timestamp)


@pytest.fixture
def programme() -> Programme:
    return Programme(SMALL)


async def test_pictures_and_sound_go_on_by_one_clock(programme: Programme) -> None:
    eyes, ears = Carrier("video"), Carrier("audio")
    for carrier in (eyes, ears):
        programme.join(carrier)
    running = asyncio.create_task(programme.run())
    await until(lambda: len(ears.packets) > 25 and len(eyes.packets) > 10)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    for carrier in (eyes, ears):
        numbers = [packet.sequence for packet in carrier.packets]
        assert numbers == [(numbers[0] + step) & 0xFFFF for step in range(len(numbers))]
        report = programme.report(carrier.kind)
        assert report is not None
        ntp, counter = report
        assert counter == carrier.packets[-1].timestamp
        told_s = ntp / 2**32 - 2_208_988_800
        assert round(told_s * CLOCKS[carrier.kind]) & 0xFFFFFFFF == counter
    steps = {
        (b.timestamp - a.timestamp) & 0xFFFFFFFF
        for a, b in zip(ears.packets, ears.packets[1:], strict=False)
    }
    assert steps == {960}
    assert eyes.keys[0] == eyes.packets[0].timestamp
    assert eyes.packets[-1].is_marked


async def test_who_comes_later_gets_a_key_frame_and_what_it_missed(programme: Programme) -> None:
    first, second = Carrier("video"), Carrier("video")
    programme.join(first)
    running = asyncio.create_task(programme.run())
    await until(lambda: len(first.packets) > 3)
    programme.join(second)
    await until(lambda: len(second.keys) > 0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    kept = first.packets[2]
    assert programme.kept("video", kept.sequence) is kept
    assert programme.kept("video", kept.sequence - 1_024) is None
    programme.leave(first)
