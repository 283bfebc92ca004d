"""What pre-sales say and take on the wire. Times are the server's, in milliseconds since 1970; amounts are minor units."""

from typing import Annotated

from msgspec import Meta, Struct

MAX_MS = 10_000_000_000_000

Amount = Annotated[int, Meta(ge=1, le=100_000_000_000)]
Moment = Annotated[int, Meta(ge=0, le=MAX_MS)]


class NewPresale(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """To sell a deal in advance: amounts are those of a unit."""

    sale_window_id: str
    deposit_minor: Amount
    worth_minor: Amount
    """What the deposit counts for: at least itself, at most the price."""


class PresaleView(Struct, frozen=True, kw_only=True):
    """How a deal is sold in advance: amounts are those of a unit."""

    sale_window_id: str
    deposit_minor: int
    worth_minor: int
    balance_minor: int
    """What is left to pay in the balance's window, before vouchers."""
    deposit_from_ms: int
    deposit_until_ms: int
    balance_from_ms: int
    balance_until_ms: int
    is_withdrawn: bool = False
    """The brand took it back: each deposit is returned in full."""


class OrderPresaleView(Struct, frozen=True, kw_only=True):
    """What of an order is paid when."""

    deposit_minor: int
    worth_minor: int
    """What the deposit counts for."""
    balance_minor: int
    """The rest: what is left to pay, before vouchers that are chosen then, or what was paid."""
    shipping_most_minor: int = 0
    """What its payment adds for shipping, at most; 0 if nothing, or if `balance_minor` has it."""
    balance_from_ms: int
    balance_until_ms: int
    deposit_paid_at_ms: int | None


class NewSaleWindow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    title: Annotated[str, Meta(min_length=1, max_length=80, pattern=r"\S")]
    deposit_from_ms: Moment
    deposit_until_ms: Moment
    balance_from_ms: Moment
    balance_until_ms: Moment


class SaleWindowView(Struct, frozen=True, kw_only=True):
    id: str
    brand_id: str | None
    """Whose deals may belong to it; null for everybody's."""
    title: str
    deposit_from_ms: int
    deposit_until_ms: int
    balance_from_ms: int
    balance_until_ms: int


class NewWithdrawal(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    reason: Annotated[str, Meta(min_length=1, max_length=200)] = "withdrawn"
    """What the buyer is told."""
