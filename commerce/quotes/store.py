"""Rows of price lists and exchange rates."""

from collections.abc import Collection, Sequence
from decimal import Decimal

from sqlalchemy import delete, insert, select

from commerce.pricing.lines import Price
from commerce.pricing.rates import Rates
from commerce.quotes.tables import deal_prices, exchange_rates
from kit.unit_of_work import Tx


async def set_prices(tx: Tx, deal_id: str, prices: Sequence[Price]) -> None:
    """These, in place of all that there were. The deal is locked."""
    await tx.execute(delete(deal_prices).where(deal_prices.c.deal_id == deal_id))
    if prices:
        rows = [
            {
                "deal_id": deal_id,
                "min_rank": price.min_rank,
                "currency": price.currency,
                "amount_minor": price.amount_minor,
            }
            for price in prices
        ]
        await tx.execute(insert(deal_prices), rows)


async def remove_own_prices(tx: Tx, deal_id: str) -> None:
    """Forget what a deal costs everyone in other currencies than its own."""
    own = (deal_prices.c.deal_id == deal_id) & (deal_prices.c.min_rank == 0)
    await tx.execute(delete(deal_prices).where(own))


async def prices_of(tx: Tx, deal_ids: Collection[str]) -> dict[str, list[Price]]:
    """Without the deals' own prices; a deal that has no others has an empty list."""
    rows = await tx.all(
        select(deal_prices)
        .where(deal_prices.c.deal_id.in_(set(deal_ids)))
        .order_by(deal_prices.c.min_rank, deal_prices.c.currency)
    )
    found: dict[str, list[Price]] = {deal_id: [] for deal_id in deal_ids}
    for row in rows:
        price = Price(row["min_rank"], row["currency"], row["amount_minor"])
        found[row["deal_id"]].append(price)
    return found


async def set_rates(tx: Tx, rates: Rates) -> None:
    """These, in place of all that there were."""
    await tx.execute(delete(exchange_rates))
    await tx.execute(
        insert(exchange_rates),
        [
            {"currency": currency, "per_base": str(per_base), "set_at": tx.now}
            for currency, per_base in rates.per_base.items()
        ],
    )


async def rates(tx: Tx) -> Rates:
    rows = await tx.all(select(exchange_rates).order_by(exchange_rates.c.currency))
    return Rates({row["currency"]: Decimal(row["per_base"]) for row in rows})
