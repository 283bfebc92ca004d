"""Chat's rows: messages, mutes, and rooms' rules."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, delete, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from chat.deciding import Place, Post
from chat.mutes import Mute
from chat.rules import Rules, Said, WhoLinks, key_of
from chat.tables import messages, mutes, rules
from kit.ids import first_id_at
from kit.unit_of_work import Tx
from membership.relations.paging import page_of
from membership.relations.timeline import Asked, Entry, Kind

# Messages.


async def add_messages(tx: Tx, posts: Sequence[Post]) -> None:
    rows = [
        {
            "id": post.draft.id,
            "show_id": post.draft.show_id,
            "account_id": post.draft.author.account(),
            "badge": post.speaker.badge,
            "is_staff": post.speaker.is_staff,
            "text": post.draft.text,
            "sent_at": tx.now,
            "is_shadowed": post.is_shadowed,
        }
        for post in posts
    ]
    await tx.execute(insert(messages), rows)


async def message(tx: Tx, message_id: str) -> RowMapping | None:
    """The message, deleted or not."""
    return await tx.first(select(messages).where(messages.c.id == message_id))


async def messages_of(tx: Tx, ids: Collection[str]) -> Sequence[RowMapping]:
    """Those that are not deleted, oldest first."""
    return await tx.all(
        select(messages)
        .where(messages.c.id.in_(ids), messages.c.deleted_at.is_(None))
        .order_by(messages.c.id)
    )


async def last_messages(
    tx: Tx, show_id: str, limit: int, *, shadowed_of: str | None, with_shadowed: bool
) -> list[RowMapping]:
    """The newest that are not deleted, oldest first; of the shadowed ones all, or one person's."""
    is_seen: ColumnElement[bool] = messages.c.is_shadowed.is_(False)
    if shadowed_of is not None:
        is_seen = or_(is_seen, messages.c.account_id == shadowed_of)
    query = select(messages).where(messages.c.show_id == show_id, messages.c.deleted_at.is_(None))
    if not with_shadowed:
        query = query.where(is_seen)
    rows = await tx.all(query.order_by(messages.c.id.desc()).limit(limit))
    return list(reversed(rows))


async def messages_until(tx: Tx, show_id: str, at_ms: int, limit: int) -> list[RowMapping]:
    """The last by then that everyone may see, oldest first."""
    rows = await tx.all(
        _for_everyone(show_id)
        .where(messages.c.id < first_id_at(at_ms + 1))
        .order_by(messages.c.id.desc())
        .limit(limit)
    )
    return list(reversed(rows))


async def messages_after(tx: Tx, show_id: str, at_ms: int, limit: int) -> Sequence[RowMapping]:
    """The first after that which everyone may see."""
    return await tx.all(
        _for_everyone(show_id)
        .where(messages.c.id >= first_id_at(at_ms + 1))
        .order_by(messages.c.id)
        .limit(limit)
    )


def _for_everyone(show_id: str) -> Select[Any]:
    return select(messages).where(
        messages.c.show_id == show_id,
        messages.c.deleted_at.is_(None),
        messages.c.is_shadowed.is_(False),
    )


async def last_shadowed(tx: Tx, show_id: str, account_id: str, limit: int) -> list[RowMapping]:
    """The person's newest that only they and staff see, oldest first."""
    rows = await tx.all(
        select(messages)
        .where(
            messages.c.account_id == account_id,
            messages.c.show_id == show_id,
            messages.c.is_shadowed.is_(True),
            messages.c.deleted_at.is_(None),
        )
        .order_by(messages.c.sent_at.desc(), messages.c.id.desc())
        .limit(limit)
    )
    return list(reversed(rows))


async def messages_with(tx: Tx, asked: Asked, show_ids: Select[tuple[str]]) -> list[Entry]:
    """A member's timeline: what they said in these shows and was not deleted."""
    said = select(
        messages.c.sent_at.label("at"),
        messages.c.id.label("key"),
        messages.c.text,
        messages.c.show_id,
    ).where(
        messages.c.account_id == asked.account_id,
        messages.c.show_id.in_(show_ids),
        messages.c.deleted_at.is_(None),
    )
    return [
        Entry(
            at=row["at"],
            key=row["key"],
            kind=Kind.MESSAGE,
            what="said",
            title=row["text"],
            subject_id=row["show_id"],
        )
        for row in await tx.all(page_of(said, asked))
    ]


async def said_since(
    tx: Tx, account_ids: Collection[str], since: datetime
) -> dict[Place, list[Said]]:
    """What these people said, by room; deleted messages count."""
    rows = await tx.all(
        select(
            messages.c.show_id, messages.c.account_id, messages.c.text, messages.c.sent_at
        ).where(messages.c.account_id.in_(account_ids), messages.c.sent_at > since)
    )
    found: dict[Place, list[Said]] = {}
    for row in rows:
        said = Said(key_of(row["text"]), row["sent_at"])
        found.setdefault((row["show_id"], row["account_id"]), []).append(said)
    return found


async def mark_deleted(tx: Tx, message_id: str, by: str) -> bool:
    """Whether it had not been deleted before."""
    return await _mark_deleted(tx, messages.c.id == message_id, by) == 1


