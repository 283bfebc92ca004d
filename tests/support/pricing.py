"""Lines and vouchers for tests of prices: only what a test is about needs to be said."""

from datetime import UTC, datetime, timedelta
from typing import Any

from commerce.pricing.festival import Festival
from commerce.pricing.lines import Line, Price
from commerce.pricing.quote import Quote
from commerce.pricing.quoting import quote
from commerce.pricing.vouchers import Kind, Scope, Voucher

NOW = datetime(2026, 11, 11, 12, 0, tzinfo=UTC)
BRAND = "lumen"
EUROS = Festival("EUR")


def line(deal: str = "lamp", price: int = 1_000, **facts: Any) -> Line:
    """A line of a deal in euros for everyone at this price."""
    return Line(
        **{
            "deal_id": deal,
            "product_id": deal,
            "brand_id": BRAND,
            "category": "home",
            "title": deal.title(),
            "quantity": 1,
            "currency": "EUR",
            "list_price_minor": price,
            "prices": (Price(0, "EUR", price),),
            **facts,
        }
    )


def voucher(id: str = "v", **facts: Any) -> Voucher:
    """A voucher of the brand that takes 1.00, with other facts where given."""
    brand_id = None if facts.get("scope") is Scope.PLATFORM else BRAND
    return Voucher(
        **{
            "id": id,
            "title": id.title(),
            "kind": Kind.FIXED,
            "currency": "EUR",
            "amount_minor": 0 if facts.get("kind") is Kind.PERCENT else 100,
            "scope": Scope.BRAND,
            "brand_id": brand_id,
            "starts_at": NOW - timedelta(days=1),
            "ends_at": NOW + timedelta(days=1),
            **facts,
        }
    )


def quoted(lines: list[Line], *vouchers: Voucher, festival: Festival = EUROS, **tier: int) -> Quote:
    """The quote now, which must be one."""
    found = quote(lines, NOW, tier, vouchers, festival)
    assert isinstance(found, Quote), found
    return found
