"""A challenge: started by a host, played by teams until a set time, its pot split once. Pure.

open ──the time is over──▶ settled
  └──called off──▶ cancelled
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from kit.errors import Refusal
from share.challenges.errors import ChallengeOver, NoPlaceLeft, StaffCannotPlay

MOST_MEMBERS = 5
MOST_TEAMS = 2_000
HEARD_AFTER = timedelta(seconds=5)
"""How long after its end the pot is split, so that what happened in time has been heard of."""


class ChallengeStatus(StrEnum):
    OPEN = "open"
    SETTLED = "settled"
    CANCELLED = "cancelled"


class Deed(StrEnum):
    """What a team is given a score for. Each person counts once for each in a challenge."""

    FRIEND_JOINED = "joined"
    FRIEND_BOUGHT = "bought"
    BOUGHT = "own"


SCORES = {Deed.FRIEND_JOINED: 10, Deed.FRIEND_BOUGHT: 5, Deed.BOUGHT: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    id: str
    show_id: str
    brand_id: str
    title: str
    pot: int
    """Points of the brand."""
    winners: int
    """How many of the best teams share it."""
    started_at: datetime
    ends_at: datetime
    status: ChallengeStatus = ChallengeStatus.OPEN
    version: int = 1

    def counts(self, at: datetime) -> bool:
        """Whether what happened at this moment counts."""
        return self.started_at <= at < self.ends_at

    def is_running(self, now: datetime) -> bool:
        return self.status is ChallengeStatus.OPEN and now < self.ends_at

    def is_due(self, now: datetime) -> bool:
        return self.status is ChallengeStatus.OPEN and now >= self.ends_at + HEARD_AFTER


def refuse_player(challenge: Challenge, now: datetime, *, is_staff: bool) -> Refusal | None:
    """Why someone cannot be in a team, if they cannot."""
    if not challenge.is_running(now):
        return ChallengeOver("Its result is on its page.")
    if is_staff:
        return StaffCannotPlay("Whoever works for the brand cannot win its points.")
    return None


def refuse_newcomer(members: int) -> NoPlaceLeft | None:
    if members < MOST_MEMBERS:
        return None
    return NoPlaceLeft("A team has {most} members at most. Form another one.", most=MOST_MEMBERS)


def end(challenge: Challenge, now: datetime) -> Challenge:
    """End it before its time; one that is over stays as it is."""
    return _changed(challenge, ends_at=now) if challenge.is_running(now) else challenge


def settled(challenge: Challenge) -> Challenge:
    assert challenge.status is ChallengeStatus.OPEN, "the pot is split once"
    return _changed(challenge, status=ChallengeStatus.SETTLED)


def cancelled(challenge: Challenge, now: datetime) -> Challenge | ChallengeOver:
    """Call it off: nobody is given anything. One that is called off stays as it is."""
    if challenge.status is ChallengeStatus.SETTLED:
        return ChallengeOver("Its pot is split already.")
    if challenge.status is ChallengeStatus.CANCELLED:
        return challenge
    ends_at = min(now, challenge.ends_at)
    return _changed(challenge, status=ChallengeStatus.CANCELLED, ends_at=ends_at)


def _changed(challenge: Challenge, **changes: Any) -> Challenge:
    return replace(challenge, version=challenge.version + 1, **changes)
