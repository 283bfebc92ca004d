"""Exports' rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, delete, insert, literal, select, tuple_, update

from kit.unit_of_work import Tx
from membership.privacy.files import File
from membership.privacy.tables import export_parts, exports

BEGUN = "begun"
READY = "ready"


async def add_export(tx: Tx, export_id: str, account_id: str, files: int) -> None:
    await tx.execute(
        insert(exports).values(
            id=export_id,
            account_id=account_id,
            status=BEGUN,
            files_done=0,
            files=files,
            size=0,
            asked_at=tx.now,
            due_at=tx.now,
        )
    )


async def last_export(tx: Tx, account_id: str) -> RowMapping | None:
    """The last that is under way, or can be downloaded."""
    lasts = exports.c.expires_at.is_(None) | (exports.c.expires_at > tx.now)
    return await tx.first(
        select(exports)
        .where(exports.c.account_id == account_id, lasts)
        .order_by(exports.c.id.desc())
        .limit(1)
    )


async def take_due(tx: Tx, until: datetime) -> RowMapping | None:
    """The next export to be made, which is the caller's until then. What another had begun of it is thrown away."""
    row = await tx.first(
        select(exports)
        .where(exports.c.status == BEGUN, exports.c.due_at <= tx.now)
        .order_by(exports.c.due_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if row is not None:
        await forget_parts(tx, [row["id"]])
        taken = {"due_at": until, "files_done": 0, "size": 0}
        await tx.execute(update(exports).where(exports.c.id == row["id"]).values(taken))
    return row


async def add_part(
    tx: Tx,
    export_id: str,
    number: int,
    data: bytes,
    files_done: int,
    due: tuple[datetime, datetime],
) -> bool:
    """Keep the next part, if the export is still the caller's by the first time, and until the second; whether it is."""
    mine, until = due
    is_mine = (exports.c.id == export_id) & (exports.c.due_at == mine)
    kept = {"due_at": until, "files_done": files_done, "size": exports.c.size + len(data)}
    if not await tx.execute(update(exports).where(is_mine).values(kept)):
        return False
    await tx.execute(insert(export_parts).values(export_id=export_id, number=number, data=data))
    return True


async def finish(tx: Tx, export_id: str, expires_at: datetime) -> None:
    await tx.execute(
        update(exports).where(exports.c.id == export_id).values(status=READY, expires_at=expires_at)
    )


async def part(tx: Tx, export_id: str, number: int) -> bytes | None:
    row = await tx.first(
        select(export_parts.c.data).where(
            export_parts.c.export_id == export_id, export_parts.c.number == number
        )
    )
    return row["data"] if row else None


async def forget_exports(tx: Tx, *, of: str | None = None) -> int:
    """Delete the exports that nobody can download any more, or all that one person can; how many."""
    is_over = exports.c.expires_at <= tx.now
    if of is not None:
        is_over = (exports.c.account_id == of) & (exports.c.status == READY)
    ids = [row["id"] for row in await tx.all(select(exports.c.id).where(is_over))]
    await forget_parts(tx, ids)
    return await tx.execute(delete(exports).where(exports.c.id.in_(ids)))


async def forget_parts(tx: Tx, export_ids: Sequence[str]) -> None:
    await tx.execute(delete(export_parts).where(export_parts.c.export_id.in_(export_ids)))


async def rows_of(
    tx: Tx, file: File, account_id: str, after: Sequence[Any] | None, limit: int
) -> list[RowMapping]:
    """The next of the file's rows; `after` is the key of the last, which stands in its columns `key_0` and so on."""
    statement = file.rows(account_id).add_columns(
        *(column.label(f"key_{number}") for number, column in enumerate(file.key))
    )
    if after is not None:
        last = (literal(value, column.type) for value, column in zip(after, file.key, strict=True))
        statement = statement.where(tuple_(*file.key) > tuple_(*last))
    return list(await tx.all(statement.order_by(*file.key).limit(limit)))
