"""The friend's voucher: for who comes by a link and has not bought from the brand yet, once."""

from collections.abc import Awaitable, Callable, Collection
from datetime import timedelta

from sqlalchemy import RowMapping

from kit.errors import Refusal
from kit.ids import new_id
from kit.unit_of_work import Tx, UnitOfWork
from share.events import FriendWelcomed
from share.rewards.store import welcomes as store_welcomes
from share.rewards.welcome import Welcome, WelcomeStatus
from share.store import clicks as store_clicks

HasBought = Callable[[Tx, str, str], Awaitable[bool]]
"""Whether someone has paid an order of a brand. Orders are another slice's."""
GiveVoucher = Callable[[str, str, str], Awaitable[Refusal | None]]
"""Hands a copy of a voucher to someone, which goes by an id: once, or says why not."""


class Welcoming:
    def __init__(self, work: UnitOfWork, has_bought: HasBought, give_voucher: GiveVoucher) -> None:
        self._work = work
        self._has_bought = has_bought
        self._give_voucher = give_voucher

    async def clicked(self, click_ids: Collection[str]) -> None:
        """People who were signed in came by these clicks."""
        async with self._work.write() as tx:
            for row in await store_welcomes.came_by(tx, click_ids):
                if row["account_id"] is not None:
                    await self._welcome(tx, row, row["account_id"])

    async def known(self, account_id: str, referral_token: str | None) -> None:
        """The person behind a browser is known now, or joined a brand."""
        async with self._work.write() as tx:
            clicks = await store_clicks.clicks_of(tx, [(referral_token, account_id)])
            ids = {
                click.id
                for click in clicks.values()
                if click.id == referral_token or click.account_id in {None, account_id}
            }
            for row in await store_welcomes.came_by(tx, ids) if ids else ():
                await self._welcome(tx, row, account_id)

    async def hand_out(self, brand_id: str, account_id: str) -> None:
        """Give a friend the voucher that they are due."""
        async with self._work.read() as tx:
            welcome = await store_welcomes.welcome(tx, brand_id, account_id)
        if welcome is None or welcome.status is not WelcomeStatus.DUE:
            return
        refusal = await self._give_voucher(welcome.voucher_id, account_id, welcome.use_id)
        status = WelcomeStatus.REFUSED if refusal else WelcomeStatus.GIVEN
        async with self._work.write() as tx:
            await store_welcomes.save_status(tx, welcome, status)

    async def _welcome(self, tx: Tx, click: RowMapping, account_id: str) -> None:
        is_over = tx.now - click["clicked_at"] > timedelta(days=click["window_days"])
        if is_over or click["sharer_id"] == account_id:
            return
        if await self._has_bought(tx, click["brand_id"], account_id):
            return
        welcome = Welcome(
            brand_id=click["brand_id"],
            account_id=account_id,
            click_id=click["id"],
            voucher_id=click["friend_voucher_id"],
            use_id=new_id(),
            made_at=tx.now,
        )
        if await store_welcomes.add(tx, welcome):
            tx.emit(FriendWelcomed(brand_id=welcome.brand_id, account_id=account_id))
