"""Offering units to those who wait in line, inside the transaction that gave them back."""

from commerce import deals as rules
from commerce import events
from commerce.announcing import save_deal
from commerce.deals import Deal
from commerce.orders import Order
from commerce.placing import line_of
from commerce.products import Product
from commerce.store import claims as store_claims
from commerce.store import deals as store_deals
from commerce.store import products as store_products
from commerce.waiting import store
from commerce.waiting.line import OFFER_LASTS, Offered, serve
from kit.ids import new_id
from kit.unit_of_work import Tx

TOLD_AT_ONCE = 1_000
"""Orders that one event tells of, as many as claims that are settled at once."""


async def return_units(tx: Tx, deal: Deal, quantity: int) -> Deal:
    """Give units of a locked deal back: to those who wait in line, then to everyone."""
    after = await offer_units(tx, rules.give_back(deal, quantity))
    is_left = after.stock_left > 0
    await save_deal(tx, after, events.StockChanged if is_left else events.LineMoved)
    return after


async def offer_units(tx: Tx, deal: Deal) -> Deal:
    """Offer what is left of a locked deal to its line. The deal as it is then, which the caller saves."""
    while deal.waiting and deal.stock_left:
        line = await store.first_waiters(tx, deal.id, deal.stock_left)
        assert line, f"{deal.waiting} wait for {deal.id}, and nobody is in its line"
        held = await store_deals.held_slots(tx, {(deal.id, each.account_id) for each in line})
        served = serve(deal, line, {account_id: slots for (_, account_id), slots in held.items()})
        await store.remove_served(tx, deal.id, served.deal.line_served)
        await _place(tx, deal, served.offers)
        deal = served.deal
    return deal


async def _place(tx: Tx, deal: Deal, offers: list[Offered]) -> None:
    product = (await store_products.products_by_id(tx, {deal.product_id}))[deal.product_id]
    placed = [(_order(tx, deal, product, offered), offered.slots) for offered in offers]
    store_claims.add_claims(tx, placed)
    ids = [order.id for order, _ in placed]
    for at in range(0, len(ids), TOLD_AT_ONCE):
        some = ids[at : at + TOLD_AT_ONCE]
        tx.emit(events.OrdersPlaced(show_id=deal.show_id, brand_id=deal.brand_id, order_ids=some))


def _order(tx: Tx, deal: Deal, product: Product, offered: Offered) -> Order:
    return Order(
        id=new_id(),
        account_id=offered.waiter.account_id,
        brand_id=deal.brand_id,
        show_id=deal.show_id,
        lines=(line_of(deal, product, len(offered.slots)),),
        currency=deal.currency,
        referral_token=offered.waiter.referral_token,
        created_at=tx.now,
        hold_expires_at=tx.now + OFFER_LASTS,
        balance_from=deal.presale.balance_from if deal.presale else None,
        balance_until=deal.presale.balance_until if deal.presale else None,
        was_offered=True,
    )
