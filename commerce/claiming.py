"""Claiming units of a deal, inside a transaction."""

from commerce import events
from commerce.announcing import save_deal, tell_order
from commerce.deals import Deal, decide_claim
from commerce.errors import NoSuchDeal, NoSuchProduct, ShowNotLive
from commerce.orders import HOLD, Line, Order
from commerce.refusing import allowed
from commerce.replays import Attempt
from commerce.store import deals as store_deals
from commerce.store import orders as store_orders
from commerce.store import products as store_products
from commerce.venue import FindVenue, rank_of, venue_of
from kit.auth import Principal
from kit.ids import new_id
from kit.unit_of_work import Tx


async def claim_units(
    tx: Tx,
    find_venue: FindVenue,
    principal: Principal,
    deal_id: str,
    quantity: int,
    key: str | None,
    referral_token: str | None,
) -> Order:
    """Place the order for a claim, or find the one that the same claim placed before.

    Raises:
        NotSignedIn, NoSuchDeal, NoSuchShow, KeyReused, and what `decide_claim` refuses
    """
    # The deal's lock comes first: claims of one deal are decided one after the other, each on fresh data.
    deal = await store_deals.lock_deal(tx, deal_id)
    if deal is None:
        raise NoSuchDeal("The link may be old. The show's page lists its deals.")
    attempt = Attempt(principal.account(), key, "claim", deal_id, quantity)
    if placed := await _placed_before(tx, attempt):
        return placed
    if not (await venue_of(tx, find_venue, deal.show_id)).is_live:
        raise ShowNotLive("Deals can be claimed while the show is live.")
    order = await _place(tx, principal, deal, quantity, referral_token)
    await attempt.keep(tx, order.id)
    return order


async def _placed_before(tx: Tx, attempt: Attempt) -> Order | None:
    order_id = await attempt.recall(tx)
    return await store_orders.order(tx, order_id) if order_id else None


async def _place(
    tx: Tx, principal: Principal, deal: Deal, quantity: int, referral_token: str | None
) -> Order:
    account_id = principal.account()
    rank = await rank_of(tx, principal, deal.brand_id)
    held = await store_deals.held_slots(tx, deal.id, account_id)
    granted = allowed(decide_claim(deal, tx.now, rank, held, quantity))
    line = await _line(tx, deal, quantity)
    order = Order(
        id=new_id(),
        account_id=account_id,
        brand_id=deal.brand_id,
        show_id=deal.show_id,
        lines=(line,),
        currency=deal.currency,
        referral_token=referral_token,
        created_at=tx.now,
        hold_expires_at=tx.now + HOLD,
    )
    await store_orders.add_order(tx, order)
    await store_deals.take_slots(tx, order, line, granted.slots)
    tell_order(tx, events.OrderPlaced, order)
    await save_deal(tx, granted.deal, events.StockChanged)
    return order


async def _line(tx: Tx, deal: Deal, quantity: int) -> Line:
    product = await store_products.product(tx, deal.product_id)
    if product is None:
        raise NoSuchProduct()
    return Line(
        deal_id=deal.id,
        product_id=product.id,
        title=product.title,
        quantity=quantity,
        unit_price_minor=deal.price_minor,
        list_price_minor=product.list_price_minor,
    )
