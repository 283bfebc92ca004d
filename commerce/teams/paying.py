"""Whether money still pays a place in a team. The order is locked, so nobody decides on its team meanwhile."""

from commerce.order_status import GAVE_BACK
from commerce.orders import Order
from commerce.teams import store
from kit.unit_of_work import Tx


async def takes_money(tx: Tx, order: Order) -> bool:
    """A place that was given back is not taken again: the team may be over, or others' by now."""
    if order.team_id is None:
        return True
    team = await store.team(tx, order.team_id)
    assert team is not None, "a team is never deleted"
    return order.status not in GAVE_BACK and team.takes_money(tx.now)
