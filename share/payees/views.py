"""What payout details say and take on the wire."""

from typing import Annotated

from msgspec import Meta, Struct


class NewPayoutDetails(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A bank account."""

    holder: Annotated[str, Meta(max_length=70, pattern=r"^[^\x00-\x1f]*\Z")]
    """The name that the bank knows."""
    number: Annotated[str, Meta(max_length=60)]
    """An IBAN, or the number of the account; with or without spaces."""
    bic: Annotated[str, Meta(max_length=20)] = ""
    """Of the bank. Needed where the number is not an IBAN."""


class PayoutDetailsView(Struct, frozen=True, kw_only=True):
    """Where somebody's rewards are paid to. The number itself is shown to nobody, not even to them."""

    holder: str
    hint: str
    """The last characters of the account's number."""
    bic: str
    changed_at_ms: int


class MyPayoutDetailsView(Struct, frozen=True, kw_only=True):
    details: PayoutDetailsView | None
    """Null: payouts leave this person out."""
