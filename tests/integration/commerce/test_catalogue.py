"""Looking for products."""

import pytest

from commerce.errors import NoSuchProduct
from kit.errors import Invalid
from kit.ids import new_id
from membership.errors import NoSuchBrand

from .conftest import Shop


async def titles(shop: Shop, q: str = "", category: str = "") -> list[str]:
    return [
        product.title for product in await shop.catalogue.products(shop.brand.slug, q, category)
    ]


async def test_a_brands_products_are_listed_by_title(shop: Shop) -> None:
    for title in ("teapot", "Desk lamp", "Éclair mould"):
        await shop.product(title=title)
    await shop.product(await shop.world.brand(), title="Another brand's")
    assert await titles(shop) == ["Desk lamp", "teapot", "Éclair mould"]


async def test_a_search_finds_parts_of_titles_in_whatever_case(shop: Shop) -> None:
    for title in ("Desk LAMP", "Éclair mould", "急須"):
        await shop.product(title=title)
    assert await titles(shop, "lamp") == ["Desk LAMP"]
    assert await titles(shop, " éCLAIR ") == ["Éclair mould"]
    assert await titles(shop, "須") == ["急須"]
    assert await titles(shop, "sofa") == []


async def test_signs_that_mean_something_to_the_database_mean_themselves(shop: Shop) -> None:
    for title in ("100% wool", "100 g wool", "a_b", "acb", "back\\slash"):
        await shop.product(title=title)
    assert await titles(shop, "0%") == ["100% wool"]
    assert await titles(shop, "a_b") == ["a_b"]
    assert await titles(shop, "k\\s") == ["back\\slash"]


async def test_a_category_narrows_the_list(shop: Shop) -> None:
    await shop.product(title="Lamp", category="lamp")
    await shop.product(title="Lamp-shaped mug", category="mug")
    assert await titles(shop, "lamp", "mug") == ["Lamp-shaped mug"]


async def test_a_list_has_at_most_100_products(shop: Shop) -> None:
    for number in range(101):
        await shop.product(title=f"Lamp {number:03}")
    assert len(await titles(shop)) == 100


@pytest.mark.parametrize("q", ["x" * 101, "lamp\0"])
async def test_a_search_that_cannot_match_is_refused(shop: Shop, q: str) -> None:
    with pytest.raises(Invalid) as refusal:
        await titles(shop, q)
    assert "q" in refusal.value.fields


async def test_a_product_has_its_brands_currency(shop: Shop) -> None:
    product = await shop.product()
    view = await shop.catalogue.product(product.id)
    assert (view.currency, view.list_price_minor) == ("EUR", 5_000)
    assert view.image_url == f"/pictures/products/{product.id}.svg"


async def test_what_does_not_exist_is_not_found(shop: Shop) -> None:
    with pytest.raises(NoSuchBrand):
        await shop.catalogue.products("nobody")
    for unknown in (new_id(), "nonsense", "\0"):
        with pytest.raises(NoSuchProduct):
            await shop.catalogue.product(unknown)
