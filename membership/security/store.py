"""Rows of tokens, letters and sessions."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from kit.ids import new_id
from kit.unit_of_work import Tx
from membership.people import email_key
from membership.security.letter import About
from membership.security.tables import account_letters, account_tokens
from membership.tables import accounts, sessions


async def add_token(
    tx: Tx, token_hash: str, account_id: str, email: str | None, expires_at: datetime
) -> None:
    await tx.execute(
        insert(account_tokens).values(
            hash=token_hash, account_id=account_id, email=email, expires_at=expires_at
        )
    )


async def token(tx: Tx, token_hash: str) -> RowMapping | None:
    """`account_id` and `email`, if it can be used."""
    return await tx.first(
        select(account_tokens.c.account_id, account_tokens.c.email).where(
            account_tokens.c.hash == token_hash, account_tokens.c.expires_at > tx.now
        )
    )


async def spend_token(tx: Tx, token_hash: str) -> bool:
    """Use it up; False if somebody was first."""
    spent = delete(account_tokens).where(account_tokens.c.hash == token_hash)
    return await tx.execute(spent) == 1


async def drop_tokens(tx: Tx, account_id: str) -> None:
    """Nobody can use the account's links any more, nor one that waits to be sent to a new address."""
    await tx.execute(delete(account_tokens).where(account_tokens.c.account_id == account_id))
    await tx.execute(
        delete(account_letters).where(
            account_letters.c.account_id == account_id,
            account_letters.c.about == About.EMAIL_TO_CONFIRM.value,
        )
    )


async def forget_tokens(tx: Tx) -> int:
    """Delete tokens past their time; how many."""
    return await tx.execute(delete(account_tokens).where(account_tokens.c.expires_at <= tx.now))


async def add_letter(
    tx: Tx, about: About, account_id: str | None, to: str, locale: str, detail: str
) -> None:
    await tx.execute(
        insert(account_letters).values(
            id=new_id(),
            about=about.value,
            account_id=account_id,
            to_address=to,
            locale=locale,
            detail=detail,
            written_at=tx.now,
            due_at=tx.now,
            attempts=0,
        )
    )


async def take_letters(tx: Tx, limit: int, until: datetime) -> Sequence[RowMapping]:
    """Take letters that are due; nobody else takes them until then."""
    rows = await tx.all(
        select(account_letters)
        .where(account_letters.c.due_at <= tx.now)
        .order_by(account_letters.c.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = [row["id"] for row in rows]
    if taken:
        await tx.execute(
            update(account_letters)
            .where(account_letters.c.id.in_(taken))
            .values(due_at=until, attempts=account_letters.c.attempts + 1)
        )
    return rows


async def delay_letter(tx: Tx, letter_id: str, due_at: datetime) -> None:
    await tx.execute(
        update(account_letters).where(account_letters.c.id == letter_id).values(due_at=due_at)
    )


async def is_to_be_sent(tx: Tx, letter_id: str) -> bool:
    """Whether the letter is still there."""
    return (
        await tx.first(select(account_letters.c.id).where(account_letters.c.id == letter_id))
        is not None
    )


async def remove_letter(tx: Tx, letter_id: str) -> None:
    await tx.execute(delete(account_letters).where(account_letters.c.id == letter_id))


async def lock_account_of(tx: Tx, letter: RowMapping) -> RowMapping | None:
    """`id` and `handle` of the account that the letter is about, if there is one, which stays as it is meanwhile."""
    account_id = letter["account_id"]
    of = (
        accounts.c.email_key == email_key(letter["to_address"])
        if account_id is None
        else accounts.c.id == account_id
    )
    return await tx.first(select(accounts.c.id, accounts.c.handle).where(of).with_for_update())


async def set_password(tx: Tx, account_id: str, password_hash: str) -> None:
    await tx.execute(
        update(accounts).where(accounts.c.id == account_id).values(password_hash=password_hash)
    )


async def set_email(tx: Tx, account_id: str, email: str) -> bool:
    """False if another account has it, after which the transaction can write nothing more."""
    changed = (
        update(accounts)
        .where(accounts.c.id == account_id)
        .values(email=email, email_key=email_key(email))
    )
    try:
        await tx.execute(changed)
    except IntegrityError:
        return False
    return True


async def confirmed_at(tx: Tx, session_id: str | None) -> datetime | None:
    """When the session's owner last gave their password; None if nobody knows."""
    return await tx.scalar(  # type: ignore[no-any-return]
        select(sessions.c.confirmed_at).where(sessions.c.id == session_id)
    )


async def confirm_session(tx: Tx, session_id: str | None) -> None:
    await tx.execute(
        update(sessions).where(sessions.c.id == session_id).values(confirmed_at=tx.now)
    )


async def sessions_of(tx: Tx, account_id: str) -> Sequence[RowMapping]:
    """`id`, `device` and `created_at` of those that hold, the newest first."""
    return await tx.all(
        select(sessions.c.id, sessions.c.device, sessions.c.created_at)
        .where(sessions.c.account_id == account_id, sessions.c.expires_at > tx.now)
        .order_by(sessions.c.created_at.desc(), sessions.c.id)
    )


async def end_sessions(tx: Tx, account_id: str, besides: str | None = None) -> int:
    """End all of the account but one; how many."""
    theirs = sessions.c.account_id == account_id
    others = theirs if besides is None else theirs & (sessions.c.id != besides)
    return await tx.execute(delete(sessions).where(others))
