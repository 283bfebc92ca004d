"""From what a buyer asks for to what `commerce.pricing.quoting.quote` needs: lines, tiers, vouchers, rates."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from babel.numbers import is_currency

from commerce import orders as order_rules
from commerce.deals import Deal, DealStatus
from commerce.early_places import rank_for
from commerce.errors import DealEnded, NoSuchDeal, NoSuchOrder, TierTooLow
from commerce.orders import Order
from commerce.presale.terms import Presale
from commerce.pricing.deposits import Deposit
from commerce.pricing.explaining import unknown
from commerce.pricing.festival import Festival
from commerce.pricing.lines import Line, Price
from commerce.pricing.points import with_points
from commerce.pricing.quote import Note, Quote
from commerce.pricing.quoting import quote
from commerce.pricing.shipping import with_shipping
from commerce.pricing.vouchers import Voucher
from commerce.products import Product
from commerce.quotes import store
from commerce.quotes.charged import charged
from commerce.quotes.errors import BadQuoteRequest
from commerce.quotes.price_lists import may_see
from commerce.quotes.purses import purses
from commerce.quotes.views import AskedLine, AskedQuote
from commerce.refusing import allowed, refuse
from commerce.store import deals as store_deals
from commerce.store import orders as store_orders
from commerce.store import products as store_products
from commerce.vouchers.books import Books
from commerce.vouchers.holding import left_for
from commerce.vouchers.issued import How, Issued
from commerce.vouchers.store import uses as store_uses
from commerce.vouchers.store import vouchers as store_vouchers
from kit.auth import Principal
from kit.unit_of_work import Tx
from membership import directory
from membership.ranks import rank_of


async def quote_for(tx: Tx, principal: Principal, asked: AskedQuote) -> Quote:
    """The quote for this person at this moment, inside a transaction. What the orders among the lines have reserved counts
    as free, since to reserve again gives it back first.

    Raises:
        NotSignedIn, NoSuchDeal, TierTooLow, DealEnded, NoSuchOrder, AlreadyPaid, HoldExpired, WasCancelled,
        BalanceNotDue, DepositForfeited, BadQuoteRequest, NoRate
    """
    lines = await _lines(tx, principal, asked.lines)
    brand_ids = {line.brand_id for line in lines}
    tier = {
        brand_id: (await directory.standing(tx, brand_id, principal.account_id)).rank
        for brand_id in sorted(brand_ids)
    }
    found = await _vouchers(tx, principal, asked, brand_ids)
    festival = Festival(_currency(asked, lines), await store.rates(tx), found.offers)
    made = allowed(quote(lines, tx.now, tier, found.chosen, festival))
    noted = replace(made, notes=(*made.notes, *found.unknown))
    wanted = {each.brand_id: each.points for each in asked.points}
    own = await purses(tx, principal.account_id, brand_ids, wanted)
    goods = with_points(noted, own, festival.rates)
    return with_shipping(goods, await charged(tx, tier), festival.rates)


@dataclass(frozen=True, slots=True)
class _Found:
    chosen: tuple[Voucher, ...]
    offers: tuple[Voucher, ...]
    unknown: tuple[Note, ...]


async def _lines(tx: Tx, principal: Principal, asked: Sequence[AskedLine]) -> list[Line]:
    _check(asked)
    orders = [await _held(tx, principal, line.order_id) for line in asked if line.order_id]
    deal_ids = {line.deal_id for line in asked if line.deal_id}
    ranks: dict[str, int] = {}
    deals = {deal_id: await _deal(tx, principal, deal_id, ranks) for deal_id in sorted(deal_ids)}
    in_orders = {line.deal_id for order in orders for line in order.lines}
    lists = await store.prices_of(tx, {*deals, *in_orders})
    now_minor = await _live_prices(tx, in_orders)
    products = await store_products.products_by_id(tx, _product_ids(deals.values(), orders))
    of_order = {order.id: order for order in orders}
    lines: list[Line] = []
    for line in asked:
        if line.order_id:
            lines += _order_lines(of_order[line.order_id], products, lists, now_minor)
        elif line.deal_id:
            deal = deals[line.deal_id]
            lines.append(_deal_line(deal, products[deal.product_id], line.quantity, lists[deal.id]))
    return lines


def _check(asked: Iterable[AskedLine]) -> None:
    order_ids = [line.order_id for line in asked if line.order_id is not None]
    if len(set(order_ids)) < len(order_ids):
        raise _bad("lines", "Send each order once.")
    if any((line.deal_id is None) == (line.order_id is None) for line in asked):
        raise _bad("lines", "Each line names either a deal or an order.")


async def _held(tx: Tx, principal: Principal, order_id: str) -> Order:
    """An order of the caller's whose units are held for payment."""
    account_id = principal.account()
    order = await store_orders.order(tx, order_id)
    if order is None or order.account_id != account_id:
        raise NoSuchOrder("Look for it among your orders.")
    refuse(order_rules.refuse_payment(order, tx.now))
    return order


