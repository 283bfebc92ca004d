"""Following a link. Clicks are counted in batches (`kit/group_commit.py`), and who clicked waits for their batch: a few
milliseconds, for which nobody is told of a click that a crash then takes back. Who comes again within the hour made no new
click and waits for nothing, as long as this process remembers.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import NamedTuple

from kit.errors import Refusal
from kit.group_commit import Awaited, GroupCommit
from kit.ids import new_id, new_secret
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory
from membership.people import NOT_JOINED
from share.destinations import Destinations
from share.events import FriendsCame, LinksClicked
from share.links import Link
from share.opening import Destination
from share.rewards.terms import BY_RATE, NO_TIERS, TierReward
from share.store import clicks as store_clicks
from share.visits import Visitor, is_ahead_of_time, reason_not_to_count

__all__ = ["Clicks", "Counted", "Visitor", "is_ahead_of_time"]

ONE_CLICK_LASTS = timedelta(hours=1)
"""How long further visits of the same person are the same click."""
REMEMBERED = 50_000
"""Clicks that a process remembers, not to ask the database for them."""

LANES = 2
"""Batches that are in flight at once: one waits for the disk while the next is sent."""
MOST_WAITING = 2_500
"""In each lane."""
MOST_AT_ONCE = 500

Key = tuple[str, str]
"""A link's id, and a name by which someone is known."""
Known = tuple[str, datetime]
"""A click's id, and when it was made."""


class Visit(NamedTuple):
    """Someone, by what they may be known by, followed a link."""

    link: Link
    identities: tuple[str, ...]
    window_days: int
    browser: str
    account_id: str | None
    by_rank: Mapping[int, TierReward] = NO_TIERS

    @property
    def key(self) -> Key:
        return self.link.id, self.identities[0]


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
        self._secret_key = secret_key
        self._destinations = destinations
        self._recent: dict[Key, Known] = {}
        # Each link has its lane, so that no two that are in flight meet in a row.
        self._lanes = tuple(
            GroupCommit[Visit, Counted](
                work, _count, most_waiting=MOST_WAITING, most_at_once=MOST_AT_ONCE
            )
            for _ in range(LANES)
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
        identities = visitor.identities(self._secret_key)
        browser = visitor.visitor_id or new_secret()
        known = self._remembered(link, identities)
        if known is not None:
            return Counted(known[0], browser, known[1], (link.id, identities[0]))
        visit = Visit(
            link,
            identities,
            destination.window_days,
            browser,
            visitor.account_id,
            destination.by_rank,
        )
        self._lanes[hash(link.id) % LANES].enter(visit, waiting)
        return WAITING

    def remember(self, counted: Counted) -> None:
        """Know who it was when they come again, without asking the database."""
        while len(self._recent) >= REMEMBERED:
            del self._recent[next(iter(self._recent))]
        self._recent[counted.key] = counted.token, counted.clicked_at

    async def close(self) -> None:
        """Count what waits, and take nothing more."""
        for lane in self._lanes:
            await lane.close()

    def _remembered(self, link: Link, identities: tuple[str, ...]) -> Known | None:
        since = self._work.clock() - ONE_CLICK_LASTS
        for identity in identities:
            known = self._recent.get((link.id, identity))
            if known is not None and known[1] > since:
                return known
        return None


async def _count(tx: Tx, visits: Sequence[Visit]) -> list[Counted | Refusal]:
    since = tx.now - ONE_CLICK_LASTS
    pairs = [(visit.link.id, identity) for visit in visits for identity in visit.identities]
    known = await store_clicks.recent_clicks(tx, pairs, since)
    made = [_known(visit, known) for visit in visits]
    fresh = {visit.key: visit for visit, one in zip(visits, made, strict=True) if one is None}
    if fresh:
        known |= await _add(tx, list(fresh.values()))
        tx.emit(LinksClicked(link_ids=list(dict.fromkeys(link_id for link_id, _ in fresh))))
    counted: list[Counted | Refusal] = []
    for visit, one in zip(visits, made, strict=True):
        click_id, clicked_at = one or known[visit.key]
        counted.append(Counted(click_id, visit.browser, clicked_at, visit.key))
    return counted


async def _add(tx: Tx, visits: Sequence[Visit]) -> dict[Key, Known]:
    """Make clicks of these visits, with the terms of this moment."""
    standings = await directory.standings_at(
        tx, {(visit.link.brand_id, visit.link.account_id) for visit in visits}
    )
    added: dict[Key, Known] = {}
    clicks: list[store_clicks.NewClick] = []
    friends: list[str] = []
    # In one order, so that two processes do not wait for each other.
    for visit in sorted(visits, key=lambda visit: visit.key):
        link = visit.link
        standing = standings.get((link.brand_id, link.account_id), NOT_JOINED)
        of_tier = visit.by_rank.get(standing.rank, BY_RATE)
        offer = of_tier.offer(standing.share_rate_bp)
        click_id = new_id()
        clicks.append((
            click_id, link.id, visit.identities[0], offer.rate_bp, standing.rank,
            visit.window_days, visit.browser, visit.account_id, offer.kind.value, offer.amount,
        ))  # fmt: skip
        added[visit.key] = click_id, tx.now
        if visit.account_id is not None and of_tier.friend_voucher_id is not None:
            friends.append(click_id)
    tx.add(store_clicks.new_clicks(clicks, tx.now))
    if friends:
        tx.emit(FriendsCame(click_ids=friends))
    return added


def _known(visit: Visit, known: Mapping[Key, Known]) -> Known | None:
    for identity in visit.identities:
        one = known.get((visit.link.id, identity))
        if one is not None:
            return one
    return None
