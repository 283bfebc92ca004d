"""What managers show of a product: a picture of theirs, or the one that is drawn of its category."""

import hashlib
from dataclasses import replace

from commerce.errors import NoSuchProduct
from commerce.events import ProductChanged
from commerce.pictures import store
from commerce.pictures.errors import BadPicture
from commerce.pictures.recoding import LEAST_SIDE, MOST_PIXELS, sort_of
from commerce.products import Product
from commerce.store import products as store_products
from commerce.views import ProductView
from kit.auth import Principal, Role
from kit.child import ChildFailed, answer_of
from kit.errors import Unavailable
from kit.rate_limit import RateLimiter, Rule
from kit.unit_of_work import Tx, UnitOfWork
from kit.words import Sayable, Text
from membership import directory

UPLOADS = Rule("picture", "60/hour", "You have uploaded many pictures.")
READ_WITHIN_S = 20.0
UNREADABLE = Text(
    "It could not be read. Choose one of at least {least} pixels each way, and {most} million in all at most.",
    least=LEAST_SIDE,
    most=MOST_PIXELS // 1_000_000,
)


class Picturing:
    def __init__(self, work: UnitOfWork, limiter: RateLimiter) -> None:
        self._work = work
        self._limiter = limiter

    async def show(self, principal: Principal, product_id: str, sent: bytes) -> ProductView:
        """Show this picture of a product: a JPEG, PNG or WebP, of which only its middle, as a square, is kept.

        Raises:
            NotSignedIn, Forbidden, NoSuchProduct, BadPicture, TooMany, Unavailable
        """
        async with self._work.read() as tx:
            await _managed(tx, principal, await store_products.product(tx, product_id))
        await self._limiter.hit(UPLOADS, principal.account())
        jpeg = await _recoded(sent)
        name = hashlib.sha256(jpeg).hexdigest()[:20]
        async with self._work.write() as tx:
            product = await store_products.lock_product(tx, product_id)
            product, currency = await _managed(tx, principal, product)
            if product.picture != name:
                await store.set_picture(tx, product.id, name, jpeg)
                product = await _saved(tx, replace(product, picture=name))
        return product.view(currency)

    async def draw(self, principal: Principal, product_id: str) -> ProductView:
        """Show the drawn picture again.

        Raises:
            NotSignedIn, Forbidden, NoSuchProduct
        """
        async with self._work.write() as tx:
            product = await store_products.lock_product(tx, product_id)
            product, currency = await _managed(tx, principal, product)
            if product.picture is not None:
                await store.remove_picture(tx, product.id)
                product = await _saved(tx, replace(product, picture=None))
        return product.view(currency)

    async def picture(self, product_id: str, name: str) -> bytes | None:
        """The product's picture, if this is its name still."""
        async with self._work.read() as tx:
            return await store.picture(tx, product_id, name)

    async def at(self, image_url: str) -> bytes | None:
        """The picture at this address, as a product's view names it, if it is the product's still."""
        *_, product_id, file_name = image_url.split("/")
        return await self.picture(product_id, file_name.removesuffix(".jpg"))


async def _managed(tx: Tx, principal: Principal, product: Product | None) -> tuple[Product, str]:
    """The product, and its brand's currency."""
    brand = await directory.brand(tx, product.brand_id) if product else None
    if product is None or brand is None:
        raise NoSuchProduct("Look for it among the brand's products.")
    principal.require(Role.MANAGER, brand.id)
    return product, brand.currency


async def _saved(tx: Tx, product: Product) -> Product:
    await store_products.save_product(tx, product)
    tx.emit(ProductChanged(product_id=product.id, brand_id=product.brand_id))
    return product


async def _recoded(sent: bytes) -> bytes:
    if sort_of(sent) is None:
        raise _bad("Choose a JPEG, PNG or WebP picture.")
    try:
        return await answer_of("commerce.pictures.recoding", sent, READ_WITHIN_S)
    except ChildFailed as error:
        raise _bad(UNREADABLE) from error
    except TimeoutError as error:
        raise Unavailable("The picture took too long to read.", retry_after_s=30) from error


def _bad(message: Sayable) -> BadPicture:
    return BadPicture(message, fields={"picture": message})
