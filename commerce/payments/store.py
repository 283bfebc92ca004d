"""Rows of payments with their shares, of refunds with their units, of the notices that were received, and of the cards that
were used.

Who needs the locks of several rows takes those of deals first, then those of orders, then those of payments.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import RowMapping, Select, Table, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from commerce.orders import Purpose
from commerce.payments.payment import UNDER_WAY, Failure, Payment, PaymentStatus, Share
from commerce.payments.refund import Refund, RefundStatus
from commerce.payments.tables import (
    payment_events,
    payment_orders,
    payments,
    refund_lines,
    refunds,
    used_cards,
)
from kit.bulk import is_among
from kit.unit_of_work import Tx

IS_UNDER_WAY = payments.c.status.in_(sorted(status.value for status in UNDER_WAY))
IS_BEGUN = refunds.c.status == RefundStatus.BEGUN.value


async def add_payment(tx: Tx, payment: Payment) -> None:
    await tx.execute(insert(payments).values(**_payment_values(payment)))
    await tx.execute(
        insert(payment_orders),
        [{"payment_id": payment.id, **asdict(share)} for share in payment.shares],
    )


async def save_payment(tx: Tx, payment: Payment) -> None:
    """Save a locked payment, but for its shares."""
    await tx.execute(
        update(payments).where(payments.c.id == payment.id).values(**_payment_values(payment))
    )


async def save_share(tx: Tx, payment_id: str, share: Share) -> None:
    await tx.execute(
        update(payment_orders)
        .where(
            payment_orders.c.payment_id == payment_id, payment_orders.c.order_id == share.order_id
        )
        .values(is_binding=share.is_binding, refunded_minor=share.refunded_minor)
    )


async def payment(tx: Tx, payment_id: str) -> Payment | None:
    return await _one(tx, select(payments).where(payments.c.id == payment_id))


async def lock_payment(tx: Tx, payment_id: str) -> Payment | None:
    """The payment as it is now, and nobody changes it before this transaction ends. Lock its orders first."""
    return await _one(tx, select(payments).where(payments.c.id == payment_id).with_for_update())


async def binding_payment(tx: Tx, order_id: str) -> Payment | None:
    """The last one that pays the order, or may yet: of a pre-sale first the deposit's, then the balance's."""
    found = await binding_payments(tx, order_id)
    return found[-1] if found else None


async def binding_payments(tx: Tx, order_id: str) -> list[Payment]:
    """Those that pay the order, or may yet, the first one first: one at most for each purpose."""
    binding = select(payment_orders.c.payment_id).where(
        payment_orders.c.order_id == order_id, payment_orders.c.is_binding
    )
    return await _all(
        tx, select(payments).where(payments.c.id.in_(binding)).order_by(payments.c.id)
    )


async def is_bound(tx: Tx, order_id: str, purpose: Purpose) -> bool:
    """Whether there is a payment that pays this of the order, or may yet."""
    found = await tx.scalar(
        select(payment_orders.c.payment_id).where(
            payment_orders.c.order_id == order_id,
            payment_orders.c.is_binding,
            payment_orders.c.purpose == purpose.value,
        )
    )
    return found is not None


async def last_payments(tx: Tx, order_ids: Sequence[str]) -> dict[str, Payment]:
    """The last payment of each order that has one."""
    rows = await tx.all(
        select(payment_orders.c.order_id, payment_orders.c.payment_id)
        .where(is_among(tx.connection, payment_orders.c.order_id, order_ids))
        .order_by(payment_orders.c.payment_id)
    )
    last = {row["order_id"]: row["payment_id"] for row in rows}
    among = is_among(tx.connection, payments.c.id, set(last.values()))
    found = await _all(tx, select(payments).where(among))
    by_id = {payment.id: payment for payment in found}
    return {order_id: by_id[payment_id] for order_id, payment_id in last.items()}


async def due_payments(tx: Tx, limit: int) -> list[Payment]:
    """Payments under way of which the gateway should be asked, the longest overdue first."""
    due = select(payments).where(IS_UNDER_WAY, payments.c.next_check_at <= tx.now)
    return await _all(tx, due.order_by(payments.c.next_check_at).limit(limit))


async def take_check(tx: Tx, seen: Payment, checked: Payment) -> bool:
    """Be the one who asks; False if another worker was faster."""
    taken = await tx.execute(
        update(payments)
        .where(payments.c.id == seen.id, payments.c.next_check_at == seen.next_check_at)
        .values(next_check_at=checked.next_check_at, checks=checked.checks)
    )
    return taken == 1


async def keep_reference(tx: Tx, payment_id: str, reference: str) -> bool:
    """Keep what the gateway calls the payment; False if it was given up meanwhile."""
    kept = await tx.execute(
        update(payments)
        .where(
            payments.c.id == payment_id,
            payments.c.status == PaymentStatus.BEGUN.value,
            payments.c.reference.is_(None) | (payments.c.reference == reference),
        )
        .values(reference=reference)
    )
    return kept == 1


async def add_refund(tx: Tx, refund: Refund) -> None:
    await tx.execute(insert(refunds).values(**_refund_values(refund)))
    if refund.units:
        await tx.execute(
            insert(refund_lines),
            [
                {"refund_id": refund.id, "number": place + 1, "quantity": quantity}
                for place, quantity in refund.units.items()
            ],
        )


async def settle_refund(tx: Tx, refund_id: str, status: RefundStatus) -> bool:
    """Whether this is what ended it: False if it had ended already."""
    ended = await tx.execute(
        update(refunds).where(refunds.c.id == refund_id, IS_BEGUN).values(status=status.value)
    )
    return ended == 1


async def refund(tx: Tx, refund_id: str) -> Refund | None:
    found = await _refunds(tx, select(refunds).where(refunds.c.id == refund_id))
    return found[0] if found else None


async def refunds_of(tx: Tx, order_ids: Sequence[str]) -> list[Refund]:
    """All refunds of these orders, the oldest first."""
    of_these = select(refunds).where(is_among(tx.connection, refunds.c.order_id, order_ids))
    return await _refunds(tx, of_these.order_by(refunds.c.id))


async def due_refunds(tx: Tx, limit: int) -> list[Refund]:
    """Refunds for which the gateway should be asked once more, the longest overdue first."""
    due = select(refunds).where(IS_BEGUN, refunds.c.next_check_at <= tx.now)
    return await _refunds(tx, due.order_by(refunds.c.next_check_at).limit(limit))


async def take_refund_check(tx: Tx, seen: Refund, checked: Refund) -> bool:
    """Be the one who asks; False if another worker was faster."""
    taken = await tx.execute(
        update(refunds)
        .where(refunds.c.id == seen.id, refunds.c.next_check_at == seen.next_check_at)
        .values(next_check_at=checked.next_check_at, checks=checked.checks)
    )
    return taken == 1


async def remember_event(tx: Tx, gateway: str, event_id: str) -> bool:
    """Whether the notice is new."""
    dialect = sqlite if tx.is_sqlite else postgresql
    row = {"gateway": gateway, "event_id": event_id, "received_at": tx.now}
    statement = dialect.insert(payment_events).values(row).on_conflict_do_nothing()
    return await tx.execute(statement) == 1


async def forget_events(tx: Tx, before: datetime) -> int:
    """Delete what is remembered of notices from before then; of how many."""
    return await tx.execute(delete(payment_events).where(payment_events.c.received_at < before))


async def keep_used_card(tx: Tx, account_id: str, card_hash: str) -> None:
    """Note that the person paid with the card just now."""
    dialect = sqlite if tx.is_sqlite else postgresql
    await tx.execute(
        dialect.insert(used_cards)
        .values(account_id=account_id, card_hash=card_hash, used_at=tx.now)
        .on_conflict_do_update(
            index_elements=[used_cards.c.account_id, used_cards.c.card_hash],
            set_={"used_at": tx.now},
        )
    )


async def shared_cards(
    tx: Tx, pairs: Collection[tuple[str, str]], since: datetime
) -> dict[tuple[str, str], int]:
    """How many cards both of each pair of accounts paid with since then; pairs with none are left out."""
    ones, others = used_cards.alias(), used_cards.alias()
    rows = await tx.all(
        select(
            ones.c.account_id.label("one"),
            others.c.account_id.label("other"),
            func.count().label("n"),
        )
        .join(others, others.c.card_hash == ones.c.card_hash)
        .where(
            is_among(tx.connection, ones.c.account_id, {one for one, _ in pairs}),
            is_among(tx.connection, others.c.account_id, {other for _, other in pairs}),
            ones.c.used_at > since,
            others.c.used_at > since,
        )
        .group_by(ones.c.account_id, others.c.account_id)
    )
    found = {(row["one"], row["other"]): row["n"] for row in rows}
    return {pair: found[pair] for pair in pairs if pair in found}


async def forget_used_cards(tx: Tx, before: datetime) -> int:
    return await tx.execute(delete(used_cards).where(used_cards.c.used_at <= before))


async def _one(tx: Tx, statement: Select[*tuple[object, ...]]) -> Payment | None:
    found = await _all(tx, statement)
    return found[0] if found else None


async def _all(tx: Tx, statement: Select[*tuple[object, ...]]) -> list[Payment]:
    rows = await tx.all(statement)
    shares = await _children(tx, payment_orders, "payment_id", [row["id"] for row in rows])
    return [_payment(row, shares[row["id"]]) for row in rows]


async def _refunds(tx: Tx, statement: Select[*tuple[object, ...]]) -> list[Refund]:
    rows = await tx.all(statement)
    lines = await _children(tx, refund_lines, "refund_id", [row["id"] for row in rows])
    return [_refund(row, lines[row["id"]]) for row in rows]


async def _children(
    tx: Tx, table: Table, parent: str, ids: Iterable[str]
) -> dict[str, list[RowMapping]]:
    """The table's rows by their parent, for each of these parents."""
    children: dict[str, list[RowMapping]] = {each: [] for each in ids}
    if children:
        keys = table.primary_key.columns
        rows = await tx.all(select(table).where(table.c[parent].in_(children)).order_by(*keys))
        for row in rows:
            children[row[parent]].append(row)
    return children


def _payment_values(payment: Payment) -> dict[str, object]:
    values = {key: value for key, value in asdict(payment).items() if key != "shares"}
    return {**values, "amount_minor": payment.amount_minor}


def _payment(row: RowMapping, shares: Iterable[RowMapping]) -> Payment:
    values = {key: value for key, value in row.items() if key != "amount_minor"}
    failure = Failure(row["failure"]) if row["failure"] else None
    status = PaymentStatus(row["status"])
    return Payment(
        **{**values, "status": status, "failure": failure, "shares": tuple(map(_share, shares))}
    )


def _share(row: RowMapping) -> Share:
    values = {key: value for key, value in row.items() if key != "payment_id"}
    return Share(**{**values, "purpose": Purpose(row["purpose"])})


def _refund_values(refund: Refund) -> dict[str, object]:
    return {key: value for key, value in asdict(refund).items() if key != "units"}


def _refund(row: RowMapping, lines: Iterable[RowMapping]) -> Refund:
    units = {line["number"] - 1: line["quantity"] for line in lines}
    return Refund(**{**row, "status": RefundStatus(row["status"]), "units": units})
