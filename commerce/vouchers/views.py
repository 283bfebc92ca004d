"""Vouchers on the wire. Amounts are in minor units of the voucher's currency, rates in basis points."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from commerce.views import MAX_PRICE_MINOR

MAX_TIME_MS = 4_102_444_800_000
"""The year 2100."""
MAX_PLACES = 1_000_000_000
MAX_PRODUCTS = 50

Amount = Annotated[int, Meta(ge=0, le=MAX_PRICE_MINOR)]
Limit = Annotated[int, Meta(ge=1, le=MAX_PLACES)]
Time = Annotated[int, Meta(ge=0, le=MAX_TIME_MS)]
# Not `$`, which in Python also stands before a line break at the end.
Code = Annotated[str, Meta(min_length=4, max_length=32, pattern=r"^[A-Za-z0-9-]+(?![\s\S])")]
Currency = Annotated[str, Meta(min_length=3, max_length=3)]

Kind = Literal["percent", "fixed", "each"]
Scope = Literal["item", "brand", "category", "platform"]
Stacking = Literal["alone", "level", "free"]
How = Literal["collect", "grant", "code", "everyone"]


class NewVoucher(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a voucher takes, of what, and who may have it (docs/pricing.md, 3 to 5 and 10)."""

    title: Annotated[str, Meta(min_length=1, max_length=80)]
    kind: Kind
    amount_minor: Amount = 0
    """`fixed`: what it takes. `each`: what it takes for each full step."""
    rate_bp: Annotated[int, Meta(ge=0, le=10_000)] = 0
    """`percent`: the share that it takes; 1,000 is 10 %."""
    step_minor: Amount = 0
    """`each`: the X of "each X minus Y"."""
    cap_minor: Amount | None = None
    """`percent` and `each`: the most that it takes."""
    threshold_minor: Amount = 0
    scope: Scope
    category: Annotated[str, Meta(min_length=1, max_length=40)] | None = None
    product_ids: Annotated[list[str], Meta(max_length=MAX_PRODUCTS)] = []
    stacking: Stacking = "level"
    currency: Currency | None = None
    """Of the operator's vouchers. A brand's are in its own."""
    how: How
    """People `collect` it in a show, it is handed out (`grant`), a `code` opens it, or `everyone` has it."""
    code: Code | None = None
    """Without one a `code` voucher gets a code."""
    show_id: str | None = None
    """Where it is collected."""
    per_person: Annotated[int, Meta(ge=1, le=100)] = 1
    total_limit: Limit | None = None
    budget_minor: Annotated[int, Meta(ge=1, le=MAX_PRICE_MINOR * 100)] | None = None
    starts_at_ms: Time
    ends_at_ms: Time


class VoucherTerms(Struct, frozen=True, kw_only=True):
    """What a voucher takes, as anyone who may have it sees it."""

    id: str
    brand_id: str | None
    show_id: str | None
    title: str
    kind: Kind
    currency: str
    amount_minor: int
    rate_bp: int
    step_minor: int
    cap_minor: int | None
    threshold_minor: int
    scope: Scope
    category: str | None
    product_ids: list[str]
    stacking: Stacking
    how: How
    per_person: int
    starts_at_ms: int
    ends_at_ms: int
    """Until just before then, or until it was ended."""


class VoucherView(Struct, frozen=True, kw_only=True):
    """A voucher, for its issuer."""

    terms: VoucherTerms
    code: str | None
    is_ended: bool
    total_limit: int | None
    taken: int
    """Copies handed out, or uses that are reserved or used."""
    budget_minor: int | None
    spent_minor: int
    created_at_ms: int
    version: int


class ShowVoucherView(Struct, frozen=True, kw_only=True):
    """A voucher that is collected in a show, as everybody there sees it."""

    terms: VoucherTerms
    places_left: int | None
    """How many copies there are still, if that is limited."""
    version: int


class MyVoucherView(Struct, frozen=True, kw_only=True):
    """A voucher, for someone who has it or could have it."""

    terms: VoucherTerms
    state: Literal["open", "ready", "waiting", "reserved", "used", "gone", "over"]
    """`open`: it can be collected. `ready`: it can be used now. `waiting`: its time will come. `reserved`: for orders that wait
    for payment. `used`: as often as one person may. `gone`: others have it all, or its budget is spent. `over`: its time is over."""
    uses_left: int | None
    """How often this person can still use it, if that is limited."""
    places_left: int | None
    """How many there are for everybody, if that is limited."""


class NewGrant(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    handle: Annotated[str, Meta(min_length=1, max_length=24)]
    """Who gets a copy."""


class EnteredCode(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    code: Annotated[str, Meta(min_length=1, max_length=64)]
