"""Which packets of a publisher are missing, and when to ask for them again (RFC 4585, 6.2.1). Pure."""

AGAIN_S = 0.06
"""Between two requests for the same packet: the round trip of a usual line."""
MOST_REQUESTS = 8
"""One in ten is lost, there or back, on a line that loses 5 % each way."""
MOST_MISSING = 256
"""More than that at once is an outage, and a key frame mends it sooner."""


class Missing:
    def __init__(self) -> None:
        self.missed = 0
        """Packets that were not there when a later one came."""
        self.recovered = 0
        """Those of them that came after all."""
        self._newest: int | None = None
        self._wanted: dict[int, tuple[float, int]] = {}
        """When each is asked for next, and how often it was."""

    def arrived(self, sequence: int, now_s: float) -> None:
        """A packet came; those between it and the newest so far are missing."""
        if self._newest is None:
            self._newest = sequence
            return
        ahead = (sequence - self._newest) & 0xFFFF
        if ahead >= 0x8000:
            self.recovered += self._wanted.pop(sequence, None) is not None
            return
        self.missed += max(0, ahead - 1)
        if ahead > MOST_MISSING:
            self._wanted.clear()
        else:
            for step in range(1, ahead):
                self._wanted[(self._newest + step) & 0xFFFF] = (now_s, 0)
        self._newest = sequence
        while len(self._wanted) > MOST_MISSING:
            del self._wanted[next(iter(self._wanted))]

    def due(self, now_s: float) -> list[int]:
        """Those to ask for now, oldest first. Nobody is asked for ever."""
        asked = [sequence for sequence, (at_s, _) in self._wanted.items() if at_s <= now_s]
        for sequence in asked:
            _, times = self._wanted.pop(sequence)
            if times + 1 < MOST_REQUESTS:
                self._wanted[sequence] = (now_s + AGAIN_S, times + 1)
        return asked
