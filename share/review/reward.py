"""A reward as it is screened."""

from dataclasses import dataclass
from datetime import datetime

from share.review.evidence import Evidence
from share.review.rules import Judgement


@dataclass(frozen=True, slots=True)
class Earned:
    reward_id: str
    order_id: str
    brand_id: str
    link_id: str
    link_code: str
    sharer_id: str
    friend_id: str
    """Who bought."""
    earned_at: datetime


@dataclass(frozen=True, slots=True)
class Screened:
    """A reward that the rules looked at."""

    earned: Earned
    evidence: Evidence
    judgement: Judgement
    rules_version: int
    place: int | None
    """The how-manieth reward of the sharer's by this friend it is; None if it was refused."""
    is_new_friend: bool
