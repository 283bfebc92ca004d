"""What a client may send over its socket. docs/wire.md describes it."""

from typing import Annotated

from msgspec import Meta, Struct

from chat.views import Text
from commerce.views import PerBuyer, Price
from kit.idempotency import MAX_KEY_LENGTH
from server.wire import ReactionKind

Ref = Annotated[str, Meta(min_length=1, max_length=64)]
Key = Annotated[str, Meta(min_length=1, max_length=MAX_KEY_LENGTH, pattern=r"^[^\x00]*$")]
"""As an `Idempotency-Key` is over HTTP."""
Taps = Annotated[int, Meta(ge=1, le=10)]


class Command(Struct, frozen=True, kw_only=True, tag_field="t", forbid_unknown_fields=True):
    """Base of everything a client sends."""


class Say(Command, tag="say", frozen=True, kw_only=True):
    ref: Ref
    text: Text


class React(Command, tag="react", frozen=True, kw_only=True):
    """Hearts and the like. Answered only with a refusal; what everyone tapped comes back as `reactions`."""

    ref: Ref
    counts: Annotated[dict[ReactionKind, Taps], Meta(min_length=1, max_length=5)]


class Claim(Command, tag="claim", frozen=True, kw_only=True):
    """Take units of a live deal, as `POST /api/deals/{deal_id}/claims` does with the same key."""

    ref: Ref
    key: Key
    deal_id: str
    quantity: PerBuyer = 1
    price_minor: Price | None = None
    """What the buyer saw that a unit costs."""


class AskTime(Command, tag="time", frozen=True, kw_only=True):
    client_ms: float


ClientFrame = Say | React | Claim | AskTime
