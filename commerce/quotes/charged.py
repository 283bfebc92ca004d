"""What the brands of a quote charge its buyer for shipping, where they charge anything."""

from collections.abc import Mapping

from commerce.pricing.shipping import Shipping
from commerce.shipping import store as store_shipping
from commerce.shipping.terms import Terms
from kit.unit_of_work import Tx
from membership import directory
from membership.people import Brand


async def charged(tx: Tx, tier: Mapping[str, int]) -> list[Shipping]:
    """`tier` is the buyer's rank by brand."""
    terms = await store_shipping.terms_of(tx, tier.keys())
    brands = await directory.brands_by_id(tx, terms)
    return [_for_rank(brands[brand_id], own, tier[brand_id]) for brand_id, own in terms.items()]


def _for_rank(brand: Brand, terms: Terms, rank: int) -> Shipping:
    free = [tier for tier in brand.tiers if tier.has_free_shipping]
    return Shipping(
        brand_id=brand.id,
        title=brand.name,
        currency=brand.currency,
        fee_minor=terms.fee_minor,
        free_from_minor=terms.free_from_minor,
        free_tier=next((tier.name for tier in free if tier.rank == rank), None),
        next_free_tier=next((tier.name for tier in free if tier.rank > rank), None),
    )