async def _deal(tx: Tx, principal: Principal, deal_id: str, ranks: dict[str, int]) -> Deal:
    """A deal whose price holds for the caller; `ranks` keeps their rank by brand for the next one."""
    deal = await store_deals.deal(tx, deal_id)
    if deal is None:
        raise _no_such_deal()
    if deal.brand_id not in ranks:
        ranks[deal.brand_id] = await rank_of(tx, principal, deal.brand_id)
    if not may_see(deal, await rank_for(tx, principal, deal, ranks[deal.brand_id])):
        if deal.status is DealStatus.QUEUED:
            raise _no_such_deal()
        raise TierTooLow("Reach a higher tier with the brand, or choose another deal.")
    if deal.status is DealStatus.ENDED or deal.is_lapsed(tx.now):
        raise DealEnded("Its price does not hold any more. Look at the show's other deals.")
    return deal


def _product_ids(deals: Iterable[Deal], orders: Iterable[Order]) -> set[str]:
    return {
        *(deal.product_id for deal in deals),
        *(line.product_id for order in orders for line in order.lines),
    }


def _deal_line(deal: Deal, product: Product, quantity: int, listed: Sequence[Price]) -> Line:
    return Line(
        deal_id=deal.id,
        product_id=product.id,
        brand_id=deal.brand_id,
        category=product.category,
        title=product.title,
        quantity=quantity,
        currency=deal.currency,
        list_price_minor=product.list_price_minor,
        prices=(Price(0, deal.currency, deal.price_minor), *listed),
        deposit=_deposit_of_deal(deal.presale) if deal.presale else None,
    )


async def _live_prices(tx: Tx, deal_ids: Collection[str]) -> dict[str, int]:
    """What those of these deals ask that are live."""
    return {
        deal.id: deal.price_minor
        for deal in (await store_deals.deals_by_id(tx, deal_ids) if deal_ids else [])
        if deal.status is DealStatus.LIVE and not deal.is_lapsed(tx.now)
    }


def _order_lines(
    order: Order,
    products: dict[str, Product],
    lists: dict[str, list[Price]],
    now_minor: dict[str, int],
) -> list[Line]:
    """An order's lines at the price that it holds, or at what the live deal asks now if that is lower (P4)."""
    return [
        Line(
            deal_id=line.deal_id,
            product_id=line.product_id,
            brand_id=order.brand_id,
            category=products[line.product_id].category,
            title=line.title,
            quantity=line.quantity,
            currency=order.currency,
            list_price_minor=line.list_price_minor,
            prices=(
                Price(0, order.currency, _lower(line, now_minor)),
                *lists[line.deal_id],
            ),
            order_id=order.id,
            deposit=_deposit(order, line),
        )
        for line in order.lines
    ]


