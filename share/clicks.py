"""Following a link."""

from datetime import timedelta

from kit.ids import new_id
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory
from share import store
from share.attribution import Click
from share.errors import NoSuchLink
from share.events import LinkClicked
from share.links import Link
from share.visits import Visitor, is_ahead_of_time, reason_not_to_count

__all__ = ["Clicks", "Visitor", "is_ahead_of_time"]

ONE_CLICK_LASTS = timedelta(hours=1)
"""How long further visits of the same person are the same click."""


class Clicks:
    def __init__(self, work: UnitOfWork, secret_key: str) -> None:
        self._work = work
        self._secret_key = secret_key

    async def record(self, code: str, visitor: Visitor) -> str | None:
        """Count the visit if it is a click. The token of the visitor's click, by which an order can be credited
        later; None if the visit is none. Who comes again within the hour gets the same token.

        Raises:
            NoSuchLink
        """
        identities = visitor.identities(self._secret_key)
        async with self._work.read() as tx:
            link = await store.link_by_code(tx, code)
            if link is None:
                raise NoSuchLink("Check the address, or ask the sender for the link again.")
            if reason_not_to_count(visitor, link.account_id) is not None:
                return None
            token = await _repeated(tx, link, identities)
        if token is not None:
            return token
        async with self._work.write() as tx:
            return await _counted(tx, link, identities)


async def _counted(tx: Tx, link: Link, identities: tuple[str, ...]) -> str | None:
    standing = await directory.standing(tx, link.brand_id, link.account_id)
    click = Click(new_id(), link.id, standing.share_rate_bp, standing.rank, tx.now)
    hour = int(tx.now.timestamp()) // 3600
    if not await store.add_click(tx, click, identities[0], hour):
        return await _repeated(tx, link, identities)
    tx.emit(LinkClicked(link_code=link.code, account_id=link.account_id))
    return click.id


async def _repeated(tx: Tx, link: Link, identities: tuple[str, ...]) -> str | None:
    return await store.last_click_id(tx, link.id, identities, tx.now - ONE_CLICK_LASTS)
