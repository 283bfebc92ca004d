"""Shipping terms on the wire. Amounts are integer minor units of the brand's currency."""

from typing import Annotated

from msgspec import Meta, Struct

from commerce.views import MAX_PRICE_MINOR

Fee = Annotated[int, Meta(ge=0, le=MAX_PRICE_MINOR)]
Worth = Annotated[int, Meta(ge=1, le=MAX_PRICE_MINOR)]


class NewShippingTerms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    fee_minor: Fee
    """Charged once for what a buyer pays together, however much it is; 0 is no fee."""
    free_from_minor: Worth | None = None
    """Shipping is free if the goods cost at least that before vouchers; null: it is not."""


class ShippingTermsView(Struct, frozen=True, kw_only=True):
    """What a brand charges for shipping. Tiers may ship for free: see `has_free_shipping` of the brand's tiers."""

    fee_minor: int
    free_from_minor: int | None
    currency: str