def _lower(line: order_rules.Line, now_minor: dict[str, int]) -> int:
    return min(line.unit_price_minor, now_minor.get(line.deal_id, line.unit_price_minor))


def _deposit(order: Order, line: order_rules.Line) -> Deposit | None:
    if order.balance_from is None:
        return None
    return Deposit(
        amount_minor=line.deposit_minor,
        worth_minor=line.worth_minor,
        balance_from=order.balance_from,
        is_paid=order.deposit_paid_at is not None,
    )


def _deposit_of_deal(presale: Presale) -> Deposit:
    return Deposit(
        amount_minor=presale.deposit_minor,
        worth_minor=presale.worth_minor,
        balance_from=presale.balance_from,
        is_paid=False,
    )


async def _vouchers(
    tx: Tx, principal: Principal, asked: AskedQuote, brand_ids: Collection[str]
) -> _Found:
    by_code = await store_vouchers.vouchers_by_code(tx, {_key(code) for code in asked.codes})
    opened = {issued.id for issued in by_code.values()}
    offered = {issued.id for issued in await store_vouchers.offers(tx, brand_ids)}
    books = await _books(tx, principal, asked, {*asked.voucher_ids, *opened, *offered})
    entered = await _entered(tx, principal, asked)
    chosen, unknown_notes = [], []
    for voucher_id in dict.fromkeys(asked.voucher_ids):
        issued = books.find(voucher_id)
        if issued is None or not _has(issued, books, principal, {*opened, *entered}):
            unknown_notes.append(unknown(voucher_id[:80]))
        else:
            chosen.append(issued)
    unknown_notes += [unknown(code) for code in asked.codes if _key(code) not in by_code]
    chosen += [books.voucher(voucher_id) for voucher_id in sorted(opened)]
    offers = [books.voucher(voucher_id) for voucher_id in sorted(offered)]
    return _Found(
        tuple(_for_buyer(issued, books, principal) for issued in chosen),
        tuple(_for_buyer(issued, books, principal) for issued in offers),
        tuple(unknown_notes),
    )


async def _books(
    tx: Tx, principal: Principal, asked: AskedQuote, voucher_ids: Collection[str]
) -> Books:
    """What there is of the vouchers, as if the orders among the lines had given back what they reserved."""
    order_ids = [line.order_id for line in asked.lines if line.order_id]
    account_ids = [principal.account_id] if principal.account_id else []
    books = await store_uses.read_books(tx, voucher_ids, account_ids, order_ids)
    for order_id in order_ids:
        books.give_back(order_id)
    return books


async def _entered(tx: Tx, principal: Principal, asked: AskedQuote) -> set[str]:
    if principal.account_id is None or not asked.voucher_ids:
        return set()
    return await store_vouchers.entered_among(tx, asked.voucher_ids, principal.account_id)


def _has(issued: Issued, books: Books, principal: Principal, opened: Collection[str]) -> bool:
    """Whether the person may know of the voucher: everyone has it, its code was entered, or they have a copy or use."""
    if issued.how is How.EVERYONE or issued.id in opened:
        return True
    return bool(books.held_by(issued.id, principal.account_id or ""))


def _for_buyer(issued: Issued, books: Books, principal: Principal) -> Voucher:
    held = books.held_by(issued.id, principal.account_id or "")
    return replace(issued.terms, left=left_for(issued, held))


def _currency(asked: AskedQuote, lines: Sequence[Line]) -> str:
    currency = asked.currency or lines[0].currency
    if not is_currency(currency):
        raise _bad("currency", "Enter a currency's ISO code, such as EUR.")
    return currency


def _key(code: str) -> str:
    return code.strip().upper()


def _no_such_deal() -> NoSuchDeal:
    return NoSuchDeal("The link may be old. The show's page lists its deals.")


def _bad(name: str, message: str) -> BadQuoteRequest:
    return BadQuoteRequest(message, fields={name: message})
