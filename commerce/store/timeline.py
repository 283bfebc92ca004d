"""What commerce knows of a member's timeline: orders with what became of them, and vouchers."""

from typing import Any

from sqlalchemy import ColumnElement, Select, literal, select, union_all

from commerce.order_status import OrderStatus
from commerce.orders import number_of
from commerce.payments.refund import RefundStatus
from commerce.payments.tables import refunds
from commerce.tables import orders
from commerce.vouchers.tables import voucher_uses, vouchers
from kit.unit_of_work import Tx
from membership.relations.paging import page_of
from membership.relations.timeline import Asked, Entry, Kind


async def orders_of(tx: Tx, asked: Asked) -> list[Entry]:
    """Each order once for each state that it came to, and each refund."""
    is_theirs = (orders.c.brand_id == asked.brand_id) & (orders.c.account_id == asked.account_id)
    is_expired = orders.c.status == OrderStatus.EXPIRED.value
    found = union_all(
        _state("placed", orders.c.created_at).where(is_theirs),
        _state("deposit", orders.c.deposit_paid_at).where(is_theirs),
        _state("paid", orders.c.paid_at).where(is_theirs),
        _state("sent", orders.c.fulfilled_at).where(is_theirs),
        _state("expired", orders.c.hold_expires_at).where(is_theirs, is_expired),
        _refunded().where(is_theirs),
    )
    return [
        Entry(
            at=row["at"],
            key=row["key"],
            kind=Kind.ORDER,
            what=row["what"],
            title=number_of(row["order_id"]),
            subject_id=row["order_id"],
            status=row["status"],
            amount_minor=row["amount_minor"],
            currency=row["currency"],
        )
        for row in await tx.all(page_of(found, asked))
    ]


async def vouchers_of(tx: Tx, asked: Asked) -> list[Entry]:
    """The brand's vouchers that they were given or took, as of then, and how each is now."""
    taken = (
        select(
            voucher_uses.c.taken_at.label("at"),
            voucher_uses.c.id.label("key"),
            voucher_uses.c.status,
            vouchers.c.title,
        )
        .join(vouchers, vouchers.c.id == voucher_uses.c.voucher_id)
        .where(voucher_uses.c.account_id == asked.account_id, vouchers.c.brand_id == asked.brand_id)
    )
    return [
        Entry(
            at=row["at"],
            key=row["key"],
            kind=Kind.VOUCHER,
            what="taken",
            title=row["title"],
            status=row["status"],
        )
        for row in await tx.all(page_of(taken, asked))
    ]


def _state(what: str, at: ColumnElement[Any]) -> Select[Any]:
    return select(
        at.label("at"),
        (orders.c.id + what).label("key"),
        literal(what).label("what"),
        orders.c.id.label("order_id"),
        orders.c.status,
        orders.c.total_minor.label("amount_minor"),
        orders.c.currency,
    ).where(at.is_not(None))


def _refunded() -> Select[Any]:
    return (
        select(
            refunds.c.begun_at.label("at"),
            refunds.c.id.label("key"),
            literal("refunded").label("what"),
            orders.c.id.label("order_id"),
            orders.c.status,
            refunds.c.amount_minor,
            refunds.c.currency,
        )
        .join(orders, orders.c.id == refunds.c.order_id)
        .where(refunds.c.status != RefundStatus.FAILED.value)
    )
