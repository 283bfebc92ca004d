"""A person's inbox: what brands wrote to them, and what of it they have read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import RowMapping

from kit.auth import Principal
from kit.errors import Invalid
from kit.ids import is_id
from kit.unit_of_work import Tx, UnitOfWork
from membership.campaigns.presenting import message_view
from membership.campaigns.store import inbox as store
from membership.campaigns.views import InboxMessageView, InboxView, UnreadView

PAGE = 30


@dataclass(frozen=True, slots=True)
class Arrived:
    account_id: str
    message: InboxMessageView
    unread: int


class Reading:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def inbox(self, principal: Principal, before: str | None = None) -> InboxView:
        """The newest messages, or those before one of them.

        Raises:
            NotSignedIn, Invalid
        """
        account_id = principal.account()
        if before is not None and not is_id(before):
            raise Invalid.field("before", "This must be the id of a message.")
        async with self._work.read() as tx:
            rows = await store.of_person(tx, account_id, PAGE + 1, before)
            unread = (await store.unread(tx, [account_id])).get(account_id, 0)
        shown = [message_view(row) for row in rows[:PAGE]]
        return InboxView(
            messages=shown, unread=unread, next=shown[-1].id if len(rows) > PAGE else None
        )

    async def unread(self, principal: Principal) -> UnreadView:
        """
        Raises:
            NotSignedIn
        """
        account_id = principal.account()
        async with self._work.read() as tx:
            unread = (await store.unread(tx, [account_id])).get(account_id, 0)
        return UnreadView(unread=unread)

    async def read(self, principal: Principal, up_to: str) -> UnreadView:
        """Mark this message as read, and all that came before it.

        Raises:
            NotSignedIn
        """
        account_id = principal.account()
        async with self._work.write() as tx:
            await store.mark_read(tx, account_id, up_to)
            unread = (await store.unread(tx, [account_id])).get(account_id, 0)
        return UnreadView(unread=unread)

    async def arrived(self, campaign_id: str, account_ids: Collection[str]) -> list[Arrived]:
        """For who tells people of new messages."""
        async with self._work.read() as tx:
            found = await store.of_campaign(tx, campaign_id, account_ids)
            return await _arrived(tx, found)

    async def noticed(
        self, brand_id: str, notice: str, account_ids: Collection[str]
    ) -> list[Arrived]:
        """The same of a notice."""
        async with self._work.read() as tx:
            found = await store.of_notice(tx, brand_id, notice, account_ids)
            return await _arrived(tx, found)


async def _arrived(tx: Tx, found: Mapping[str, RowMapping]) -> list[Arrived]:
    unread = await store.unread(tx, found)
    return [
        Arrived(account_id, message_view(row), unread.get(account_id, 0))
        for account_id, row in found.items()
    ]
