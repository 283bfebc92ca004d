"""What the demo host shows and plays, in time: encoded once, and handed to whoever carries it to a server."""

import asyncio
import random
import time
from typing import Protocol

from server.demo_host import tone
from server.demo_host.encoding import CLOCK, Encoder, Quality
from server.demo_host.picture import Picture
from streams.video.h264 import begins_key_frame
from streams.video.rtp import Packet
from streams.video.timeline import Kind

KEPT = 1_024
"""Packets of each kind that may be asked for again."""
CLOCKS: dict[Kind, int] = {"video": CLOCK, "audio": tone.RATE}
LATE_S = 1.0
"""Who is later than that, or was asleep, leaves out what it missed."""
_NTP_EPOCH_S = 2_208_988_800
_NTP_UNIT = 1 << 32


class Carrier(Protocol):
    """Takes packets of one kind to whoever watches."""

    kind: Kind

    def forward(self, packet: Packet, publication: object, *, begins_key_frame: bool) -> None: ...


class _Sent:
    """The packets of one kind that were sent last."""

    def __init__(self, clock: int) -> None:
        self._clock = clock
        self._sequence = random.randrange(0x8000)
        self._kept: list[Packet | None] = [None] * KEPT
        self.at_s: float | None = None
        """Which moment was sent last."""

    @property
    def report(self) -> tuple[int, int] | None:
        """NTP time and counter of that moment."""
        if self.at_s is None:
            return None
        return round((self.at_s + _NTP_EPOCH_S) * _NTP_UNIT), self.counter(self.at_s)

    def counter(self, at_s: float) -> int:
        return round(at_s * self._clock) & 0xFFFFFFFF

    def add(self, payload: bytes, at_s: float, *, is_marked: bool) -> Packet:
        counter = self.counter(at_s)
        packet = Packet(self._sequence, counter, is_marked, payload, time.monotonic())
        self._kept[self._sequence % KEPT] = packet
        self._sequence = (self._sequence + 1) & 0xFFFF
        self.at_s = at_s
        return packet

    def kept(self, sequence: int) -> Packet | None:
        packet = self._kept[sequence % KEPT]
        return packet if packet is not None and packet.sequence == sequence else None


class Programme:
    """Goes on while `run` does. Pictures and packets of sound belong to the moments of the wall clock at which they are due."""

    def __init__(self, quality: Quality) -> None:
        self._rate = quality.pictures_per_s
        self._picture = Picture(quality.width, quality.height)
        self._encoder = Encoder(quality)
        self._sound = tone.packets()
        self._carriers: set[Carrier] = set()
        self._sent = {kind: _Sent(clock) for kind, clock in CLOCKS.items()}
        self._wants_key_frame = True

    def join(self, carrier: Carrier) -> None:
        self._carriers.add(carrier)
        self.want_key_frame()

    def leave(self, carrier: Carrier) -> None:
        self._carriers.discard(carrier)

    def kept(self, kind: Kind, sequence: int) -> Packet | None:
        return self._sent[kind].kept(sequence)

    def report(self, kind: Kind) -> tuple[int, int] | None:
        return self._sent[kind].report

    def want_key_frame(self) -> None:
        self._wants_key_frame = True

    async def run(self) -> None:
        """Show and play, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._show())
            tasks.create_task(self._play())

    async def _show(self) -> None:
        """What cannot be drawn in time is left out."""
        number = 0
        while True:
            now_s = time.time()
            number = max(number, int(now_s * self._rate)) + 1
            if number / self._rate - now_s > LATE_S:  # the clock was set back
                number = int(now_s * self._rate) + 1
            await asyncio.sleep(number / self._rate - now_s)
            if self._carriers:
                self._send_picture(number / self._rate)

    async def _play(self) -> None:
        """Nothing is left out of the sound but by who was asleep."""
        number = int(time.time() * tone.PACKETS)
        while True:
            due = int(time.time() * tone.PACKETS)
            if abs(due - number) > LATE_S * tone.PACKETS:
                number = due
            while number <= due:
                at_s = number / tone.PACKETS
                self._send("audio", self._sound[number % tone.PACKETS], at_s, is_marked=False)
                number += 1
            await asyncio.sleep(max(0.0, number / tone.PACKETS - time.time()))

    def _send_picture(self, at_s: float) -> None:
        is_key, self._wants_key_frame = self._wants_key_frame, False
        self._picture.draw(round(at_s * 1000))
        counter = round(at_s * CLOCK)
        payloads = self._encoder.encode(self._picture.frame, counter, is_key=is_key)
        for payload in payloads:
            self._send("video", payload, at_s, is_marked=payload is payloads[-1])

    def _send(self, kind: Kind, payload: bytes, at_s: float, *, is_marked: bool) -> None:
        packet = self._sent[kind].add(payload, at_s, is_marked=is_marked)
        is_key = kind == "video" and begins_key_frame(payload)
        for carrier in self._carriers:
            if carrier.kind == kind:
                carrier.forward(packet, self, begins_key_frame=is_key)
