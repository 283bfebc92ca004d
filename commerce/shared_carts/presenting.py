"""Shared carts as their views: of each the lines that were chosen, and nothing else of its sharer's."""

from collections.abc import Sequence

from commerce.shared_carts.shared_cart import SharedCart
from commerce.shared_carts.views import SharedCartView, SharedLineView
from commerce.wishes.showing import Showing
from kit.auth import Principal
from kit.clock import to_ms
from kit.unit_of_work import Tx
from membership import directory


async def shared_cart_views(
    tx: Tx, showing: Showing, principal: Principal, carts: Sequence[SharedCart]
) -> list[SharedCartView]:
    """As the caller may see them."""
    items = {line.item.id: line.item for cart in carts for line in cart.shown_lines(tx.now)}
    shown = await showing.views(tx, principal, list(items.values()))
    brands = await directory.brands_by_id(tx, {cart.brand_id for cart in carts})
    handles = await directory.handles(tx, {cart.account_id for cart in carts})
    return [
        SharedCartView(
            id=cart.id,
            kind=cart.kind,
            sharer_handle=handles[cart.account_id],
            brand_id=cart.brand_id,
            brand_slug=brands[cart.brand_id].slug,
            brand_name=brands[cart.brand_id].name,
            status=cart.status(tx.now).value,
            lines=[
                SharedLineView(item=shown[line.item.id], quantity=line.quantity)
                for line in cart.shown_lines(tx.now)
            ],
            expires_at_ms=to_ms(cart.expires_at),
            is_mine=cart.account_id == principal.account_id,
            version=cart.version,
        )
        for cart in carts
    ]
