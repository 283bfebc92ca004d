"""Sending campaigns' mails, for the worker. Each is taken by one worker before it is sent, outside any transaction.

A mail that could not be handed over is tried again, later each time. One of which nobody said what became of it, because the
process ended while it was handed over, is not sent again: nobody has the same mail twice.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import RowMapping

from kit.mail import Letter, NotSent, Post
from kit.one_by_one import OneByOne
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory
from membership.campaigns.campaign import Campaign
from membership.campaigns.fate import Fate
from membership.campaigns.store import campaigns as store
from membership.campaigns.store import people as store_people
from membership.people import Account, Brand

log = structlog.get_logger()

AT_ONCE = 20
SENT_WITHIN = timedelta(minutes=5)
"""After which nobody is taken to be at it any more."""
TRIES = 5
FIRST_WAIT = timedelta(minutes=1)
"""Each further one is four times as long."""
LOST = "lost"
"""The process ended while it was handed over."""
NOT_ALLOWED = "not_allowed"
"""They no longer agree to e-mails."""
Compose = Callable[[Campaign, Brand, Account], Letter]


class Mailing:
    def __init__(self, work: UnitOfWork, post: Post, compose: Compose) -> None:
        self._work = work
        self._post = post
        self._compose = compose
        self._mails = OneByOne[tuple[str, str]]("send_mail")

    async def send(self) -> int:
        """Send a batch of what is due; how many were tried."""
        async with self._work.write() as tx:
            lost = await store_people.give_up_lost(tx, LOST)
            rows = await store_people.take_mails(tx, AT_ONCE, tx.now + SENT_WITHIN)
        if lost:
            log.warning("mail.lost", count=lost)
        taken = {(row["campaign_id"], row["account_id"]): row for row in rows}
        await self._mails.at_once(taken, lambda key: self._send(taken[key]))
        return len(rows)

    async def _send(self, row: RowMapping) -> None:
        try:
            async with self._work.read() as tx:
                letter = await self._letter(tx, row)
            await self._post.send(letter)
        except NotSent as refusal:
            await self._note_refusal(row, refusal)
        else:
            await self._settle(row, Fate.SENT, None, None)

    async def _letter(self, tx: Tx, row: RowMapping) -> Letter:
        campaign = await store.campaign(tx, row["campaign_id"])
        brand = await directory.brand(tx, row["brand_id"])
        account = await directory.account(tx, row["account_id"])
        assert campaign is not None, "a mail of a campaign that is not there"
        assert brand is not None, "a mail of a brand that is not there"
        allowing = await store_people.who_allow(
            tx, brand.id, campaign.channel.value, [row["account_id"]]
        )
        if account is None or not allowing:
            raise NotSent(NOT_ALLOWED, is_final=True)
        return self._compose(campaign, brand, account)

    async def _note_refusal(self, row: RowMapping, refusal: NotSent) -> None:
        tries = row["attempts"] + 1
        if refusal.is_final or tries >= TRIES:
            await self._settle(row, Fate.FAILED, None, refusal.reason)
        else:
            due_at = self._work.clock() + wait_after(tries)
            await self._settle(row, Fate.QUEUED, due_at, refusal.reason)

    async def _settle(
        self, row: RowMapping, fate: Fate, due_at: datetime | None, reason: str | None
    ) -> None:
        async with self._work.write() as tx:
            await store_people.settle_mail(tx, row, fate, due_at, reason)


def wait_after(tries: int) -> timedelta:
    """How long until it is tried once more."""
    factor: int = 4 ** (tries - 1)
    return FIRST_WAIT * factor
