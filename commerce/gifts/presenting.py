"""Gifts as their views."""

from collections.abc import Sequence

from commerce.gifts.gift import Gift, GiftStatus
from commerce.gifts.views import GiftLineView, GiftOfferView, GiftView, ReceivedGiftView
from commerce.order_status import OrderStatus
from commerce.orders import Order
from commerce.products import product_image_url
from commerce.store import orders as store_orders
from kit.auth import Principal
from kit.clock import to_ms
from kit.unit_of_work import Tx
from membership import directory
from membership.people import Brand


async def gift_view(tx: Tx, gift: Gift) -> GiftView:
    recipient_id = gift.recipient_id
    handles = await directory.handles(tx, [recipient_id]) if recipient_id else {}
    return GiftView(
        order_id=gift.order_id,
        path=None if gift.expires_at is None else gift.path,
        message=gift.message,
        status=gift.status(tx.now).value,
        recipient_handle=handles[recipient_id] if recipient_id else None,
        expires_at_ms=to_ms(gift.expires_at) if gift.expires_at else None,
        accepted_at_ms=to_ms(gift.accepted_at) if gift.accepted_at else None,
        version=gift.version,
    )


async def offer_view(tx: Tx, principal: Principal, gift: Gift, order: Order) -> GiftOfferView:
    assert gift.expires_at is not None, "nobody has the secret of one that waits"
    status = gift.status(tx.now)
    is_mine = gift.account_id == principal.account_id
    is_received = gift.recipient_id is not None and gift.recipient_id == principal.account_id
    is_shown = status is GiftStatus.OPEN or is_mine or is_received
    brands = await directory.brands_by_id(tx, [order.brand_id])
    handles = await directory.handles(tx, [gift.account_id])
    return GiftOfferView(
        giver_handle=handles[gift.account_id],
        status=status.value,
        brand_name=brands[order.brand_id].name,
        brand_slug=brands[order.brand_id].slug,
        lines=_lines(order) if is_shown else [],
        message=gift.message if is_shown else "",
        expires_at_ms=to_ms(gift.expires_at),
        is_mine=is_mine,
        is_received=is_received,
    )


async def received_views(tx: Tx, gifts: Sequence[Gift]) -> list[ReceivedGiftView]:
    """Views of gifts that were accepted."""
    found = await store_orders.orders_by_id(tx, [gift.order_id for gift in gifts])
    orders = {order.id: order for order in found}
    brands = await directory.brands_by_id(tx, {order.brand_id for order in found})
    handles = await directory.handles(tx, {gift.account_id for gift in gifts})
    return [
        _received_view(
            gift,
            orders[gift.order_id],
            brands[orders[gift.order_id].brand_id],
            handles[gift.account_id],
        )
        for gift in gifts
    ]


def _received_view(gift: Gift, order: Order, brand: Brand, giver: str) -> ReceivedGiftView:
    assert gift.accepted_at is not None, "nobody accepted it"
    return ReceivedGiftView(
        number=order.number,
        giver_handle=giver,
        brand_name=brand.name,
        brand_slug=brand.slug,
        lines=_lines(order),
        message=gift.message,
        accepted_at_ms=to_ms(gift.accepted_at),
        is_refunded=order.status is OrderStatus.REFUNDED,
        fulfilled_at_ms=to_ms(order.fulfilled_at) if order.fulfilled_at else None,
        tracking=order.tracking,
    )


def _lines(order: Order) -> list[GiftLineView]:
    return [
        GiftLineView(
            title=line.title,
            image_url=product_image_url(line.product_id),
            quantity=line.quantity,
        )
        for line in order.lines
    ]
