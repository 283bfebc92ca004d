"""Deals and orders as their views, with the names that other tables hold."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from commerce.deals import Deal
from commerce.orders import Line, Order
from commerce.payments import store as store_payments
from commerce.payments.presenting import payment_view, refund_view
from commerce.payments.refund import Refund
from commerce.payments.views import PaymentView, RefundView
from commerce.presale.presenting import order_presale_view, presale_view
from commerce.pricing.quote import UsedVoucher
from commerce.products import Product, product_image_url
from commerce.protection.presenting import grant_views
from commerce.protection.store import grants as store_grants
from commerce.protection.store.grants import Granted
from commerce.protection.views import GrantView
from commerce.shipping import store as store_shipping
from commerce.store import orders as store_orders
from commerce.store import products as store_products
from commerce.teams.presenting import terms_view
from commerce.views import (
    BoardView,
    DealView,
    OrderLineView,
    OrderView,
    OrderVoucherView,
    StepView,
)
from kit.clock import to_ms
from kit.unit_of_work import Tx
from membership import directory
from membership.people import Brand

MoneyViews = tuple[PaymentView | None, tuple[RefundView, ...], tuple[GrantView, ...]]
"""An order's last payment, its refunds, and where its price was lowered."""
NO_MONEY: MoneyViews = (None, (), ())


async def deal_views(tx: Tx, deals: Sequence[Deal], early: Collection[str] = ()) -> list[DealView]:
    """`early` are ids of those that whoever is shown them sees before others."""
    products = await store_products.products_by_id(tx, (deal.product_id for deal in deals))
    return [
        _deal_view(deal, products[deal.product_id], is_early=deal.id in early) for deal in deals
    ]


async def deal_view(tx: Tx, deal: Deal) -> DealView:
    return (await deal_views(tx, [deal]))[0]


async def order_views(tx: Tx, orders: Sequence[Order]) -> list[OrderView]:
    people = {person for order in orders for person in (order.account_id, order.recipient_id)}
    handles = await directory.handles(tx, filter(None, people))
    brands = await directory.brands_by_id(tx, {order.brand_id for order in orders})
    money = await money_views(tx, orders)
    fees = await _fees(tx, orders)
    return [
        view_of_order(
            order,
            brands[order.brand_id],
            handles[order.account_id],
            money[order.id],
            handles.get(order.recipient_id or ""),
            fees.get(order.brand_id, 0),
        )
        for order in orders
    ]


async def order_view(tx: Tx, order: Order) -> OrderView:
    return (await order_views(tx, [order]))[0]


async def money_views(tx: Tx, orders: Iterable[Order]) -> dict[str, MoneyViews]:
    """What became of each order's money. Of an order that was only placed there is nothing."""
    orders = list(orders)
    views = {order.id: NO_MONEY for order in orders}
    changed = [order.id for order in orders if order.version > 1]
    if not changed:
        return views
    payments = await store_payments.last_payments(tx, changed)
    # Each statement sees what is committed by then, and a grant comes with its refund: read after it, that is there.
    granted: dict[str, list[Granted]] = defaultdict(list)
    for grant in await store_grants.grants_of(tx, changed):
        granted[grant.order_id].append(grant)
    refunds_of: dict[str, list[Refund]] = defaultdict(list)
    for refund in await store_payments.refunds_of(tx, changed):
        refunds_of[refund.order_id].append(refund)
    for order_id in changed:
        own, lowered = refunds_of[order_id], granted[order_id]
        views[order_id] = (
            payment_view(payments.get(order_id), own),
            (*map(refund_view, own),),
            (*grant_views(lowered, own),),
        )
    return views


async def _fees(tx: Tx, orders: Iterable[Order]) -> dict[str, int]:
    """What brands charge for shipping, of those whose orders wait for a balance."""
    brand_ids = {order.brand_id for order in orders if order.balance_until and not order.paid_at}
    terms = await store_shipping.terms_of(tx, brand_ids) if brand_ids else {}
    return {brand_id: each.fee_minor for brand_id, each in terms.items()}


