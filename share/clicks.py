"""Following a link. Clicks are counted in batches (`kit/group_commit.py`), and who clicked waits for their batch: a few
milliseconds, for which nobody is told of a click that a crash then takes back. Who comes again within the hour made no new
click and waits for nothing, as long as this process remembers.

A browser that has no cookie is almost always new. So the clicks of such are written without a look at what is there, by one
statement that fails if one of them is not the first; those of the others, and a batch that failed, are looked up before.
"""

import asyncio
import hmac
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import NamedTuple

from kit.errors import Refusal
from kit.group_commit import Awaited, GroupCommit
from kit.ids import new_id
from kit.unit_of_work import Draft, Tx, UnitOfWork
from share.destinations import Destinations
from share.events import FriendsCame
from share.links import Link
from share.opening import Destination
from share.rewards.store import terms as store_reward_terms
from share.store import clicks as store_clicks
from share.visits import Visitor, is_ahead_of_time, reason_not_to_count

__all__ = ["Clicks", "Counted", "Visitor", "is_ahead_of_time"]

ONE_CLICK_LASTS = timedelta(hours=1)
"""How long further visits of the same person are the same click."""
REMEMBERED = 50_000
"""Clicks that a process remembers, not to ask the database for them."""

MOST_WAITING = 2_500
"""Of those who are known, and of the others."""
MOST_AT_ONCE = 500

Key = tuple[str, str]
"""A link's id, and a name by which someone is known."""
Known = tuple[str, datetime]
"""A click's id, and when it was made."""


class Visit(NamedTuple):
    """Someone, by what they may be known by, followed a link."""

    id: str
    """Of the click, if it is one."""
    link: Link
    identities: tuple[str, ...]
    key: Key
    browser: str
    account_id: str | None


class Counted(NamedTuple):
    token: str
    """Of the visitor's click, by which an order can be credited later."""
    browser: str
    """By what the visitor's browser is known from now on."""
    clicked_at: datetime
    key: Key


class Waiting(Enum):
    """The answer comes when the batch is committed."""

    YES = "waiting"


WAITING = Waiting.YES


