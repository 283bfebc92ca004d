"""What payments say and take on the wire."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

PaymentState = Literal["under_way", "needs_confirmation", "succeeded", "failed"]
FailureName = Literal["declined", "insufficient_funds", "not_confirmed", "cancelled"]
RefundState = Literal["under_way", "succeeded", "failed"]

Quantity = Annotated[int, Meta(ge=1, le=100)]
MAX_AMOUNT_MINOR = 10_000_000_000_000


MethodId = Annotated[str, Meta(pattern=r"^pm_[A-Za-z0-9_]{1,200}\Z")]


class PaymentMethod(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What Stripe made of a card, so that the card's number never comes here."""

    payment_method: MethodId


class PaymentView(Struct, frozen=True, kw_only=True):
    """The last payment of an order."""

    status: PaymentState
    failure: FailureName | None
    """Why it failed."""
    was_late: bool
    """It came when the order could not take it any more: the money goes back."""


class ConfirmationView(Struct, frozen=True, kw_only=True):
    """Where the buyer confirms a payment: on a page, or in Stripe's own script."""

    url: str | UnsetType = UNSET
    client_secret: str | UnsetType = UNSET


class RefundedUnits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    line: Annotated[int, Meta(ge=1, le=1000)]
    """The line's place in the order, from 1."""
    quantity: Quantity


class NewRefund(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Units of lines, or an amount; with neither, all that is left of what was paid."""

    lines: Annotated[list[RefundedUnits], Meta(max_length=100)] | UnsetType = UNSET
    amount_minor: Annotated[int, Meta(ge=1, le=MAX_AMOUNT_MINOR)] | UnsetType = UNSET
    reason: Annotated[str, Meta(min_length=1, max_length=200)]
    restock: bool = True
    """Whether the refunded units can be sold again."""


class RefundView(Struct, frozen=True, kw_only=True):
    id: str
    amount_minor: int
    reason: str
    status: RefundState
    was_late: bool
    """Sent back by itself, because the payment came when the order could not take it any more."""
    begun_at_ms: int
