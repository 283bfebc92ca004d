"""The readings of all processes together, in whichever of them an operator asks.

As long as one looks, the process that is asked says so once a second in a mailbox that all of them listen to, and all of
them answer there with their readings. While nobody looks nothing is sent.
"""

import asyncio
import time
from contextlib import suppress

import msgspec
import structlog

from kit.broker import Broker, Unsubscribe
from kit.steps import whole
from server.operator_views import ProcessView, RoomSize
from server.vitals import Vitals

log = structlog.get_logger()

MAILBOX = "operator.board"
"""No account's id, which have no dots."""
EVERY_S = 1.0
LOOKS_FOR_S = 10.0
"""How long after a request someone still counts as looking."""
HEARD_WITHIN_S = 5.0
"""A process that said nothing for so long is left out."""
TELL_WITHIN_S = 1.0


class Asked(msgspec.Struct, frozen=True, tag="asked"):
    """An operator looks."""


class Read(msgspec.Struct, frozen=True, tag="read"):
    reading: ProcessView


_decoder: msgspec.json.Decoder[Asked | Read] = msgspec.json.Decoder(Asked | Read)


class OperatorBoard:
    def __init__(self, broker: Broker, vitals: Vitals) -> None:
        self._broker = broker
        self._vitals = vitals
        self._own = vitals.take()
        self._others: dict[str, tuple[float, ProcessView]] = {}
        self._asked_here = self._asked_anywhere = float("-inf")

    def look(self) -> list[ProcessView]:
        """This process first, then those that it heard of. They answer from the next second on."""
        now = self._asked_here = time.monotonic()
        others = [view for heard, view in self._others.values() if now - heard < HEARD_WITHIN_S]
        return [self._own, *sorted(others, key=lambda view: view.started_at_ms)]

    async def run(self) -> None:
        """Take a reading a second and tell it while somebody looks, until cancelled."""
        leave: Unsubscribe | None = None
        try:
            while True:
                leave = leave or await whole(self._listen())
                await whole(self.beat())
                await asyncio.sleep(EVERY_S)
        finally:
            if leave is not None:
                leave()

    async def beat(self) -> None:
        self._own = self._vitals.take()
        now = time.monotonic()
        if now - self._asked_here < LOOKS_FOR_S:
            await self._tell(Asked())
        if now - self._asked_anywhere < LOOKS_FOR_S:
            await self._tell(Read(self._own))
        self._forget(now)

    def hear(self, payload: bytes) -> None:
        """Take what a process said, this one's own words too."""
        try:
            said = _decoder.decode(payload)
        except msgspec.MsgspecError:  # of another release
            return
        now = time.monotonic()
        if isinstance(said, Asked):
            self._asked_anywhere = now
        elif said.reading.process != self._own.process:
            self._others[said.reading.process] = (now, said.reading)

    async def _listen(self) -> Unsubscribe | None:
        with suppress(Exception):  # tried again at the next beat
            async with asyncio.timeout(TELL_WITHIN_S):
                return await self._broker.listen(MAILBOX, self.hear)
        return None

    async def _tell(self, word: Asked | Read) -> None:
        try:
            async with asyncio.timeout(TELL_WITHIN_S):
                await self._broker.tell(MAILBOX, msgspec.json.encode(word))
        except Exception as error:
            log.debug("operator.not_told", error=repr(error))

    def _forget(self, now: float) -> None:
        for process, (heard, _) in tuple(self._others.items()):
            if now - heard > HEARD_WITHIN_S:
                del self._others[process]


def largest_rooms(processes: list[ProcessView], count: int) -> list[RoomSize]:
    """The rooms with the most viewers over all these processes, largest first."""
    viewers: dict[str, int] = {}
    for process in processes:
        for room in process.largest_rooms:
            viewers[room.show_id] = viewers.get(room.show_id, 0) + room.viewers
    ordered = sorted(viewers.items(), key=lambda item: (-item[1], item[0]))
    return [RoomSize(show_id=show_id, viewers=number) for show_id, number in ordered[:count]]
