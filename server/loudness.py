"""How loud a room's chat is, and which of its messages a viewer is sent. Pure: the time comes in, in seconds.

Up to `READABLE_PER_S` everything is heard. Beyond that a sample is: a bucket of so many messages fills at that rate, and
a message that finds it empty is left out. `one_in` says which share was heard over the last seconds.
"""

from collections import deque

READABLE_PER_S = 12.0
BURST = 24.0
OVER_TICKS = 3


class Loudness:
    __slots__ = ("_at", "_heard", "_past", "_said", "_tokens")

    def __init__(self) -> None:
        self._tokens = BURST
        self._at = 0.0
        self._said = 0
        self._heard = 0
        self._past: deque[tuple[int, int]] = deque(maxlen=OVER_TICKS)
        """How many were said and heard in each of the last ticks."""

    def hears(self, now: float) -> bool:
        """Whether the message that comes now is in the sample."""
        self._tokens = min(BURST, self._tokens + (now - self._at) * READABLE_PER_S)
        self._at = now
        self._said += 1
        if self._tokens < 1.0:
            return False
        self._tokens -= 1.0
        self._heard += 1
        return True

    def tick(self) -> int:
        """The share that was heard lately, as one in so many; to be asked once a tick."""
        self._past.append((self._said, self._heard))
        self._said = self._heard = 0
        said = sum(count for count, _ in self._past)
        heard = sum(count for _, count in self._past)
        if said == heard:
            return 1
        return max(2, round(said / max(1, heard)))
