"""Following a link. Clicks are counted in batches (`kit/group_commit.py`), and who clicked waits for their batch: a few
milliseconds, for which nobody is told of a click that a crash then takes back. Who comes again within the hour made no new
click and waits for nothing, as long as this process remembers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kit.errors import Refusal
from kit.group_commit import GroupCommit
from kit.ids import new_id, new_secret
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory
from membership.people import NOT_JOINED
from share.attribution import Click
from share.destinations import Destinations
from share.events import LinksClicked
from share.links import Link
from share.store import clicks as store_clicks
from share.visits import Visitor, is_ahead_of_time, reason_not_to_count

__all__ = ["Clicks", "Counted", "Visitor", "is_ahead_of_time"]

ONE_CLICK_LASTS = timedelta(hours=1)
"""How long further visits of the same person are the same click."""
REMEMBERED = 50_000
"""Clicks that a process remembers, not to ask the database for them."""

Key = tuple[str, str]
"""A link's id, and a name by which someone is known."""
Known = tuple[str, datetime]
"""A click's id, and when it was made."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Someone, by what they may be known by, followed a link."""

    link: Link
    identities: tuple[str, ...]
    browser: str
    account_id: str | None

    @property
    def key(self) -> Key:
        return self.link.id, self.identities[0]


@dataclass(frozen=True, slots=True)
class Counted:
    token: str
    """Of the visitor's click, by which an order can be credited later."""
    browser: str
    """By what the visitor's browser is known from now on."""


class Clicks:
    def __init__(self, work: UnitOfWork, secret_key: str, destinations: Destinations) -> None:
        self._work = work
        self._secret_key = secret_key
        self._destinations = destinations
        self._recent: dict[Key, Known] = {}
        self._commits = GroupCommit[Visit, Known](work, _count)

    async def record(self, code: str, visitor: Visitor) -> str | None:
        """Count the visit if it is a click. Its token; None if the visit is none.

        Raises:
            NoSuchLink, LinkOver, TooMany, Unavailable
        """
        counted = await self.count((await self._destinations.open(code)).link, visitor)
        return counted.token if counted is not None else None

    async def count(self, link: Link, visitor: Visitor) -> Counted | None:
        """The same for a link that was found already.

        Raises:
            TooMany, Unavailable
        """
        if reason_not_to_count(visitor, link.account_id) is not None:
            return None
        identities = visitor.identities(self._secret_key)
        browser = visitor.visitor_id or new_secret()
        known = self._remembered(link, identities)
        if known is None:
            visit = Visit(link, identities, browser, visitor.account_id)
            known = await self._commits.submit(visit)
            self._remember(visit.key, known)
        return Counted(known[0], browser)

    async def close(self) -> None:
        """Count what waits, and take nothing more."""
        await self._commits.close()

    def _remembered(self, link: Link, identities: tuple[str, ...]) -> Known | None:
        since = self._work.clock() - ONE_CLICK_LASTS
        for identity in identities:
            known = self._recent.get((link.id, identity))
            if known is not None and known[1] > since:
                return known
        return None

    def _remember(self, key: Key, known: Known) -> None:
        while len(self._recent) >= REMEMBERED:
            del self._recent[next(iter(self._recent))]
        self._recent[key] = known


async def _count(tx: Tx, visits: Sequence[Visit]) -> list[Known | Refusal]:
    since = tx.now - ONE_CLICK_LASTS
    pairs = [(visit.link.id, identity) for visit in visits for identity in visit.identities]
    repeated = await store_clicks.recent_clicks(tx, pairs, since)
    fresh: dict[Key, Visit] = {}
    for visit in visits:
        if _among(visit, repeated) is None:
            fresh.setdefault(visit.key, visit)
    made = await _clicks(tx, fresh)
    if made:
        accounts = {made[key].id: visit.account_id for key, visit in fresh.items()}
        tx.add(store_clicks.new_clicks(made, accounts, hour=int(tx.now.timestamp()) // 3600))
        tx.emit(LinksClicked(link_ids=list(dict.fromkeys(link_id for link_id, _ in made))))
    return [_among(visit, repeated) or (made[visit.key].id, tx.now) for visit in visits]


async def _clicks(tx: Tx, visits: Mapping[Key, Visit]) -> dict[Key, Click]:
    """With the terms of this moment."""
    links = [visit.link for visit in visits.values()]
    if not links:
        return {}
    standings = await directory.standings_at(
        tx, {(link.brand_id, link.account_id) for link in links}
    )
    terms = await store_clicks.terms_of(tx, {link.brand_id for link in links})
    made: dict[Key, Click] = {}
    for key, visit in visits.items():
        link = visit.link
        standing = standings.get((link.brand_id, link.account_id), NOT_JOINED)
        made[key] = Click(
            id=new_id(),
            link_id=link.id,
            rate_bp=standing.share_rate_bp,
            tier_rank=standing.rank,
            clicked_at=tx.now,
            window_days=terms[link.brand_id].window_days,
            visitor=visit.browser,
        )
    return made


def _among(visit: Visit, repeated: Mapping[Key, Known]) -> Known | None:
    for identity in visit.identities:
        known = repeated.get((visit.link.id, identity))
        if known is not None:
            return known
    return None
