"""Sending letters about accounts, for the worker. Each is taken by one worker before it is sent, outside any transaction.

One that could not be handed over is tried again, later each time. One of which nobody said what became of it is sent again:
that somebody has it twice is better than never. What a letter's link needs is made when it is sent, so that nothing that is
kept could open an account.
"""

import asyncio
from collections.abc import Callable

import structlog
from sqlalchemy import RowMapping

from kit.mail import Letter, NotSent, Post
from kit.unit_of_work import UnitOfWork
from membership.campaigns.mailing import AT_ONCE, SENT_WITHIN, TRIES, wait_after
from membership.security import store
from membership.security.letter import About, AccountLetter
from membership.security.tokens import make_token

log = structlog.get_logger()

Compose = Callable[[AccountLetter], Letter]


class AccountMailing:
    def __init__(self, work: UnitOfWork, post: Post, compose: Compose) -> None:
        self._work = work
        self._post = post
        self._compose = compose

    async def send(self) -> int:
        """Send a batch of what is due; how many were tried."""
        async with self._work.write() as tx:
            rows = await store.take_letters(tx, AT_ONCE, tx.now + SENT_WITHIN)
        await asyncio.gather(*(self._send(row) for row in rows))
        return len(rows)

    async def forget_tokens(self) -> None:
        async with self._work.write() as tx:
            await store.forget_tokens(tx)

    async def _send(self, row: RowMapping) -> None:
        try:
            letter = await self._letter(row)
            if letter is not None:
                await self._post.send(self._compose(letter))
        except NotSent as refusal:
            await self._note_refusal(row, refusal)
        except Exception as error:
            # The others must not wait for this one, which is tried again.
            log.exception("account_mail.failed", about=row["about"])
            await self._note_refusal(row, NotSent(type(error).__name__, is_final=False))
        else:
            await self._remove(row)

    async def _letter(self, row: RowMapping) -> AccountLetter | None:
        """None if nobody is to be written to: no account has the address, or its links were dropped since the letter was taken."""
        about = About(row["about"])
        async with self._work.write() as tx:
            account = await store.lock_account_of(tx, row)
            if account is None or not await store.is_to_be_sent(tx, row["id"]):
                return None
            email = row["to_address"] if about is About.EMAIL_TO_CONFIRM else None
            token = await make_token(tx, account["id"], email) if about.has_token else None
        return AccountLetter(
            id=row["id"],
            about=about,
            to=row["to_address"],
            handle=account["handle"],
            locale=row["locale"],
            detail=row["detail"],
            at=row["written_at"],
            token=token,
        )

    async def _note_refusal(self, row: RowMapping, refusal: NotSent) -> None:
        tries = row["attempts"] + 1
        if refusal.is_final or tries >= TRIES:
            log.warning("account_mail.not_sent", about=row["about"], reason=refusal.reason)
            await self._remove(row)
            return
        async with self._work.write() as tx:
            await store.delay_letter(tx, row["id"], tx.now + wait_after(tries))

    async def _remove(self, row: RowMapping) -> None:
        async with self._work.write() as tx:
            await store.remove_letter(tx, row["id"])
