"""Mutes: for a time or for the rest of a show, said openly or in the shadow."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chat.errors import Muted
from chat.rules import seconds_until, spoken


@dataclass(frozen=True, slots=True)
class Mute:
    muted_at: datetime
    until: datetime | None = None
    """None is until the show ends."""
    is_shadow: bool = False
    """The muted person is not told: they see what they write, and nobody else but staff does."""

    def holds(self, now: datetime) -> bool:
        return self.until is None or now < self.until


def ends_at(minutes: int | None, now: datetime) -> datetime | None:
    return None if minutes is None else now + timedelta(minutes=minutes)


def refused_to_the_muted(mute: Mute | None, now: datetime) -> Muted | None:
    if mute is None or mute.is_shadow or not mute.holds(now):
        return None
    if mute.until is None:
        return Muted("A moderator muted you here. You can still watch, claim and share.")
    wait_s = seconds_until(mute.until, now)
    return Muted(
        "A moderator muted you here for another {time}. You can still watch, claim and share.",
        retry_after_s=wait_s,
        time=spoken(wait_s if wait_s <= 60 else -(-wait_s // 60) * 60),
    )
