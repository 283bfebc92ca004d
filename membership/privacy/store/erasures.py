"""Erasures' rows, and what is left of an account."""

from datetime import datetime

from sqlalchemy import RowMapping, delete, insert, select, update

from kit.unit_of_work import Tx
from membership.people import email_key, handle_key
from membership.privacy.tables import erasures
from membership.security.tables import account_letters, account_tokens
from membership.tables import accounts, sessions, staff

NO_PASSWORD = "!"  # noqa: S105 - of this nothing is the hash


async def erasure(tx: Tx, account_id: str) -> RowMapping | None:
    return await tx.first(select(erasures).where(erasures.c.account_id == account_id))


async def add_erasure(tx: Tx, account_id: str) -> None:
    await tx.execute(
        insert(erasures).values(account_id=account_id, asked_at=tx.now, due_at=tx.now, passes=0)
    )


async def due_erasures(tx: Tx, limit: int) -> list[RowMapping]:
    return list(
        await tx.all(
            select(erasures)
            .where(erasures.c.due_at <= tx.now)
            .order_by(erasures.c.due_at)
            .limit(limit)
        )
    )


async def save(tx: Tx, account_id: str, passes: int, due_at: datetime | None) -> None:
    await tx.execute(
        update(erasures)
        .where(erasures.c.account_id == account_id)
        .values(passes=passes, due_at=due_at)
    )


async def anonymise(tx: Tx, account_id: str, handle: str) -> None:
    """Leave nothing of the account but that it was, and end its sessions and roles, and what letters could still do."""
    email = f"{handle}@erased.invalid"
    await tx.execute(
        update(accounts)
        .where(accounts.c.id == account_id)
        .values(
            handle=handle,
            handle_key=handle_key(handle),
            email=email,
            email_key=email_key(email),
            password_hash=NO_PASSWORD,
            is_operator=False,
        )
    )
    for table in (sessions, staff, account_tokens, account_letters):
        await tx.execute(delete(table).where(table.c.account_id == account_id))
