"""What a checkout says and takes on the wire."""

from typing import Annotated

from msgspec import Meta, Struct

from commerce.payments.views import MAX_AMOUNT_MINOR, ConfirmationView, MethodId
from commerce.quotes.views import MAX_CODES, MAX_VOUCHERS, AskedPoints
from commerce.views import Card, OrderView

MAX_ORDERS = 20


class NewCheckout(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Orders of one currency that are paid together, at the total that the buyer was told."""

    order_ids: Annotated[list[str], Meta(min_length=1, max_length=MAX_ORDERS)]
    voucher_ids: Annotated[list[str], Meta(max_length=MAX_VOUCHERS)] = []
    """Of vouchers that the buyer has. What everyone has is considered anyway."""
    codes: Annotated[
        list[Annotated[str, Meta(min_length=1, max_length=64)]], Meta(max_length=MAX_CODES)
    ] = []
    points: Annotated[list[AskedPoints], Meta(max_length=MAX_ORDERS)] = []
    """Of which brands how many points to use."""
    expected_total_minor: Annotated[int, Meta(ge=0, le=MAX_AMOUNT_MINOR)]
    """What the buyer was told that it costs: of another total they are told first."""
    card: Card | None = None
    """With the sandbox. A total of 0 needs none."""
    payment_method: MethodId | None = None
    """With Stripe."""


class CheckoutView(Struct, frozen=True, kw_only=True):
    orders: list[OrderView]
    """As they are now: paid, or waiting for the payment's outcome."""
    confirmation: ConfirmationView | None
    """Where the buyer must confirm the payment, if they must."""
