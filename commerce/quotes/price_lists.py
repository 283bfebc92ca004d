"""A deal's price list: what members pay, and what it costs in other currencies."""

from collections.abc import Sequence

from babel.numbers import is_currency

from commerce import deals as rules
from commerce.deals import Deal, DealStatus
from commerce.early_places import rank_for
from commerce.errors import NoSuchDeal
from commerce.pricing.lines import Price
from commerce.quotes import store
from commerce.quotes.errors import BadPriceList
from commerce.quotes.views import NewPriceList, PriceView
from commerce.refusing import refuse
from commerce.store import deals as store_deals
from kit.auth import Principal, Role
from kit.unit_of_work import UnitOfWork
from kit.words import Sayable, Text
from membership import directory
from membership.people import Brand
from membership.ranks import STAFF_RANK


class PriceLists:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def set_prices(
        self, principal: Principal, deal_id: str, new: NewPriceList
    ) -> list[PriceView]:
        """Give a queued deal these prices besides its own, in place of those it had.

        Raises:
            NotSignedIn, Forbidden, NoSuchDeal, NotQueued, BadPriceList
        """
        async with self._work.write() as tx:
            deal = await store_deals.lock_deal(tx, deal_id)
            if deal is None:
                raise _no_such_deal()
            principal.require(Role.HOST, deal.brand_id)
            refuse(rules.not_queued(deal))
            brand = await directory.brand(tx, deal.brand_id)
            assert brand is not None, "a deal without its brand"
            prices = [
                Price(price.min_tier_rank, price.currency, price.price_minor)
                for price in new.prices
            ]
            refuse(refuse_prices(deal, brand, prices))
            await store.set_prices(tx, deal.id, prices)
        return _views(deal, prices)

    async def prices(self, principal: Principal, deal_id: str) -> list[PriceView]:
        """All prices of a deal that the caller may see, its own first.

        Raises:
            NoSuchDeal
        """
        async with self._work.read() as tx:
            deal = await store_deals.deal(tx, deal_id)
            rank = await rank_for(tx, principal, deal) if deal else 0
            if deal is None or not may_see(deal, rank):
                raise _no_such_deal()
            prices = (await store.prices_of(tx, [deal.id]))[deal.id]
        return _views(deal, prices)


def refuse_prices(deal: Deal, brand: Brand, prices: Sequence[Price]) -> BadPriceList | None:
    """Why the deal cannot have these prices besides its own, if it cannot."""
    places = [(price.min_rank, price.currency) for price in prices]
    if len(set(places)) < len(places) or (0, deal.currency) in places:
        return _bad(
            Text(
                "List each price once, and not the deal's own in {currency}.",
                currency=deal.currency,
            )
        )
    for price in prices:
        if not is_currency(price.currency):
            return _bad(Text("{currency} is no currency's ISO code.", currency=price.currency))
        if price.min_rank > 0 and brand.tier(price.min_rank) is None:
            return _bad(
                Text(
                    "{name} has no tier {rank}.",
                    name=brand.name,
                    rank=price.min_rank,
                )
            )
        if price.min_rank > 0 and (price.min_rank, deal.currency) not in places:
            return _bad(
                Text(
                    "Say what tier {rank} pays in {currency} too.",
                    rank=price.min_rank,
                    currency=deal.currency,
                )
            )
        if price.currency == deal.currency and price.amount_minor >= deal.price_minor:
            return _bad("A member's price is below the deal's price.")
        worth_minor = deal.presale.worth_minor if deal.presale else 0
        if price.currency == deal.currency and price.amount_minor < worth_minor:
            return _bad("A member's price is at least what the deposit is worth.")
    return None


def may_see(deal: Deal, rank: int) -> bool:
    if rank >= STAFF_RANK:
        return True
    return deal.status is not DealStatus.QUEUED and rank >= deal.min_tier_rank


def _views(deal: Deal, prices: Sequence[Price]) -> list[PriceView]:
    own = Price(0, deal.currency, deal.price_minor)
    return [
        PriceView(
            min_tier_rank=price.min_rank, currency=price.currency, price_minor=price.amount_minor
        )
        for price in (own, *sorted(prices))
    ]


def _bad(message: Sayable) -> BadPriceList:
    return BadPriceList(message, fields={"prices": message})


def _no_such_deal() -> NoSuchDeal:
    return NoSuchDeal("The link may be old. The show's page lists its deals.")
