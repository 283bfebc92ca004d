"""Chat's rows: messages and mutes."""

from collections.abc import Iterable, Sequence

from sqlalchemy import RowMapping, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from chat.speakers import Speaker
from chat.tables import messages, mutes
from kit.unit_of_work import Tx


async def add_message(
    tx: Tx, message_id: str, show_id: str, account_id: str, speaker: Speaker, text: str
) -> None:
    await tx.execute(
        insert(messages).values(
            id=message_id,
            show_id=show_id,
            account_id=account_id,
            badge=speaker.badge,
            is_staff=speaker.is_staff,
            text=text,
            sent_at=tx.now,
        )
    )


async def message(tx: Tx, message_id: str) -> RowMapping | None:
    """The message, deleted or not."""
    return await tx.first(select(messages).where(messages.c.id == message_id))


async def last_messages(tx: Tx, show_id: str, limit: int) -> list[RowMapping]:
    """The newest that are not deleted, oldest first."""
    rows = await tx.all(
        select(messages)
        .where(messages.c.show_id == show_id, messages.c.deleted_at.is_(None))
        .order_by(messages.c.id.desc())
        .limit(limit)
    )
    return list(reversed(rows))


async def mark_deleted(tx: Tx, message_id: str, by: str) -> bool:
    """Whether it had not been deleted before."""
    return (
        await tx.execute(
            update(messages)
            .where(messages.c.id == message_id, messages.c.deleted_at.is_(None))
            .values(deleted_at=tx.now, deleted_by=by)
        )
        == 1
    )


async def add_mute(tx: Tx, show_id: str, account_id: str, by: str) -> bool:
    """Mute the person; False if they were muted already."""
    dialect = sqlite if tx.is_sqlite else postgresql
    statement = dialect.insert(mutes).values(
        show_id=show_id, account_id=account_id, muted_by=by, muted_at=tx.now
    )
    return await tx.execute(statement.on_conflict_do_nothing()) == 1


async def remove_mute(tx: Tx, show_id: str, account_id: str) -> bool:
    """Whether there was one to remove."""
    return (
        await tx.execute(
            delete(mutes).where(mutes.c.show_id == show_id, mutes.c.account_id == account_id)
        )
        == 1
    )


async def mute(tx: Tx, show_id: str, account_id: str) -> RowMapping | None:
    return await tx.first(
        select(mutes).where(mutes.c.show_id == show_id, mutes.c.account_id == account_id)
    )


async def muted_among(tx: Tx, show_id: str, account_ids: Iterable[str]) -> frozenset[str]:
    """Which of these people are muted in the show."""
    rows = await tx.all(
        select(mutes.c.account_id).where(
            mutes.c.show_id == show_id, mutes.c.account_id.in_(set(account_ids))
        )
    )
    return frozenset(row["account_id"] for row in rows)


async def last_mutes(tx: Tx, show_id: str, limit: int) -> Sequence[RowMapping]:
    """Newest first."""
    return await tx.all(
        select(mutes)
        .where(mutes.c.show_id == show_id)
        .order_by(mutes.c.muted_at.desc(), mutes.c.account_id)
        .limit(limit)
    )
