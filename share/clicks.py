"""Following a link. A link that many follow at once is counted in batches (`kit/group_commit.py`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from kit.errors import Refusal
from kit.group_commit import GroupCommit
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


@dataclass(frozen=True, slots=True)
class Visit:
    """Someone, by what they may be known by, followed a link."""

    link: Link
    identities: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str]:
        return self.link.id, self.identities[0]


class Clicks:
    def __init__(self, work: UnitOfWork, secret_key: str) -> None:
        self._work = work
        self._secret_key = secret_key
        self._commits = GroupCommit[Visit, str | None](work, _count)

    async def record(self, code: str, visitor: Visitor) -> str | None:
        """Count the visit if it is a click. The token of the visitor's click, by which an order can be credited
        later; None if the visit is none. Who comes again within the hour gets the same token.

        Raises:
            NoSuchLink, TooMany, Unavailable
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
        return await self._commits.submit(Visit(link, identities))

    async def close(self) -> None:
        """Count what waits, and take nothing more."""
        await self._commits.close()


async def _count(tx: Tx, visits: Sequence[Visit]) -> list[str | Refusal | None]:
    links = {visit.link.id: visit.link for visit in visits}
    standings = {
        link.id: await directory.standing(tx, link.brand_id, link.account_id)
        for link in links.values()
    }
    clicks: dict[tuple[str, str], Click] = {}
    for visit in visits:
        rate = standings[visit.link.id]
        click = Click(new_id(), visit.link.id, rate.share_rate_bp, rate.rank, tx.now)
        clicks.setdefault(visit.key, click)
    counted = await store.add_clicks(tx, clicks, hour=int(tx.now.timestamp()) // 3600)
    for link_id in dict.fromkeys(link_id for link_id, _ in counted):
        link = links[link_id]
        tx.emit(LinkClicked(link_code=link.code, account_id=link.account_id))
    return [
        clicks[visit.key].id
        if visit.key in counted
        else await _repeated(tx, visit.link, visit.identities)
        for visit in visits
    ]


async def _repeated(tx: Tx, link: Link, identities: tuple[str, ...]) -> str | None:
    return await store.last_click_id(tx, link.id, identities, tx.now - ONE_CLICK_LASTS)
