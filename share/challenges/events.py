"""What challenges say has happened."""

from kit.events import Event


class ChallengeEvent(Event, frozen=True, kw_only=True):
    challenge_id: str
    show_id: str


class ChallengeStarted(ChallengeEvent, frozen=True, kw_only=True, tag="challenge.started"):
    pass


class ChallengeScored(ChallengeEvent, frozen=True, kw_only=True, tag="challenge.scored"):
    """A team was formed, or joined, or has another score."""


class ChallengeEnded(ChallengeEvent, frozen=True, kw_only=True, tag="challenge.ended"):
    """Nothing counts any more. The pot is split when all that happened in time is heard of."""


class ChallengeDecided(ChallengeEvent, frozen=True, kw_only=True, tag="challenge.decided"):
    """The pot was split, or the challenge was called off."""
