"""Saying what brands may do."""

from kit.auth import Principal
from kit.ids import new_id
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory
from membership import store as membership
from membership.access import brand_of
from membership.consents import store
from membership.consents.consent import Channel, Consent, Source, by_default
from membership.consents.presenting import brand_consents_view, consents_view
from membership.consents.views import BrandConsentsView, ConsentChoice, ConsentsView
from membership.people import Brand
from membership.points.errors import NotAMember
from membership.tiers.store import members as store_members

LISTED_CHANGES = 50


class Choosing:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def mine(self, principal: Principal) -> list[BrandConsentsView]:
        """One for each brand, in the order in which they were joined.

        Raises:
            NotSignedIn
        """
        account_id = principal.account()
        async with self._work.read() as tx:
            joined = [member.brand_id for member in await store_members.memberships(tx, account_id)]
            brands = await directory.brands_by_id(tx, joined)
            return [await _view(tx, brands[brand_id], account_id) for brand_id in joined]

    async def choose(
        self, principal: Principal, slug: str, choice: ConsentChoice
    ) -> BrandConsentsView:
        """Allow the brand something, or no longer. What holds already changes nothing.

        Raises:
            NotSignedIn, NoSuchBrand, NotAMember
        """
        account_id = principal.account()
        async with self._work.write() as tx:
            brand = await brand_of(tx, slug)
            if await store_members.member(tx, brand.id, account_id) is None:
                raise NotAMember("Join {name} first.", name=brand.name)
            channel = Channel(choice.channel)
            await decide(
                tx, account_id, brand.id, channel, Source.PROFILE, is_given=choice.is_given
            )
            return await _view(tx, brand, account_id)


async def decide(
    tx: Tx, account_id: str, brand_id: str, channel: Channel, source: Source, *, is_given: bool
) -> None:
    """Have this hold from now on; if it does already, nothing is written."""
    await membership.lock_account(tx, account_id)
    said = {each.channel: each.is_given for each in await store.present(tx, account_id, [brand_id])}
    if said.get(channel, by_default(channel)) != is_given:
        consent = Consent(new_id(), account_id, brand_id, channel, is_given, source, tx.now)
        await store.add(tx, consent)


async def consents_of(tx: Tx, account_id: str, brand_id: str) -> ConsentsView:
    """What holds between the two, and how it came about."""
    return consents_view(
        await store.present(tx, account_id, [brand_id]),
        await store.history(tx, account_id, brand_id, LISTED_CHANGES),
    )


async def _view(tx: Tx, brand: Brand, account_id: str) -> BrandConsentsView:
    return brand_consents_view(brand, await consents_of(tx, account_id, brand.id))
