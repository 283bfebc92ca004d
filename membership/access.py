"""The brand that an address names, for whoever may do there what they ask for; inside the caller's transaction."""

from kit.auth import Principal, Role
from kit.unit_of_work import Tx
from membership import directory
from membership.errors import NoSuchBrand
from membership.people import Brand


async def brand_of(tx: Tx, slug: str) -> Brand:
    """Raises: NoSuchBrand."""
    brand = await directory.brand_by_slug(tx, slug)
    if brand is None:
        raise NoSuchBrand("Check the address, or look for the brand on the festival page.")
    return brand


async def hosted_brand(tx: Tx, principal: Principal, slug: str) -> Brand:
    """The brand, for its hosts and managers.

    Raises:
        NotSignedIn, Forbidden, NoSuchBrand
    """
    return await _staffed(tx, principal, slug, Role.HOST)


async def managed_brand(tx: Tx, principal: Principal, slug: str) -> Brand:
    """The brand, for its managers.

    Raises:
        NotSignedIn, Forbidden, NoSuchBrand
    """
    return await _staffed(tx, principal, slug, Role.MANAGER)


async def _staffed(tx: Tx, principal: Principal, slug: str, role: Role) -> Brand:
    brand = await brand_of(tx, slug)
    principal.require(role, brand.id)
    return brand
