"""What managers say of products."""

import pytest

from commerce.describing import Describing
from commerce.errors import NoSuchProduct
from commerce.events import ProductChanged
from commerce.views import ProductChange
from kit.auth import GUEST, Principal
from kit.errors import Forbidden, NotSignedIn

from .conftest import Shop


@pytest.fixture
async def manager(shop: Shop) -> Principal:
    return await shop.world.person("manager", shop.brand, "manager")


async def test_a_manager_says_what_a_product_is_and_the_rest_stays(
    shop: Shop, manager: Principal
) -> None:
    describing = Describing(shop.world.work)
    product = await shop.product(title="Desk lamp", category="lamp")
    marked = await describing.change(manager, product.id, ProductChange(is_green=True))
    assert (marked.is_green, marked.title, marked.category) == (True, "Desk lamp", "lamp")
    named = await describing.change(manager, product.id, ProductChange(title=" Reading lamp "))
    assert (named.is_green, named.title) == (True, "Reading lamp")
    assert named == await shop.catalogue.product(product.id)
    found = await shop.catalogue.products(shop.brand.slug, "READING")
    assert [one.id for one in found] == [product.id]
    assert len(shop.world.happened(ProductChanged)) == 2


async def test_what_is_said_already_changes_nothing(shop: Shop, manager: Principal) -> None:
    product = await shop.product()
    change = ProductChange(title=product.title, is_green=False)
    await Describing(shop.world.work).change(manager, product.id, change)
    assert shop.world.happened(ProductChanged) == []


async def test_only_the_brands_managers_may(shop: Shop) -> None:
    describing, product = Describing(shop.world.work), await shop.product()
    other = await shop.world.brand()
    stranger = await shop.world.person("stranger", other, "manager")
    for someone, refusal in ((shop.host, Forbidden), (stranger, Forbidden), (GUEST, NotSignedIn)):
        with pytest.raises(refusal):
            await describing.change(someone, product.id, ProductChange(is_green=True))
    with pytest.raises(NoSuchProduct):
        await describing.change(stranger, "x" * 20, ProductChange(is_green=True))


async def test_orders_keep_the_title_under_which_it_was_sold(
    shop: Shop, manager: Principal, buyer: Principal
) -> None:
    describing, product = Describing(shop.world.work), await shop.product(title="Desk lamp")
    deal = await shop.live_deal(product_id=product.id, per_buyer_limit=2)
    before = await shop.claim(buyer, deal)
    await describing.change(manager, product.id, ProductChange(title="Reading lamp"))
    shop.checkout.forget_target(product.id)
    after = await shop.claim(buyer, deal)
    assert [order.lines[0].title for order in (before, after)] == ["Desk lamp", "Reading lamp"]
    assert (await shop.checkout.order_facts(before.id)).order.lines[0].title == "Desk lamp"


async def test_all_who_bought_it_are_found_in_steps(shop: Shop) -> None:
    describing, product = Describing(shop.world.work), await shop.product()
    deal = await shop.live_deal(product_id=product.id)
    people = await shop.buyers(3)
    for person in people:
        await shop.claim(person, deal)
    everyone = sorted(person.account() for person in people)
    assert await describing.buyers(product.id) == everyone
    assert await describing.buyers(product.id, everyone[0]) == everyone[1:]
    assert await describing.buyers(product.id, everyone[-1]) == []
