"""The issuer's verbs: a brand's manager issues vouchers, hands them out and ends them; the operator does so for all brands."""

from commerce.errors import ForeignProduct, NoSuchProduct, NoSuchShow, ShowOver
from commerce.refusing import allowed, refuse
from commerce.store import products as store_products
from commerce.venue import FindVenue, venue_of
from commerce.vouchers import issued as rules
from commerce.vouchers.booking import close_books
from commerce.vouchers.errors import CodeTaken, NoSuchVoucher, NotGranted
from commerce.vouchers.events import VoucherEnded, VoucherIssued
from commerce.vouchers.issued import How, Issued
from commerce.vouchers.presenting import voucher_view
from commerce.vouchers.store import uses as store_uses
from commerce.vouchers.store import vouchers as store
from commerce.vouchers.terms import checked_terms, refuse_way
from commerce.vouchers.uses import Entry
from commerce.vouchers.views import NewVoucher, VoucherView
from kit.auth import Principal, Role
from kit.ids import new_code, new_id
from kit.unit_of_work import Tx, UnitOfWork
from kit.words import Text
from membership import directory
from membership.access import managed_brand
from membership.errors import NoSuchPerson
from membership.people import Brand


class Issuing:
    def __init__(self, work: UnitOfWork, find_venue: FindVenue) -> None:
        self._work = work
        self._find_venue = find_venue

    async def issue(self, principal: Principal, slug: str | None, new: NewVoucher) -> VoucherView:
        """Make a voucher of the brand, or without a slug one of the operator's for all brands.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, BadTerms, NoSuchProduct, ForeignProduct, NoSuchShow, ShowOver, CodeTaken
        """
        async with self._work.write() as tx:
            brand = await _issuer(tx, principal, slug)
            refuse(refuse_way(new))
            terms = allowed(checked_terms(new, new_id(), brand, tx.now))
            await _check_products(tx, new, brand)
            await self._check_show(tx, new, brand)
            issued = Issued(
                terms=terms,
                how=How(new.how),
                code=_code(new),
                show_id=new.show_id,
                per_person=new.per_person,
                total_limit=new.total_limit,
                budget_minor=new.budget_minor,
                created_by=principal.account(),
                created_at=tx.now,
            )
            await _add(tx, issued)
            return voucher_view(issued)

    async def end(self, principal: Principal, voucher_id: str) -> VoucherView:
        """Take a voucher back: from now on nobody reserves or collects it. What is reserved can still be paid.

        Raises:
            NotSignedIn, Forbidden, NoSuchVoucher
        """
        async with self._work.write() as tx:
            issued = await _managed_voucher(tx, principal, voucher_id)
            ended = rules.end(issued, tx.now)
            if ended is not issued:
                await store.save_vouchers(tx, [ended])
                tx.emit(VoucherEnded(voucher_id=issued.id))
            return voucher_view(ended)

    async def grant(self, principal: Principal, voucher_id: str, handle: str) -> VoucherView:
        """Give someone a copy. Who has one that is not used keeps it and gets no other.

        Raises:
            NotSignedIn, Forbidden, NoSuchVoucher, NotGranted, NoSuchPerson, VoucherOver, VoucherUsedUp,
            VoucherLimitReached
        """
        async with self._work.write() as tx:
            issued = await _managed_voucher(tx, principal, voucher_id)
            if issued.how is not How.GRANT:
                raise NotGranted("Issue one that is handed out, and grant that.")
            person = await directory.account_by_handle(tx, handle)
            if person is None:
                raise NoSuchPerson(
                    "Nobody is called @{handle}. They need an account first.", handle=handle
                )
            books = await store_uses.lock_books(tx, [issued.id], [person.id])
            allowed(books.hand_out(issued.id, person.id))
            await close_books(tx, books)
            return voucher_view(books.voucher(issued.id))

    async def issued(self, principal: Principal, slug: str | None) -> list[VoucherView]:
        """The newest 100 vouchers of the brand, or without a slug the operator's.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand
        """
        async with self._work.read() as tx:
            brand = await _issuer(tx, principal, slug)
            found = await store.vouchers_of_brand(tx, brand.id if brand else None)
        return [voucher_view(issued) for issued in found]

    async def _check_show(self, tx: Tx, new: NewVoucher, brand: Brand | None) -> None:
        """A brand's voucher is collected in its own shows."""
        if new.show_id is None:
            return
        venue = await venue_of(tx, self._find_venue, new.show_id)
        if brand is not None and venue.brand_id != brand.id:
            raise NoSuchShow("Choose a show of {name}.", name=brand.name)
        if venue.is_over:
            raise ShowOver("Choose a show that is live or still to come.")


async def _add(tx: Tx, issued: Issued) -> None:
    if not await store.add_voucher(tx, issued):
        message = "Another voucher has this code. Choose another code."
        raise CodeTaken(message, fields={"code": message})
    if issued.budget_minor is not None:
        await store_uses.add_entries(tx, [Entry(issued.id, "funded", issued.budget_minor)])
    tx.emit(VoucherIssued(voucher_id=issued.id))


async def _issuer(tx: Tx, principal: Principal, slug: str | None) -> Brand | None:
    """The brand, if the caller manages it; None for the operator's own."""
    if slug is None:
        principal.require_anywhere(Role.OPERATOR)
        return None
    return await managed_brand(tx, principal, slug)


async def _managed_voucher(tx: Tx, principal: Principal, voucher_id: str) -> Issued:
    """The voucher, locked."""
    issued = (await store.lock_vouchers(tx, [voucher_id])).get(voucher_id)
    if issued is None:
        raise NoSuchVoucher("Look for it in the list of vouchers.")
    if issued.terms.brand_id is None:
        principal.require_anywhere(Role.OPERATOR)
    else:
        principal.require(Role.MANAGER, issued.terms.brand_id)
    return issued


async def _check_products(tx: Tx, new: NewVoucher, brand: Brand | None) -> None:
    found = await store_products.products_by_id(tx, new.product_ids)
    if set(found) != set(new.product_ids):
        message = "Choose products from the brand's catalogue."
        raise NoSuchProduct(message, fields={"product_ids": message})
    if brand and any(product.brand_id != brand.id for product in found.values()):
        foreign = Text("Choose products of {name}.", name=brand.name)
        raise ForeignProduct(foreign, fields={"product_ids": foreign})


def _code(new: NewVoucher) -> str | None:
    """Codes are the same in capitals and in small letters; they are kept in capitals."""
    return (new.code or new_code(10)).upper() if new.how == "code" else None
