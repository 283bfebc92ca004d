"""A campaign: what is said to whom, when, and to how many it is not said, to see the difference. Pure.

draft ──schedule──▶ scheduled ──start──▶ running ──finish──▶ done
  ◀────withdraw────────┘                   └──────stop────▶ stopped
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from membership.campaigns.errors import NotNow
from membership.segments.rule import Rule


class Channel(StrEnum):
    """Named as in consents."""

    MESSAGE = "message"
    EMAIL = "email"


class Status(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


class Step(StrEnum):
    SCHEDULE = "schedule"
    WITHDRAW = "withdraw"
    START = "start"
    FINISH = "finish"
    STOP = "stop"


TRANSITIONS: Mapping[tuple[Status, Step], Status] = {
    (Status.DRAFT, Step.SCHEDULE): Status.SCHEDULED,
    (Status.SCHEDULED, Step.WITHDRAW): Status.DRAFT,
    (Status.SCHEDULED, Step.START): Status.RUNNING,
    (Status.RUNNING, Step.FINISH): Status.DONE,
    (Status.RUNNING, Step.STOP): Status.STOPPED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    id: str
    brand_id: str
    segment_id: str
    name: str
    """For the brand's staff."""
    channel: Channel
    subject: str
    body: str
    show_id: str | None
    """Of the show to which it invites."""
    show_title: str | None
    early_access_s: int = 0
    """By how much whoever gets it sees deals of the show before others."""
    early_deal_id: str | None = None
    """Of the only deal that they see early; else it is all of the show."""
    early_deal_title: str | None = None
    voucher_id: str | None
    """Of the voucher that everyone gets with it."""
    voucher_title: str | None
    holdout_percent: int
    measure_days: int
    """For how long it is seen what everyone bought."""
    status: Status = Status.DRAFT
    starts_at: datetime | None = None
    rule: Rule | None = None
    """The segment's when it started."""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    version: int = 1

    @property
    def is_draft(self) -> bool:
        return self.status is Status.DRAFT

    @property
    def measured_for(self) -> timedelta:
        return timedelta(days=self.measure_days)


def stepped(campaign: Campaign, step: Step) -> Campaign | NotNow:
    """The campaign after the step, or why it cannot take it."""
    status = TRANSITIONS.get((campaign.status, step))
    if status is None:
        return NotNow("It was changed meanwhile. Reload the page to see it.")
    return replace(campaign, status=status, version=campaign.version + 1)
