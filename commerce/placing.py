"""Placing the orders of claims that won, inside the transaction that decided on them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from commerce import events
from commerce.deals import Deal
from commerce.orders import DEPOSIT_HOLD, HOLD, Line, Order
from commerce.products import Product
from commerce.settling import Settled, Won
from commerce.store import claims as store_claims
from kit.unit_of_work import Draft


def place_orders(tx: Draft, settled: Settled, products: Mapping[str, Product]) -> dict[str, Order]:
    """Have the orders written that the batch won, by their ids. The caller has its deals saved after them."""
    won = settled.won
    if not won:
        return {}
    taken = [(_order(win, line, tx.now), win.slots) for win, line in _with_lines(won, products)]
    store_claims.add_claims(tx, taken)
    orders = {order.id: order for order, _ in taken}
    tell_placed(tx, orders.values(), settled.deals)
    return orders


def _with_lines(won: Sequence[Won], products: Mapping[str, Product]) -> Iterator[tuple[Won, Line]]:
    """A batch's claims are of few deals: what is bought is the same for many."""
    lines: dict[tuple[str, int], Line] = {}
    for win in won:
        asked = win.claim.deal_id, win.claim.quantity
        line = lines.get(asked)
        if line is None:
            line = lines[asked] = line_of(win.deal, products[win.deal.product_id], asked[1])
        yield win, line


def _order(win: Won, line: Line, now: datetime) -> Order:
    presale = win.deal.presale
    return Order(
        id=win.claim.order_id,
        account_id=win.claim.account_id,
        claim_key=win.claim.key,
        brand_id=win.deal.brand_id,
        show_id=win.deal.show_id,
        lines=(line,),
        currency=win.deal.currency,
        referral_token=win.claim.referral_token,
        created_at=now,
        hold_expires_at=now + (DEPOSIT_HOLD if presale else HOLD),
        balance_from=presale.balance_from if presale else None,
        balance_until=presale.balance_until if presale else None,
    )


def line_of(deal: Deal, product: Product, quantity: int) -> Line:
    """Units of the deal at its price of this moment."""
    presale = deal.presale
    return Line(
        deal_id=deal.id,
        product_id=product.id,
        title=product.title,
        quantity=quantity,
        unit_price_minor=deal.price_minor,
        list_price_minor=product.list_price_minor,
        deposit_minor=presale.deposit_minor if presale else 0,
        worth_minor=presale.worth_minor if presale else 0,
        discount_minor=presale.bonus_minor * quantity if presale else 0,
    )


def tell_placed(tx: Draft, orders: Iterable[Order], deals: Iterable[Deal]) -> None:
    """Of the orders and the deals that they are of: once for each show, however many there are."""
    placed: dict[tuple[str, str], list[str]] = defaultdict(list)
    for order in orders:
        placed[order.show_id, order.brand_id].append(order.id)
    taken: dict[tuple[str, str], list[str]] = defaultdict(list)
    for deal in deals:
        taken[deal.show_id, deal.brand_id].append(deal.id)
    for (show_id, brand_id), order_ids in placed.items():
        tx.emit(events.OrdersPlaced(show_id=show_id, brand_id=brand_id, order_ids=order_ids))
    for (show_id, brand_id), deal_ids in taken.items():
        tx.emit(events.UnitsTaken(show_id=show_id, brand_id=brand_id, deal_ids=deal_ids))
