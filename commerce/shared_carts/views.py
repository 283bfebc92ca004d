"""What shared carts say and take on the wire."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from commerce.views import OrderView, PerBuyer, Price
from commerce.wishes.views import ItemKind, ItemView

MAX_LINES = 20
"""So many orders can be paid together."""
MAX_DAYS = 90

SharedCartKind = Literal["cart", "wishlist"]
SharedCartState = Literal["open", "withdrawn", "expired"]
Outcome = Literal["claimed", "in_cart", "wished", "refused"]


class NewLine(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kind: ItemKind
    id: str
    """Of the product or the deal."""
    quantity: PerBuyer = 1


Lines = Annotated[list[NewLine], Meta(min_length=1, max_length=MAX_LINES)]


class NewSharedCart(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kind: SharedCartKind
    """From where the lines were chosen."""
    lines: Lines
    """Of one brand."""
    days: Annotated[int, Meta(ge=1, le=MAX_DAYS)] = 30
    """How long it is shared."""


class SharedCartChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    lines: Lines


class SharedLineView(Struct, frozen=True, kw_only=True):
    item: ItemView
    quantity: int


class SharedCartView(Struct, frozen=True, kw_only=True):
    id: str
    kind: SharedCartKind
    sharer_handle: str
    brand_id: str
    brand_slug: str
    brand_name: str
    status: SharedCartState
    lines: list[SharedLineView]
    """As the caller may see them now. Empty if it is not shared any more."""
    expires_at_ms: int
    is_mine: bool
    version: int


class WantedLine(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line as the friend saw it."""

    item_id: str
    deal_id: str | None = None
    """The deal in which it was offered."""
    price_minor: Price | None = None
    """What a unit cost there. If it is dearer by now it is not claimed."""


class NewAdditions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    lines: Annotated[list[WantedLine], Meta(min_length=1, max_length=MAX_LINES)]


class AdditionView(Struct, frozen=True, kw_only=True):
    """What became of one line."""

    item_id: str
    title: str
    outcome: Outcome
    """`claimed` for the friend; `in_cart` already; `wished`, that is kept on the friend's wish list; or `refused`."""
    order: OrderView | None
    """Of what was claimed, as it is now."""
    code: str | None
    """Why it was not claimed, for programs."""
    detail: str | None
    """The same for people."""


class AdditionsView(Struct, frozen=True, kw_only=True):
    lines: list[AdditionView]
