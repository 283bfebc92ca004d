"""Rows of the sandbox's books."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import ColumnElement, RowMapping, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from commerce.payments.payment import Failure
from commerce.payments.sandbox.cards import Behaviour
from commerce.payments.sandbox.charge import Charge, ChargeStatus
from commerce.payments.sandbox.tables import sandbox_charges as charges
from commerce.payments.sandbox.tables import sandbox_refunds as refunds
from kit.unit_of_work import Tx


async def add_charge(tx: Tx, charge: Charge) -> None:
    """Unless there is one for the same payment."""
    dialect = sqlite if tx.is_sqlite else postgresql
    await tx.execute(dialect.insert(charges).values(asdict(charge)).on_conflict_do_nothing())


async def save_charge(tx: Tx, charge: Charge) -> None:
    await tx.execute(update(charges).where(charges.c.id == charge.id).values(**asdict(charge)))


async def charge_id_of(tx: Tx, payment_id: str) -> str:
    return str(await tx.scalar(select(charges.c.id).where(charges.c.payment_id == payment_id)))


async def lock_charge(tx: Tx, charge_id: str) -> Charge | None:
    return await _lock(tx, charges.c.id == charge_id)


async def lock_charge_by_secret(tx: Tx, secret: str) -> Charge | None:
    return await _lock(tx, charges.c.secret == secret)


async def charge_by_secret(tx: Tx, secret: str) -> Charge | None:
    row = await tx.first(select(charges).where(charges.c.secret == secret))
    return _charge(row) if row else None


async def charges_to_tell(tx: Tx, limit: int) -> Sequence[str]:
    """Charges of which the shop should be told now."""
    rows = await tx.all(
        select(charges.c.id)
        .where(charges.c.notify_at <= tx.now)
        .order_by(charges.c.notify_at)
        .limit(limit)
    )
    return [row["id"] for row in rows]


async def has_refund(tx: Tx, refund_id: str) -> bool:
    return await tx.scalar(select(refunds.c.id).where(refunds.c.id == refund_id)) is not None


async def refunded_minor(tx: Tx, charge_id: str) -> int:
    total = select(func.sum(refunds.c.amount_minor)).where(refunds.c.charge_id == charge_id)
    return int(await tx.scalar(total) or 0)


async def add_refund(tx: Tx, refund_id: str, charge_id: str, amount_minor: int) -> None:
    await tx.execute(
        insert(refunds).values(
            id=refund_id, charge_id=charge_id, amount_minor=amount_minor, refunded_at=tx.now
        )
    )


async def _lock(tx: Tx, condition: ColumnElement[bool]) -> Charge | None:
    row = await tx.first(select(charges).where(condition).with_for_update())
    return _charge(row) if row else None


def _charge(row: RowMapping) -> Charge:
    return Charge(
        **{
            **row,
            "behaviour": Behaviour(row["behaviour"]),
            "status": ChargeStatus(row["status"]),
            "failure": Failure(row["failure"]) if row["failure"] else None,
        }
    )
