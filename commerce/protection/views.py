"""What price protection says and takes on the wire."""

from typing import Annotated

from msgspec import Meta, Struct

from commerce.payments.views import RefundState
from commerce.protection.promise import MOST_DAYS

Days = Annotated[int, Meta(ge=0, le=MOST_DAYS)]


class PromiseView(Struct, frozen=True, kw_only=True):
    """For how many days after an order its price is protected, if it is placed now. 0 is not at all."""

    days: int


class NewPromise(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    days: Days


class GrantView(Struct, frozen=True, kw_only=True):
    """A line's price that was lowered after it was bought."""

    line: int
    """The line's place in the order, from 1."""
    price_minor: int
    """What a unit costs now."""
    units: int
    amount_minor: int
    """The difference, which goes back to the buyer."""
    status: RefundState
    granted_at_ms: int
