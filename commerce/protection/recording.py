"""Keeping the public prices of products, in the transaction that drops, changes or ends a deal."""

from dataclasses import replace

from commerce.deals import Deal
from commerce.protection.public_price import public_price
from commerce.protection.store import prices as store_prices
from kit.unit_of_work import Tx


async def record_drop(tx: Tx, deal: Deal) -> None:
    """It dropped, or opened to more people: its price is public from now on, if it is for everyone."""
    price = public_price(deal)
    if price is not None:
        await store_prices.add_price(tx, replace(price, starts_at=tx.now))


async def record_change(tx: Tx, deal: Deal) -> None:
    """It asks another price from now on."""
    price = public_price(deal)
    if price is not None:
        await store_prices.end_price(tx, deal.id, tx.now)
        await store_prices.add_price(tx, replace(price, starts_at=tx.now))


async def record_end(tx: Tx, deal: Deal) -> None:
    """Its price is not public any more."""
    price = public_price(deal)
    if price is not None:
        await store_prices.end_price(tx, price.deal_id, price.ends_at)
