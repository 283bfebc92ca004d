"""What a host may offer."""

from commerce.errors import ForeignProduct, NoSuchTier, PriceAboveList
from commerce.products import Product
from commerce.terms import refuse_product, refuse_terms
from membership.people import Brand, Tier

TIERS = (Tier(1, "Bronze", 300, ""), Tier(2, "Gold", 800, ""))
BRAND = Brand("b", "b", "Brand", "DE", "EUR", "en_GB", "", 0, TIERS)
PRODUCT = Product("p", "b", "Desk lamp", "", "lamp", 5_000)


def test_a_price_up_to_the_list_price_is_fine() -> None:
    assert refuse_terms(PRODUCT, BRAND, 5_000, 0) is None


def test_a_price_above_the_list_price_is_refused_with_the_price_that_is_possible() -> None:
    refusal = refuse_terms(PRODUCT, BRAND, 5_001, 0)
    assert isinstance(refusal, PriceAboveList)
    assert refusal.fields == {"price_minor": "The list price is €50.00. Enter at most that."}


def test_an_opening_tier_must_be_one_that_the_brand_has() -> None:
    assert refuse_terms(PRODUCT, BRAND, 5_000, 2) is None
    refusal = refuse_terms(PRODUCT, BRAND, 5_000, 3)
    assert isinstance(refusal, NoSuchTier)
    assert refusal.fields == {"min_tier_rank": "Choose 0 for everyone, 1 for Bronze, 2 for Gold."}


def test_a_product_must_be_the_brands_own() -> None:
    assert refuse_product(PRODUCT, BRAND) is None
    other = Product("p", "other", "Desk lamp", "", "lamp", 5_000)
    assert isinstance(refuse_product(other, BRAND), ForeignProduct)
