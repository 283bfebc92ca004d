"""What this process has lately heard in its rooms: for the rules that look at everyone at once.

Kept in memory, for seconds: whoever restarts forgets it, and several processes each count their own.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chat.rules import CROWD_WITHIN, FLOOD_FROM_LENGTH, FLOOD_WITHIN

_TIDY_EVERY = timedelta(seconds=20)


@dataclass(slots=True)
class _Room:
    speakers: dict[str, dict[str, datetime]] = field(default_factory=dict)
    """By text: who said it, and when last. Short texts are not kept."""
    said: deque[tuple[datetime, str, str]] = field(default_factory=deque)
    """The same in order of time, to forget by."""
    paces: deque[tuple[datetime, int]] = field(default_factory=deque)
    """When messages came, and how many then."""

    def forget(self, now: datetime) -> None:
        while self.paces and self.paces[0][0] <= now - CROWD_WITHIN:
            self.paces.popleft()
        while self.said and self.said[0][0] <= now - FLOOD_WITHIN:
            at, account_id, key = self.said.popleft()
            speakers = self.speakers.get(key, {})
            if speakers.get(account_id) == at:
                del speakers[account_id]
            if not speakers:
                self.speakers.pop(key, None)


class Crowd:
    def __init__(self) -> None:
        self._rooms: dict[str, _Room] = {}
        self._tidied_at: datetime | None = None

    def note(self, show_id: str, account_id: str, key: str, now: datetime) -> None:
        room = self._rooms.setdefault(show_id, _Room())
        if len(key) >= FLOOD_FROM_LENGTH:
            room.said.append((now, account_id, key))
            room.speakers.setdefault(key, {})[account_id] = now
        before = room.paces.pop()[1] if room.paces and room.paces[-1][0] == now else 0
        room.paces.append((now, before + 1))
        self._tidy(now)

    def speakers_of(self, show_id: str, key: str, now: datetime) -> set[str]:
        """Who has said this within `FLOOD_WITHIN`."""
        room = self._rooms.get(show_id)
        if room is None:
            return set()
        room.forget(now)
        return set(room.speakers.get(key, ()))

    def messages_in(self, show_id: str, now: datetime) -> int:
        """How many came within `CROWD_WITHIN`."""
        room = self._rooms.get(show_id)
        if room is None:
            return 0
        room.forget(now)
        return sum(count for _, count in room.paces)

    def _tidy(self, now: datetime) -> None:
        if self._tidied_at is not None and now - self._tidied_at < _TIDY_EVERY:
            return
        self._tidied_at = now
        for show_id, room in tuple(self._rooms.items()):
            room.forget(now)
            if not room.said and not room.paces:
                del self._rooms[show_id]
