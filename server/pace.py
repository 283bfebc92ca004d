"""When a room is written to: at once if it is quiet; if it is busy, after a rest.

A room of thousands that is written to again as soon as it can be leaves the process no time for anything else, and writes as few
events as came during the last write. Letting some more gather costs a few milliseconds and saves whole rounds of writes:
the room then takes at most `1 / (1 + REST)` of a core. Where many events share a write already there is little to save, and the
room takes what it needs.
"""

REST = 0.5
"""How long a rest is, as a share of the last write."""
LONGEST_REST_S = 0.025
FEW = range(2, 9)
"""So many events are worth a rest; one alone is not kept waiting."""


class Pace:
    __slots__ = ("_rests_until",)

    def __init__(self) -> None:
        self._rests_until = 0.0

    def rest_s(self, waiting: int, now: float) -> float:
        """For how long so many events should still wait; 0 to write them now."""
        return max(0.0, self._rests_until - now) if waiting in FEW else 0.0

    def wrote(self, began: float, ended: float) -> None:
        """The room was written to between these times."""
        self._rests_until = ended + min(LONGEST_REST_S, REST * (ended - began))
