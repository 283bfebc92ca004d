"""What managers put into their catalogue, take out of it, and show of it."""

import pytest

from commerce.describing import Describing
from commerce.errors import ListPriceStands, NoSuchProduct, NotListed
from commerce.events import ProductChanged
from commerce.pictures.errors import BadPicture
from commerce.pictures.picturing import Picturing
from commerce.views import NewDeal, NewProduct, ProductChange, ProductView
from kit.auth import GUEST, Principal
from kit.errors import Forbidden, NotSignedIn
from membership.errors import NoSuchBrand
from tests.support.picture_files import picture, size
from tests.support.slices import Unlimited

from .conftest import Shop

NEW = NewProduct(title=" Desk lamp ", category="lamp", list_price_minor=4_900)


@pytest.fixture
async def manager(shop: Shop) -> Principal:
    return await shop.world.person("manager", shop.brand, "manager")


@pytest.fixture
def describing(shop: Shop) -> Describing:
    return Describing(shop.world.work)


@pytest.fixture
async def lamp(shop: Shop, describing: Describing, manager: Principal) -> ProductView:
    return await describing.add(manager, shop.brand.slug, NEW)


@pytest.fixture
def picturing(shop: Shop) -> Picturing:
    return Picturing(shop.world.work, Unlimited())


async def test_a_manager_adds_a_product_and_a_host_makes_a_deal_of_it(
    shop: Shop, lamp: ProductView
) -> None:
    assert (lamp.title, lamp.currency, lamp.is_listed) == ("Desk lamp", "EUR", True)
    assert await shop.catalogue.products(shop.brand.slug) == [lamp]
    deal = await shop.queued_deal(product_id=lamp.id)
    assert (deal.title, deal.list_price_minor) == ("Desk lamp", 4_900)


async def test_only_the_brands_managers_add_change_and_show(
    shop: Shop, describing: Describing, picturing: Picturing, lamp: ProductView
) -> None:
    stranger = await shop.world.person("stranger", await shop.world.brand(), "manager")
    for someone, refusal in ((shop.host, Forbidden), (stranger, Forbidden), (GUEST, NotSignedIn)):
        with pytest.raises(refusal):
            await describing.add(someone, shop.brand.slug, NEW)
        with pytest.raises(refusal):
            await picturing.show(someone, lamp.id, picture(300, 300))
        with pytest.raises(refusal):
            await picturing.draw(someone, lamp.id)
        with pytest.raises(refusal):
            await shop.catalogue.all_products(someone, shop.brand.slug)
    with pytest.raises(NoSuchBrand):
        await describing.add(stranger, "nowhere", NEW)
    with pytest.raises(NoSuchProduct):
        await picturing.show(stranger, "x" * 20, picture(300, 300))


async def test_what_is_taken_out_is_in_no_list_and_no_new_deal_and_stays_where_it_was(
    shop: Shop, describing: Describing, manager: Principal, lamp: ProductView
) -> None:
    queued = await shop.queued_deal(product_id=lamp.id)
    out = await describing.change(manager, lamp.id, ProductChange(is_listed=False))
    assert not out.is_listed
    assert await shop.catalogue.products(shop.brand.slug) == []
    assert await shop.catalogue.all_products(manager, shop.brand.slug, "LAMP") == [out]
    with pytest.raises(NotListed) as refused:
        await shop.hosting.add_deal(
            shop.host, shop.show_id, NewDeal(product_id=lamp.id, price_minor=100, stock=1)
        )
    assert set(refused.value.fields) == {"product_id"}
    changed = await shop.change(queued, price_minor=1_000)
    assert (await shop.hosting.drop_deal(shop.host, changed.id)).title == "Desk lamp"
    back = await describing.change(manager, lamp.id, ProductChange(is_listed=True))
    assert await shop.catalogue.products(shop.brand.slug) == [back]


async def test_the_list_price_stands_from_the_first_deal_on(
    shop: Shop, describing: Describing, manager: Principal, lamp: ProductView
) -> None:
    dearer = ProductChange(list_price_minor=5_900)
    assert (await describing.change(manager, lamp.id, dearer)).list_price_minor == 5_900
    await shop.queued_deal(product_id=lamp.id)
    await describing.change(manager, lamp.id, dearer)  # as it is
    with pytest.raises(ListPriceStands) as refused:
        await describing.change(manager, lamp.id, ProductChange(list_price_minor=4_900))
    assert set(refused.value.fields) == {"list_price_minor"}


async def test_a_picture_is_kept_under_a_name_of_its_own_until_another_is_shown(
    shop: Shop, picturing: Picturing, manager: Principal, lamp: ProductView
) -> None:
    assert lamp.image_url == f"/pictures/products/{lamp.id}.svg"
    first = await picturing.show(manager, lamp.id, picture(640, 480))
    assert first.has_picture
    name = _name(first)
    kept = await picturing.picture(lamp.id, name)
    assert kept is not None
    assert size(kept) == (480, 480)
    assert await picturing.show(manager, lamp.id, picture(640, 480)) == first
    assert len(shop.world.happened(ProductChanged)) == 1
    second = await picturing.show(manager, lamp.id, picture(500, 400, "png"))
    assert second.image_url != first.image_url
    assert await picturing.picture(lamp.id, name) is None
    assert (await shop.queued_deal(product_id=lamp.id)).image_url == second.image_url
    drawn = await picturing.draw(manager, lamp.id)
    assert drawn == lamp
    assert await picturing.picture(lamp.id, _name(second)) is None
    assert await picturing.draw(manager, lamp.id) == lamp


async def test_what_is_no_picture_is_refused_at_the_field_and_changes_nothing(
    shop: Shop, picturing: Picturing, manager: Principal, lamp: ProductView
) -> None:
    for sent in (b"", b"<svg onload='alert(1)'/>", b"\xff\xd8\xff" * 100, picture(100, 100)):
        with pytest.raises(BadPicture) as refused:
            await picturing.show(manager, lamp.id, sent)
        assert set(refused.value.fields) == {"picture"}
    assert await shop.catalogue.product(lamp.id) == lamp


def _name(product: ProductView) -> str:
    return product.image_url.rsplit("/", 1)[1].removesuffix(".jpg")
