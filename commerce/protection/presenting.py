"""Grants as their views."""

from collections.abc import Sequence

from commerce.payments.presenting import REFUND_STATES
from commerce.payments.refund import Refund
from commerce.protection.store.grants import Granted
from commerce.protection.views import GrantView
from kit.clock import to_ms


def grant_views(granted: Sequence[Granted], refunds: Sequence[Refund]) -> list[GrantView]:
    """Those of one order, with its refunds."""
    statuses = {refund.id: REFUND_STATES[refund.status] for refund in refunds}
    return [
        GrantView(
            line=each.grant.place + 1,
            price_minor=each.grant.price_minor,
            units=each.grant.units,
            amount_minor=each.grant.amount_minor,
            status=statuses[each.refund_id],
            granted_at_ms=to_ms(each.granted_at),
        )
        for each in granted
    ]
