"""What webhooks say and take on the wire: to the brand's manager, and to the brand's own systems."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

API_VERSION = 1
MAX_KINDS = 20

Url = Annotated[str, Meta(min_length=1, max_length=500)]
Description = Annotated[str, Meta(max_length=120)]
WebhookKind = Literal[
    "order.placed",
    "order.deposit_paid",
    "order.paid",
    "order.expired",
    "order.cancelled",
    "order.forfeited",
    "order.refunded",
    "order.fulfilled",
    "order.given",
    "deal.dropped",
    "deal.opened",
    "deal.sold_out",
    "deal.ended",
    "team.completed",
    "team.ended",
    "packet.dropped",
    "packet.ended",
    "early_access.given",
]
Kinds = Annotated[list[WebhookKind], Meta(min_length=1, max_length=MAX_KINDS)]
WebhookStatus = Literal["active", "paused", "gone", "failing"]
DeliveryState = Literal["pending", "delivered", "failed"]


class WebhookView(Struct, frozen=True, kw_only=True):
    id: str
    url: str
    description: str
    kinds: list[str] | None
    """What it hears of; null for everything, also what there will be."""
    status: WebhookStatus
    """`gone` when it answered 410, `failing` when nothing arrived for three days."""
    failing_since_ms: int | None
    """Since when no message arrived, if the last one did not."""
    old_secret_until_ms: int | None
    """Until when messages are signed with the secret before as well."""
    pending: int
    failed: int
    created_at_ms: int


class NewWebhook(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    url: Url
    description: Description = ""
    kinds: Kinds | None = None


class WebhookChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    url: Url | UnsetType = UNSET
    description: Description | UnsetType = UNSET
    kinds: Kinds | UnsetType | None = UNSET


class WebhookSecretView(Struct, frozen=True, kw_only=True):
    """A webhook with its secret, which is not shown again."""

    webhook: WebhookView
    secret: str


class DeliveryView(Struct, frozen=True, kw_only=True):
    id: str
    event_id: str
    kind: str
    subject_id: str
    sequence: int
    state: DeliveryState
    attempts: int
    due_at_ms: int | None
    """When it is tried next; null if it waits for an earlier event of its subject, or is done."""
    created_at_ms: int
    finished_at_ms: int | None
    last_status: int | None
    """Of HTTP, at the last attempt."""
    last_error: str | None
    """Why the last attempt had no answer: timed_out, unknown_host, not_public, not_connected (after a colon, what the network
    said) or our_fault."""


class AttemptView(Struct, frozen=True, kw_only=True):
    number: int
    began_at_ms: int
    took_ms: int
    status: int | None
    error: str | None
    excerpt: str
    """How the answer's body began."""


class DeliveryDetailView(Struct, frozen=True, kw_only=True):
    delivery: DeliveryView
    body: str
    """As it is sent."""
    attempts: list[AttemptView]


class DeliveryPageView(Struct, frozen=True, kw_only=True):
    deliveries: list[DeliveryView]
    next: str | None
    """The `before` of the next page; null if this is the last."""


class Replay(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    since_ms: Annotated[int, Meta(ge=0, le=253_402_300_799_999)]


class ReplayedView(Struct, frozen=True, kw_only=True):
    count: int
    """How many deliveries are tried again."""


# What is sent.


class SubjectView(Struct, frozen=True, kw_only=True, rename={"kind": "type"}):
    kind: Literal["order", "deal", "team", "packet", "campaign", "webhook"]
    id: str


class GreetingView(Struct, frozen=True, kw_only=True):
    """What a test message says."""

    text: str


class EarlyAccessView(Struct, frozen=True, kw_only=True):
    """To whom a campaign gave early access, all at once or some of them."""

    campaign_id: str
    show_id: str
    deal_id: str | None
    """Null: to all deals of the show."""
    handles: list[str]


class WebhookEvent(Struct, frozen=True, kw_only=True, rename={"kind": "type"}):
    """The body of a message."""

    id: str
    kind: str
    version: int = API_VERSION
    timestamp: str
    """When it happened, in ISO 8601 and UTC."""
    subject: SubjectView
    sequence: int
    """Grows with each event of the subject. Some numbers are never used."""
    data: Struct
    """The subject as it was when the message was made, which may be a little after the event."""
