"""What campaigns say and take on the wire."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from kit.ids import ID_LENGTH

IdText = Annotated[str, Meta(min_length=ID_LENGTH, max_length=ID_LENGTH, pattern="^[0-9a-z]+$")]
ChannelName = Literal["message", "email"]
StatusName = Literal["draft", "scheduled", "running", "done", "stopped"]


class NewCampaign(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: Annotated[str, Meta(min_length=1, max_length=60, pattern=r"\S")]
    """For the brand's staff."""
    segment_id: IdText
    channel: ChannelName = "message"
    subject: Annotated[str, Meta(min_length=1, max_length=120, pattern=r"^[^\r\n\x00]*\S[^\r\n\x00]*$")]  # fmt: skip
    body: Annotated[str, Meta(min_length=1, max_length=4_000, pattern=r"^[^\x00]*$")]
    show_id: IdText | None = None
    """Of the show to which it invites."""
    early_access_s: Annotated[int, Meta(ge=0, le=3_600)] = 0
    """By how much whoever gets it sees deals of that show before others; 0 is not at all."""
    early_deal_id: IdText | None = None
    """Of a queued deal of the show, if they see only that one early. Null is all of its deals."""
    voucher_id: IdText | None = None
    """Of a voucher that everyone gets with it, once."""
    holdout_percent: Annotated[int, Meta(ge=0, le=50)] = 10
    measure_days: Annotated[int, Meta(ge=1, le=30)] = 14


class NewSchedule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    starts_at_ms: Annotated[int, Meta(ge=0, le=2**42)] | None = None
    """Null is at once."""


class QuietLimit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    most_a_week: Annotated[int, Meta(ge=1, le=14)]
    """How many messages a person has of the brand's campaigns within seven days, at most."""


class FatesView(Struct, frozen=True, kw_only=True):
    """How many people of the audience have come to what."""

    waiting: int = 0
    sent: int = 0
    queued: int = 0
    sending: int = 0
    failed: int = 0
    held_out: int = 0
    no_consent: int = 0
    quiet: int = 0


class CampaignView(Struct, frozen=True, kw_only=True):
    id: str
    name: str
    segment_id: str
    segment_name: str
    channel: ChannelName
    subject: str
    body: str
    show_id: str | None
    show_title: str | None
    early_access_s: int
    early_deal_id: str | None
    early_deal_title: str | None
    voucher_id: str | None
    voucher_title: str | None
    holdout_percent: int
    measure_days: int
    status: StatusName
    starts_at_ms: int | None
    started_at_ms: int | None
    ended_at_ms: int | None
    people: FatesView
    version: int


class GroupView(Struct, frozen=True, kw_only=True):
    people: int
    buyers: int
    revenue_minor: int
    rate_by_day_bp: list[int]
    """The part of the group that had bought by the end of each day since the start, as far as they have passed."""


class DifferenceView(Struct, frozen=True, kw_only=True):
    """The sent-to less the held-out, and between what it is in 95 of 100 campaigns."""

    value: float
    low: float
    high: float


class ResultsView(Struct, frozen=True, kw_only=True):
    campaign: CampaignView
    currency: str
    treated: GroupView
    held_out: GroupView
    verdict: Literal["too_few", "more", "less", "unclear"]
    rate: DifferenceView | None
    """In basis points; null where a group is empty."""
    revenue: DifferenceView | None
    """Minor units a head."""
    measured_until_ms: int | None
    is_final: bool
    failures: list["FailureView"]


class FailureView(Struct, frozen=True, kw_only=True):
    reason: str
    people: int


NoticeName = Literal["payout_details"]


class InboxMessageView(Struct, frozen=True, kw_only=True):
    id: str
    brand_name: str
    brand_slug: str
    hue: int
    notice: NoticeName | None
    """What the brand did not write itself, and pages say in their own words: `payout_details`, they are missing."""
    subject: str
    """Empty for a notice, as is the body."""
    body: str
    show_id: str | None
    show_title: str | None
    early_access_s: int
    """By how much they see deals of the show before others: all, or the one that is named."""
    early_deal_title: str | None
    voucher_title: str | None
    sent_at_ms: int
    is_read: bool


class InboxView(Struct, frozen=True, kw_only=True):
    messages: list[InboxMessageView]
    """The newest first."""
    unread: int
    next: str | None
    """Asks for those before, if there are any."""


class UnreadView(Struct, frozen=True, kw_only=True):
    unread: int


class NewReading(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    up_to: IdText
    """The newest message that was read."""
