"""What claims leave behind, written together: orders with their lines and keys, and the slots that their units take."""

from collections.abc import Collection, Sequence
from typing import Any

from commerce.orders import Line, Order
from commerce.settling import Attempt, Kept
from commerce.store.orders import orders_by_id
from commerce.tables import deal_slots, order_lines, orders
from kit.bulk import Rows, matching
from kit.unit_of_work import Draft, Tx

Taken = tuple[Order, tuple[int, ...]]
"""A new order, of one line, and the slots of the line's units."""


def add_claims(tx: Draft, taken: Sequence[Taken]) -> None:
    """Have them inserted with the transaction's events."""
    placed = [order for order, _ in taken]
    lines = [order.lines[0] for order in placed]
    tx.add(_orders(placed, lines), _lines(placed, lines), _slots(taken))


async def kept_under(tx: Tx, attempts: Collection[Attempt]) -> dict[Attempt, Kept]:
    """What was claimed under each of these keys. Ask after locking what is claimed."""
    if not attempts:
        return {}
    owners, keys = zip(*attempts, strict=True)
    found = await matching(
        tx.connection, (orders.c.id,), {orders.c.account_id: owners, orders.c.claim_key: keys}
    )
    placed = await orders_by_id(tx, [order_id for (order_id,) in found]) if found else []
    return {
        (order.account_id, order.claim_key): Kept(
            order.id, order.lines[0].deal_id, order.lines[0].quantity
        )
        for order in placed
        if order.claim_key is not None
    }


def _orders(placed: Sequence[Order], lines: Sequence[Line]) -> Rows:
    return Rows(
        orders,
        {
            "id": [order.id for order in placed],
            "account_id": [order.account_id for order in placed],
            "claim_key": [order.claim_key for order in placed],
            "brand_id": [order.brand_id for order in placed],
            "show_id": [order.show_id for order in placed],
            "status": [order.status.value for order in placed],
            "units": [line.quantity for line in lines],
            "total_minor": [line.amount_minor for line in lines],
            "currency": [order.currency for order in placed],
            "referral_token": [order.referral_token for order in placed],
            "created_at": [order.created_at for order in placed],
            "hold_expires_at": [order.hold_expires_at for order in placed],
            "was_offered": [order.was_offered for order in placed],
            "version": [order.version for order in placed],
            **_windows(placed),
            **_teams(placed),
        },
    )


def _lines(placed: Sequence[Order], lines: Sequence[Line]) -> Rows:
    return Rows(
        order_lines,
        {
            "order_id": [order.id for order in placed],
            "number": [1] * len(lines),
            "deal_id": [line.deal_id for line in lines],
            "product_id": [line.product_id for line in lines],
            "title": [line.title for line in lines],
            "quantity": [line.quantity for line in lines],
            "unit_price_minor": [line.unit_price_minor for line in lines],
            "list_price_minor": [line.list_price_minor for line in lines],
            **_deposits(lines),
        },
    )


def _windows(placed: Sequence[Order]) -> dict[str, Sequence[Any]]:
    """Only where something is sold in advance: other columns cost nothing then."""
    if all(order.balance_until is None for order in placed):
        return {}
    return {
        "balance_from": [order.balance_from for order in placed],
        "balance_until": [order.balance_until for order in placed],
    }


def _teams(placed: Sequence[Order]) -> dict[str, Sequence[Any]]:
    """The same, where people buy together."""
    if all(order.team_id is None for order in placed):
        return {}
    return {"team_id": [order.team_id for order in placed]}


def _deposits(lines: Sequence[Line]) -> dict[str, Sequence[Any]]:
    if not any(line.deposit_minor for line in lines):
        return {}
    return {
        "deposit_minor": [line.deposit_minor for line in lines],
        "worth_minor": [line.worth_minor for line in lines],
        "discount_minor": [line.discount_minor for line in lines],
    }


def _slots(taken: Sequence[Taken]) -> Rows:
    units = [(order, slot) for order, slots in taken for slot in slots]
    return Rows(
        deal_slots,
        {
            "deal_id": [order.lines[0].deal_id for order, _ in units],
            "account_id": [order.account_id for order, _ in units],
            "slot": [slot for _, slot in units],
            "order_id": [order.id for order, _ in units],
        },
    )
