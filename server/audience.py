"""How often a room is told how many watch, and how exactly. Pure.

The more there are the less one of them matters, and the more it costs to tell everyone.
"""

EXACT_BELOW = 1_000


def announced_every_s(count: int) -> float:
    if count < 100:
        return 1.0
    return 3.0 if count < 10_000 else 10.0


def visible(count: int) -> int:
    """The count as it is shown: to three digits where it has more."""
    step = 1
    while count // step >= EXACT_BELOW:
        step *= 10
    return count // step * step


class AudienceCount:
    """What a room was last told, and when it may be told again."""

    __slots__ = ("_due_at", "shown")

    def __init__(self) -> None:
        self.shown = 0
        self._due_at = 0.0

    def is_due(self, now: float) -> bool:
        return now >= self._due_at

    def changes(self, total: int, now: float) -> bool:
        """Take the count of all processes; whether that is news to the room."""
        self._due_at = now + announced_every_s(total)
        before, self.shown = self.shown, visible(total)
        return self.shown != before
