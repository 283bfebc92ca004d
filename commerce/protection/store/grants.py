"""Rows of what was granted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, insert, select

from commerce.payments.refund import RefundStatus
from commerce.payments.tables import refunds
from commerce.protection.grant import Grant
from commerce.protection.tables import price_grants
from kit.bulk import is_among
from kit.unit_of_work import Tx


@dataclass(frozen=True, slots=True)
class Granted:
    order_id: str
    grant: Grant
    refund_id: str
    """The money that went back for it."""
    granted_at: datetime


async def add_grants(tx: Tx, order_id: str, refund_id: str, grants: Sequence[Grant]) -> None:
    await tx.execute(
        insert(price_grants),
        [
            {
                "order_id": order_id,
                "number": grant.place + 1,
                "deal_id": grant.deal_id,
                "price_minor": grant.price_minor,
                "units": grant.units,
                "amount_minor": grant.amount_minor,
                "refund_id": refund_id,
                "granted_at": tx.now,
            }
            for grant in grants
        ],
    )


async def grants_of(tx: Tx, order_ids: Sequence[str]) -> list[Granted]:
    """All grants of these orders, by order and line."""
    rows = await tx.all(
        select(price_grants)
        .where(is_among(tx.connection, price_grants.c.order_id, order_ids))
        .order_by(price_grants.c.order_id, price_grants.c.number)
    )
    return [_granted(row) for row in rows]


async def lowered_prices(tx: Tx, order_id: str) -> dict[int, int]:
    """What a unit of a line costs since its price was lowered, by the line's place. Where the money did not arrive the
    price is as it was."""
    rows = await tx.all(
        select(price_grants.c.number, price_grants.c.price_minor)
        .join(refunds, refunds.c.id == price_grants.c.refund_id)
        .where(price_grants.c.order_id == order_id, refunds.c.status != RefundStatus.FAILED.value)
    )
    return {row["number"] - 1: row["price_minor"] for row in rows}


def _granted(row: RowMapping) -> Granted:
    grant = Grant(
        place=row["number"] - 1,
        deal_id=row["deal_id"],
        price_minor=row["price_minor"],
        units=row["units"],
        amount_minor=row["amount_minor"],
    )
    return Granted(row["order_id"], grant, row["refund_id"], row["granted_at"])
