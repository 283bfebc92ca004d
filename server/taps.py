"""Reactions in a room, summed: what was tapped in this process goes to all of them once a tick, and what came from
all of them goes to the viewers once a tick. Lost taps are no loss, so there is no log.
"""

from collections import Counter
from collections.abc import Mapping

import msgspec

from server.wire import ReactionKind

MOST_A_TICK = 10
"""Taps of one person that count in a tick of a second."""

_decoder = msgspec.json.Decoder(dict[ReactionKind, int])


def mailbox(show_id: str) -> str:
    """Where the processes that follow a room hear of each other's taps."""
    return f"taps.{show_id}"


class Taps:
    __slots__ = ("_by_person", "_heard", "_here")

    def __init__(self) -> None:
        self._here: Counter[ReactionKind] = Counter()
        self._heard: Counter[ReactionKind] = Counter()
        self._by_person: Counter[str] = Counter()

    def tap(self, person: str, counts: Mapping[ReactionKind, int]) -> bool:
        """Count these; False if they are more than one person may in a tick, and then none of them."""
        wanted = sum(counts.values())
        if self._by_person[person] + wanted > MOST_A_TICK:
            return False
        self._by_person[person] += wanted
        self._here.update(counts)
        return True

    def hear(self, payload: bytes) -> None:
        """What some process has passed on."""
        self._heard.update(_decoder.decode(payload))

    def take_here(self) -> bytes | None:
        """What was tapped here since the last tick, to be passed on."""
        self._by_person.clear()
        if not self._here:
            return None
        payload = msgspec.json.encode(self._here)
        self._here.clear()
        return payload

    def take_heard(self) -> dict[ReactionKind, int]:
        """What was tapped anywhere, to be shown."""
        heard = dict(self._heard)
        self._heard.clear()
        return heard
