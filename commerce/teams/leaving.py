"""What follows when an order gives its units back that has a place in a team, inside that transaction: what was paid goes back to
the buyer, and the place to others. The deal is locked, and the order."""

from commerce.order_status import OrderStatus
from commerce.orders import Order
from commerce.payments import store as store_payments
from commerce.payments.payment import Payment, Share
from commerce.payments.refund import Refund
from commerce.payments.refunding import begin_refund
from commerce.payments.sources import parts_of
from commerce.teams import store
from commerce.teams.announcing import tell_team
from commerce.teams.events import TeamChanged, TeamEnded
from commerce.teams.team import TeamStatus, without
from kit.ids import new_id
from kit.unit_of_work import Tx

REASON = "team_not_filled"
LEFT = "left_team"


async def leave_team(tx: Tx, before: Order, team_id: str) -> None:
    """`before` is the order as it was while it had the place."""
    team = await store.team(tx, team_id)
    assert team is not None, "a team is never deleted"
    is_forming = team.status is TeamStatus.FORMING
    if before.status is OrderStatus.AWAITING_TEAM:
        await _return_money(tx, before, LEFT if is_forming else REASON)
    if is_forming:
        after = without(team, before.id)
        await store.remove_place(tx, before.id)
        await store.save_team(tx, after)
        kind = TeamEnded if after.status is TeamStatus.ENDED else TeamChanged
        tell_team(tx, kind, after)


async def _return_money(tx: Tx, order: Order, reason: str) -> None:
    """Begin refunds of all that is left of what was paid. The worker asks the gateway for them."""
    payments = await store_payments.binding_payments(tx, order.id)
    for payment, share in parts_of(payments, order.id):
        if share.refunded_minor < share.amount_minor:
            await begin_refund(tx, share, _refund(tx, payment, share, reason))


def _refund(tx: Tx, payment: Payment, share: Share, reason: str) -> Refund:
    return Refund(
        id=new_id(),
        payment_id=payment.id,
        order_id=share.order_id,
        amount_minor=share.amount_minor - share.refunded_minor,
        currency=payment.currency,
        units={},
        reason=reason,
        restock=False,
        begun_by=None,
        begun_at=tx.now,
        next_check_at=tx.now,
    )
