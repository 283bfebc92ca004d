"""What a host may offer: the terms of a deal against the product and the brand."""

from commerce.errors import ForeignProduct, NoSuchTier, NotListed, PriceAboveList
from commerce.products import Product
from kit.errors import Refusal
from kit.money import Money
from kit.words import Text
from membership.people import Brand


def refuse_product(product: Product, brand: Brand) -> Refusal | None:
    """Why the brand cannot make a deal of the product, if it cannot."""
    if product.brand_id != brand.id:
        message = Text("Choose a product of {name}, whose show this is.", name=brand.name)
        return ForeignProduct(message, fields={"product_id": message})
    if not product.is_listed:
        return NotListed(_NOT_LISTED, fields={"product_id": _NOT_LISTED})
    return None


def refuse_terms(
    product: Product, brand: Brand, price_minor: int, min_tier_rank: int
) -> Refusal | None:
    """Why the brand cannot offer the product so, if it cannot."""
    if price_minor > product.list_price_minor:
        return _price_above_list(Money(product.list_price_minor, brand.currency))
    if min_tier_rank > 0 and brand.tier(min_tier_rank) is None:
        return _no_such_tier(brand)
    return None


_NOT_LISTED = "Choose another one, or ask a manager to put it back into the catalogue."


def _price_above_list(list_price: Money) -> PriceAboveList:
    message = Text("The list price is {highest}. Enter at most that.", highest=list_price)
    return PriceAboveList(message, fields={"price_minor": message})


def _no_such_tier(brand: Brand) -> NoSuchTier:
    tiers = [Text("{rank} for {tier}", rank=tier.rank, tier=tier.name) for tier in brand.tiers]
    message = (
        Text("Choose 0 for everyone, {tiers}.", tiers=tiers)
        if tiers
        else "Choose 0: the brand has no tiers."
    )
    return NoSuchTier(message, fields={"min_tier_rank": message})