class Clicks:
    def __init__(self, work: UnitOfWork, secret_key: str, destinations: Destinations) -> None:
        self._work = work
        self._key = hmac.digest(secret_key.encode(), b"dealcast.click", "sha256")
        self._destinations = destinations
        self.on_counted: Callable[[Collection[str]], None] = lambda _: None
        """Told of the links that were clicked, once that is committed."""
        self._recent = OrderedDict[Key, Known]()
        self._new_browsers = GroupCommit[Visit, Counted](
            work,
            self._count,
            self._guess,
            most_waiting=MOST_WAITING,
            most_at_once=MOST_AT_ONCE,
        )
        self._known_browsers = GroupCommit[Visit, Counted](
            work, self._count, most_waiting=MOST_WAITING, most_at_once=MOST_AT_ONCE
        )

    async def record(self, code: str, visitor: Visitor) -> str | None:
        """Count the visit if it is a click. Its token; None if the visit is none.

        Raises:
            NoSuchLink, LinkOver, TooMany, Unavailable
        """
        counted = await self.count(await self._destinations.open(code), visitor)
        return counted.token if counted is not None else None

    async def count(self, destination: Destination, visitor: Visitor) -> Counted | None:
        """The same for a link that was looked up already.

        Raises:
            TooMany, Unavailable
        """
        waiting: asyncio.Future[Counted] = asyncio.get_running_loop().create_future()
        known = self.enter(destination, visitor, waiting)
        if known is not WAITING:
            return known
        counted = await waiting
        self.remember(counted)
        return counted

    def enter(
        self, destination: Destination, visitor: Visitor, waiting: Awaited[Counted]
    ) -> "Counted | Waiting | None":
        """The same for who waits in another way, and has it remembered then.

        Raises:
            TooMany, Unavailable: at once.
        """
        link = destination.link
        if reason_not_to_count(visitor, link.account_id) is not None:
            return None
        identities = visitor.identities(self._key)
        own_id = new_id()
        # Signed, it need not be a secret.
        browser = visitor.visitor_id or own_id
        key = link.id, identities[0]
        known = self._remembered(link, identities)
        if known is not None:
            return Counted(known[0], browser, known[1], key)
        visit = Visit(own_id, link, identities, key, browser, visitor.account_id)
        (self._new_browsers if len(identities) == 1 else self._known_browsers).enter(visit, waiting)
        return WAITING

    def remember(self, counted: Counted) -> None:
        """Know who it was when they come again, without asking the database."""
        while len(self._recent) >= REMEMBERED:
            self._recent.popitem(last=False)
        self._recent[counted.key] = counted.token, counted.clicked_at

    async def close(self) -> None:
        """Count what waits, and take nothing more."""
        await self._new_browsers.close()
        await self._known_browsers.close()

    def _remembered(self, link: Link, identities: tuple[str, ...]) -> Known | None:
        for identity in identities:
            known = self._recent.get((link.id, identity))
            if known is not None and known[1] > self._work.clock() - ONE_CLICK_LASTS:
                return known
        return None

    # A batch whose commit nobody heard of needs no event to be found by: its second try finds the clicks themselves.

    def _guess(self, draft: Draft, visits: Sequence[Visit]) -> list[Counted]:
        """Each of them is the first within an hour, and, of the same person's, the first of these."""
        fresh: dict[Key, Visit] = {}
        for visit in visits:
            fresh.setdefault(visit.key, visit)
        self._add(draft, fresh, only_if_first=True)
        return [
            Counted(fresh[visit.key].id, visit.browser, draft.now, visit.key) for visit in visits
        ]

    async def _count(self, tx: Tx, visits: Sequence[Visit]) -> list[Counted | Refusal]:
        since = tx.now - ONE_CLICK_LASTS
        pairs = [(visit.link.id, identity) for visit in visits for identity in visit.identities]
        known = await store_clicks.recent_clicks(tx, pairs, since)
        fresh: dict[Key, Visit] = {}
        counted: list[Counted | Refusal] = []
        for visit in visits:
            one = _known(visit, known)
            if one is None:
                one = fresh.setdefault(visit.key, visit).id, tx.now
            counted.append(Counted(one[0], visit.browser, one[1], visit.key))
        if fresh:
            self._add(tx, fresh)
            await _tell_of_friends(tx, list(fresh.values()))
        return counted

    def _add(
        self, draft: Draft, fresh: Mapping[Key, Visit], *, only_if_first: bool = False
    ) -> None:
        """Make clicks of these visits, in one order, so that two processes do not wait for each other."""
        clicks = [
            (visit.id, visit.link, visit.key[1], visit.browser, visit.account_id)
            for _, visit in sorted(fresh.items())
        ]
        draft.add(store_clicks.new_clicks(clicks, draft.now, only_if_first=only_if_first))
        draft.after(lambda: self.on_counted(dict.fromkeys(link_id for link_id, _ in fresh)))


async def _tell_of_friends(tx: Tx, visits: Sequence[Visit]) -> None:
    """Of those who are signed in, where a tier brings friends a voucher."""
    friends = [visit for visit in visits if visit.account_id is not None]
    if not friends:
        return
    offers = await store_reward_terms.by_rank(tx, {visit.link.brand_id for visit in friends})
    came = [
        visit.id
        for visit in friends
        if any(offer.friend_voucher_id for offer in offers[visit.link.brand_id].values())
    ]
    if came:
        tx.emit(FriendsCame(click_ids=came))


def _known(visit: Visit, known: Mapping[Key, Known]) -> Known | None:
    for identity in visit.identities:
        one = known.get((visit.link.id, identity))
        if one is not None:
            return one
    return None