async def board_view(tx: Tx, show_id: str, currency: str) -> BoardView:
    return (await board_views(tx, {show_id: currency}))[show_id]


async def board_views(tx: Tx, currencies: Mapping[str, str]) -> dict[str, BoardView]:
    """Of shows, given with their currencies."""
    sums = await store_orders.sums_of_shows(tx, currencies)
    return {
        show_id: BoardView(currency=currency, **sums[show_id])
        for show_id, currency in currencies.items()
    }


def _deal_view(deal: Deal, product: Product, *, is_early: bool) -> DealView:
    return DealView(
        id=deal.id,
        show_id=deal.show_id,
        brand_id=deal.brand_id,
        product_id=product.id,
        title=product.title,
        description=product.description,
        image_url=product.image_url,
        list_price_minor=product.list_price_minor,
        price_minor=deal.price_minor,
        currency=deal.currency,
        stock=deal.stock,
        stock_left=deal.stock_left,
        per_buyer_limit=deal.per_buyer_limit,
        min_tier_rank=deal.min_tier_rank,
        tiers_first=deal.tiers_first,
        steps=[
            StepView(min_tier_rank=step.min_tier_rank, at_ms=to_ms(step.at)) for step in deal.steps
        ],
        is_early=is_early,
        duration_s=deal.duration_s,
        status=deal.status.value,
        opened_at_ms=_ms(deal.opened_at),
        closes_at_ms=_ms(deal.closes_at),
        is_pinned=deal.is_pinned,
        sells_on=deal.sells_on,
        is_lowest_price=deal.is_lowest_price,
        was_price_minor=deal.was_price_minor,
        waiting=deal.waiting,
        line_served=deal.line_served,
        presale=presale_view(deal),
        team=terms_view(deal.team),
        version=deal.version,
    )


def view_of_order(
    order: Order,
    brand: Brand,
    buyer_handle: str,
    money: MoneyViews = NO_MONEY,
    recipient_handle: str | None = None,
    fee_minor: int = 0,
) -> OrderView:
    payment, refunds, lowered = money
    return OrderView(
        id=order.id,
        number=order.number,
        brand_id=brand.id,
        brand_slug=brand.slug,
        brand_name=brand.name,
        show_id=order.show_id,
        buyer_handle=buyer_handle,
        status=order.status.value,
        lines=[_line_view(line) for line in order.lines],
        shipping_minor=order.shipping_minor,
        discount_minor=order.discount_minor,
        vouchers=[*map(_voucher_view, order.quote.vouchers)] if order.quote else [],
        total_minor=order.total_minor,
        currency=order.currency,
        created_at_ms=to_ms(order.created_at),
        hold_expires_at_ms=to_ms(order.hold_expires_at),
        was_offered=order.was_offered,
        presale=order_presale_view(order, fee_minor),
        team_id=order.team_id,
        payment=payment,
        paid_at_ms=_ms(order.paid_at),
        card_last4=order.card_last4,
        refunded_minor=order.refunded_minor,
        refunds=[*refunds],
        lowered=[*lowered],
        fulfilled_at_ms=_ms(order.fulfilled_at),
        tracking=order.tracking,
        recipient_handle=recipient_handle,
        version=order.version,
    )


def _line_view(line: Line) -> OrderLineView:
    return OrderLineView(
        deal_id=line.deal_id,
        product_id=line.product_id,
        title=line.title,
        image_url=product_image_url(line.product_id),
        quantity=line.quantity,
        unit_price_minor=line.unit_price_minor,
        list_price_minor=line.list_price_minor,
        discount_minor=line.discount_minor,
        refunded_quantity=line.refunded_quantity,
    )


def _voucher_view(used: UsedVoucher) -> OrderVoucherView:
    return OrderVoucherView(
        voucher_id=used.voucher_id, title=used.title, discount_minor=used.discount_minor
    )


def _ms(at: datetime | None) -> int | None:
    return None if at is None else to_ms(at)
