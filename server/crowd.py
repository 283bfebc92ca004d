"""How many connections each address has in this process.

place = crowd.enter("203.0.113.7")      # None if it has as many as it may
place.leave()
"""

from collections import Counter

from kit.household import household_of


class Crowd:
    def __init__(self, most: int) -> None:
        self._most = most
        self._counts: Counter[str] = Counter()

    def enter(self, address: str) -> "Place | None":
        household = household_of(address)
        if self._counts[household] >= self._most:
            return None
        self._counts[household] += 1
        return Place(self, household)

    def leave(self, household: str) -> None:
        self._counts[household] -= 1
        if not self._counts[household]:
            del self._counts[household]

    def __len__(self) -> int:
        """Of all addresses."""
        return self._counts.total()


class Place:
    """One connection's, to be given back when it is lost."""

    __slots__ = ("_crowd", "_household")

    def __init__(self, crowd: Crowd, household: str) -> None:
        self._crowd = crowd
        self._household = household

    def leave(self) -> None:
        self._crowd.leave(self._household)
