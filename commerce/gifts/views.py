"""What gifts say and take on the wire. Who is given something is told no prices."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

GiftState = Literal["waiting", "open", "accepted", "withdrawn", "expired"]


class NewGift(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    message: Annotated[str, Meta(max_length=300)] = ""
    """Plain text for the friend."""


class GiftView(Struct, frozen=True, kw_only=True):
    """An order that is given, as its buyer sees it."""

    order_id: str
    path: str | None
    """The page to send to the friend, once the order is paid. Whoever has it can accept, so it is for the friend alone."""
    message: str
    status: GiftState
    """Of what is withdrawn or expired the buyer keeps the order, and can give it anew."""
    recipient_handle: str | None
    """Who accepted it."""
    expires_at_ms: int | None
    """Until when it can be accepted; null until the order is paid."""
    accepted_at_ms: int | None
    version: int


class OrderGiftView(Struct, frozen=True, kw_only=True):
    gift: GiftView | None
    """Null if the order is no gift."""


class GiftLineView(Struct, frozen=True, kw_only=True):
    title: str
    image_url: str
    quantity: int


class GiftOfferView(Struct, frozen=True, kw_only=True):
    """A gift as whoever has its link sees it."""

    giver_handle: str
    status: GiftState
    brand_name: str
    brand_slug: str
    lines: list[GiftLineView]
    """Empty, as is the message, if the caller can neither accept it nor has a part in it."""
    message: str
    expires_at_ms: int
    is_mine: bool
    """Whether the caller gives it."""
    is_received: bool
    """Whether the caller accepted it."""


class ReceivedGiftView(Struct, frozen=True, kw_only=True):
    """An order that somebody paid for the caller."""

    number: str
    giver_handle: str
    brand_name: str
    brand_slug: str
    lines: list[GiftLineView]
    message: str
    accepted_at_ms: int
    is_refunded: bool
    """Whether its money went back to the giver."""
    fulfilled_at_ms: int | None
    """When the brand sent it."""
    tracking: str | None
