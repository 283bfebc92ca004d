"""Another price or stock for a deal that is live, inside a transaction that has locked it."""

from commerce import deals as rules
from commerce import events
from commerce.announcing import save_deal
from commerce.deals import Deal
from commerce.protection.lowest_price import LOOKS_BACK
from commerce.protection.recording import record_change
from commerce.protection.store import prices as store_prices
from commerce.quotes import store as store_quotes
from commerce.refusing import allowed
from commerce.waiting.offering import offer_units
from kit.unit_of_work import Tx


async def change_live_deal(tx: Tx, deal: Deal, terms: dict[str, int]) -> Deal:
    """The deal with other terms, saved. Units that it has more are offered to those who wait first.

    Raises:
        NotOpen, DealEnded, NotQueued, StockBelowSold
    """
    changed = allowed(rules.change_live(deal, tx.now, await _lowest(tx, deal), **terms))
    if changed is deal:
        return deal
    is_repriced = changed.price_minor != deal.price_minor
    if is_repriced:
        # What it costs in other currencies follows its new price; what members pay stays.
        await store_quotes.remove_own_prices(tx, deal.id)
        await record_change(tx, changed)
    after = await offer_units(tx, changed)
    await save_deal(tx, after, events.DealRepriced if is_repriced else events.DealChanged)
    return after


async def _lowest(tx: Tx, deal: Deal) -> int:
    """The lowest public price of the product in 30 days, or the deal's own."""
    since = tx.now - LOOKS_BACK
    lowest = await store_prices.lowest_since(tx, deal.product_id, deal.currency, since)
    return lowest.price_minor if lowest else deal.price_minor
