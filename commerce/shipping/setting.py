"""What a brand charges for shipping, and who may change it."""

from commerce.refusing import refuse
from commerce.shipping import store
from commerce.shipping.terms import NO_FEE, Terms, refuse_terms
from commerce.shipping.views import NewShippingTerms, ShippingTermsView
from kit.auth import Principal
from kit.unit_of_work import UnitOfWork
from membership.access import brand_of, managed_brand
from membership.people import Brand


class ShippingTerms:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def terms(self, slug: str) -> ShippingTermsView:
        """What is charged at this moment.

        Raises:
            NoSuchBrand
        """
        async with self._work.read() as tx:
            brand = await brand_of(tx, slug)
            terms = (await store.terms_of(tx, [brand.id])).get(brand.id, NO_FEE)
        return _view(brand, terms)

    async def set_terms(
        self, principal: Principal, slug: str, new: NewShippingTerms
    ) -> ShippingTermsView:
        """Charge this from now on. What was taken to payment before keeps what it was told.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, BadShippingTerms
        """
        terms = Terms(new.fee_minor, new.free_from_minor)
        async with self._work.write() as tx:
            brand = await managed_brand(tx, principal, slug)
            refuse(refuse_terms(terms))
            await store.set_terms(tx, brand.id, terms)
        return _view(brand, terms)


def _view(brand: Brand, terms: Terms) -> ShippingTermsView:
    return ShippingTermsView(
        fee_minor=terms.fee_minor, free_from_minor=terms.free_from_minor, currency=brand.currency
    )
