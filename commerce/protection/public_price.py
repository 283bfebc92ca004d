"""A public price: what a deal that opens to everyone asks for a unit, from its drop until it ends. In a pre-sale that is less
than the price by what the deposit counts for beyond itself.

It is what price protection and "lowest price" go by. If a deal's price changes while it is live, the one ends then and
another begins: so a price is written once, and only its end may come earlier. Members' prices, vouchers, prices in other currencies and deals for a tier are
not public prices.
"""

from dataclasses import dataclass
from datetime import datetime

from commerce.deals import Deal


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPrice:
    deal_id: str
    version: int
    """The deal's, from which on it asks this price."""
    product_id: str
    brand_id: str
    price_minor: int
    currency: str
    starts_at: datetime
    ends_at: datetime


def public_price(deal: Deal) -> PublicPrice | None:
    """The public price of a deal that has dropped, if it is one."""
    if deal.min_tier_rank > 0:
        return None
    assert deal.opened_at is not None, "a deal that has dropped was opened"
    assert deal.closes_at is not None, "a deal that has dropped closes"
    return PublicPrice(
        deal_id=deal.id,
        version=deal.version,
        product_id=deal.product_id,
        brand_id=deal.brand_id,
        price_minor=deal.cost_minor,
        currency=deal.currency,
        starts_at=deal.opened_at,
        ends_at=deal.closes_at,
    )
