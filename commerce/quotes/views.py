"""Quotes, price lists and exchange rates on the wire. Amounts are integer minor units of the currency beside them."""

from typing import Annotated

from msgspec import Meta, Struct

from commerce.views import PerBuyer, Price, Rank
from membership.tiers.views import MOST_POINTS

MAX_LINES = 30
MAX_VOUCHERS = 10
MAX_CODES = 5
MAX_PRICES = 50

Currency = Annotated[str, Meta(min_length=3, max_length=3)]


class PriceView(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a unit costs from a tier rank on; rank 0 is for everyone."""

    min_tier_rank: Rank
    currency: Currency
    price_minor: Price


class NewPriceList(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The prices of a deal besides its own. A rank above 0 has a price in the deal's currency, and may have others."""

    prices: Annotated[list[PriceView], Meta(max_length=MAX_PRICES)]


class RatesView(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many units of each currency make one unit of a base, which has the rate 1."""

    rates: Annotated[
        dict[str, Annotated[str, Meta(min_length=1, max_length=20)]], Meta(max_length=200)
    ]
    """Decimal numbers by currency, such as `{"EUR": "1", "USD": "1.0837"}`."""


class AskedLine(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Units of a deal, or an order of one's own that waits for payment."""

    deal_id: str | None = None
    quantity: PerBuyer = 1
    """Of a deal. An order has its own."""
    order_id: str | None = None


class AskedPoints(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many points of a brand to use. Fewer are, where they would take off more than they may."""

    brand_id: str
    points: Annotated[int, Meta(ge=1, le=MOST_POINTS)]


class AskedQuote(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    lines: Annotated[list[AskedLine], Meta(min_length=1, max_length=MAX_LINES)]
    voucher_ids: Annotated[list[str], Meta(max_length=MAX_VOUCHERS)] = []
    """Of vouchers that the caller has. What everyone has is considered anyway."""
    codes: Annotated[
        list[Annotated[str, Meta(min_length=1, max_length=64)]], Meta(max_length=MAX_CODES)
    ] = []
    points: Annotated[list[AskedPoints], Meta(max_length=MAX_LINES)] = []
    currency: Currency | None = None
    """Without it, that of the first line's brand."""
    locale: Annotated[str, Meta(min_length=2, max_length=20)] | None = None
    """How amounts are written in texts, such as `de_DE`; without it as in the language of the request."""


class NoteView(Struct, frozen=True, kw_only=True):
    """One rule that applied, or one that did not and why (docs/pricing.md, 9)."""

    code: str
    """Stable: programs decide by it."""
    is_applied: bool
    title: str = ""
    """Of the deal, the voucher or the points."""
    text: str
    line: int | None
    """The index of the line that it is about."""
    voucher_id: str | None
    """Of points it is `points.` and their brand's id."""
    amount_minor: int
    base_minor: int
    points: int = 0
    """How many points it is about."""
    other: str = ""
    """The voucher that excludes this one, or the tier whose shipping is free."""


class QuoteDiscountView(Struct, frozen=True, kw_only=True):
    voucher_id: str
    amount_minor: int


class QuoteLineView(Struct, frozen=True, kw_only=True):
    deal_id: str
    product_id: str
    brand_id: str
    order_id: str | None
    title: str
    quantity: int
    list_unit_minor: int
    unit_minor: int
    """What a unit costs before vouchers."""
    deposit_minor: int = 0
    """What was paid before, in a pre-sale."""
    worth_minor: int = 0
    """What the deposit counts for, be it paid or payable now."""
    later_minor: int = 0
    """The balance, as long as the deposit is payable."""
    discounts: list[QuoteDiscountView]
    payable_minor: int
    shipping_minor: int = 0
    """Its part of its brand's fee, which is paid besides."""


class QuoteVoucherView(Struct, frozen=True, kw_only=True):
    voucher_id: str
    title: str
    discount_minor: int


class QuoteView(Struct, frozen=True, kw_only=True):
    """What would be paid now. Nothing is reserved."""

    currency: str
    lines: list[QuoteLineView]
    """By brand and deal, in whatever order they were sent."""
    vouchers: list[QuoteVoucherView]
    """Those that are used, in their order."""
    notes: list[NoteView]
    subtotal_minor: int
    discount_minor: int
    deposits_worth_minor: int = 0
    """What deposits that were paid before count for."""
    bonus_minor: int = 0
    """What deposits that are payable now count for beyond themselves."""
    later_minor: int = 0
    """The balances of deposits that are payable now."""
    shipping_minor: int = 0
    """What its brands charge for shipping, once each."""
    total_minor: int
    """What is paid now: the subtotal less the four before shipping, and with it."""
    subtotal_text: str
    discount_text: str
    total_text: str
    rates: dict[str, str]
    """The exchange rates that it uses."""
    is_exhaustive: bool
    """Whether all combinations of the vouchers were considered."""
    quoted_at_ms: int