async def mark_all_deleted(tx: Tx, show_id: str, account_id: str, by: str) -> str | None:
    """Delete all that the person wrote in this show; the last one's id, or None if there was nothing to delete."""
    theirs = (messages.c.account_id == account_id) & (messages.c.show_id == show_id)
    last_id = await tx.scalar(
        select(func.max(messages.c.id)).where(theirs, messages.c.deleted_at.is_(None))
    )
    if last_id is None or not await _mark_deleted(tx, theirs, by):
        return None
    return str(last_id)


async def rooms_of(tx: Tx, account_id: str) -> list[str]:
    """The shows in which something of the person is to be read."""
    rows = await tx.all(
        select(messages.c.show_id)
        .distinct()
        .where(messages.c.account_id == account_id, messages.c.deleted_at.is_(None))
    )
    return [row["show_id"] for row in rows]


async def blank_texts(tx: Tx, account_id: str) -> None:
    """Of messages that are deleted keep nothing but that there was one."""
    await tx.execute(
        update(messages)
        .where(messages.c.account_id == account_id, messages.c.deleted_at.is_not(None))
        .values(text="", badge="")
    )


async def _mark_deleted(tx: Tx, which: ColumnElement[bool], by: str) -> int:
    return await tx.execute(
        update(messages)
        .where(which, messages.c.deleted_at.is_(None))
        .values(deleted_at=tx.now, deleted_by=by)
    )


# Mutes.


async def set_mute(tx: Tx, show_id: str, account_id: str, by: str, wanted: Mute) -> bool:
    """Mute the person on these terms; False if they are muted on them already."""
    terms = {"until": wanted.until, "is_shadow": wanted.is_shadow}
    statement = (
        _dialect(tx)
        .insert(mutes)
        .values(
            show_id=show_id,
            account_id=account_id,
            muted_by=by,
            muted_at=wanted.muted_at,
            **terms,
        )
    )
    changed = or_(
        mutes.c.until.is_distinct_from(statement.excluded.until),
        mutes.c.is_shadow.is_distinct_from(statement.excluded.is_shadow),
    )
    return (
        await tx.execute(
            statement.on_conflict_do_update(
                index_elements=["show_id", "account_id"],
                set_={**terms, "muted_by": by, "muted_at": wanted.muted_at},
                where=changed,
            )
        )
        == 1
    )


async def remove_mute(tx: Tx, show_id: str, account_id: str) -> Mute | None:
    """The one that was there."""
    row = await tx.first(
        delete(mutes)
        .where(mutes.c.show_id == show_id, mutes.c.account_id == account_id)
        .returning(mutes)
    )
    return _mute(row) if row else None


async def mute(tx: Tx, show_id: str, account_id: str) -> Mute | None:
    """The mute that holds now."""
    return (await mutes_of(tx, [show_id], [account_id])).get((show_id, account_id))


async def mutes_of(
    tx: Tx, show_ids: Collection[str], account_ids: Collection[str]
) -> dict[Place, Mute]:
    """The mutes of these people in these shows that hold now."""
    rows = await tx.all(
        select(mutes).where(
            mutes.c.account_id.in_(account_ids), mutes.c.show_id.in_(show_ids), _holds(tx.now)
        )
    )
    return {(row["show_id"], row["account_id"]): _mute(row) for row in rows}


async def last_mutes(tx: Tx, show_id: str, limit: int) -> list[tuple[str, Mute]]:
    """Those that hold now, by account, newest first."""
    rows = await tx.all(
        select(mutes)
        .where(mutes.c.show_id == show_id, _holds(tx.now))
        .order_by(mutes.c.muted_at.desc(), mutes.c.account_id)
        .limit(limit)
    )
    return [(row["account_id"], _mute(row)) for row in rows]


def _holds(now: datetime) -> ColumnElement[bool]:
    return or_(mutes.c.until.is_(None), mutes.c.until > now)


def _mute(row: RowMapping) -> Mute:
    return Mute(row["muted_at"], row["until"], row["is_shadow"])


# Rules.


async def rules_of(tx: Tx, show_id: str) -> Rules:
    """What the room's moderators have set, or what holds if they have not."""
    row = await tx.first(select(rules).where(rules.c.show_id == show_id))
    if row is None:
        return Rules()
    return Rules(row["slow_mode_s"], WhoLinks(row["links"]), row["version"])


async def lock_rules(tx: Tx, show_id: str, by: str) -> Rules:
    """The same, held until the transaction ends."""
    start = Rules()
    statement = _dialect(tx).insert(rules).values(show_id=show_id, **_columns(tx, start, by))
    await tx.execute(statement.on_conflict_do_nothing())
    await tx.first(select(rules.c.version).where(rules.c.show_id == show_id).with_for_update())
    return await rules_of(tx, show_id)


async def save_rules(tx: Tx, show_id: str, changed: Rules, by: str) -> None:
    await tx.execute(
        update(rules).where(rules.c.show_id == show_id).values(**_columns(tx, changed, by))
    )


def _columns(tx: Tx, wanted: Rules, by: str) -> dict[str, Any]:
    return {
        "slow_mode_s": wanted.slow_mode_s,
        "links": wanted.links.value,
        "version": wanted.version,
        "changed_by": by,
        "changed_at": tx.now,
    }


def _dialect(tx: Tx) -> Any:
    return sqlite if tx.is_sqlite else postgresql
