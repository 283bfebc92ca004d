"""Who arrives at a room: the person behind the session, and what they are there.

A room that comes back after a restart asks this thousands of times in a second, so all who arrive together are looked
up together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from chat import store as chat
from chat.mutes import Mute
from kit.auth import GUEST, Principal, Role
from kit.batching import Batched
from kit.clock import to_ms
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory
from membership import store as membership
from membership.people import NOT_JOINED, Standing
from membership.ranks import HOST_RANK, STAFF_RANK
from server.wire import You
from streams import store as shows
from streams.admission import Closed, refuse_entry
from streams.show import Show

Key = tuple[str | None, str]
"""Session id, if there is one, and show id."""


@dataclass(frozen=True, slots=True)
class Arrival:
    principal: Principal
    you: You | None
    """None: there is no such show."""
    closed: Closed | None = None
    """Why the show is not open to them, if it is not."""
    brand_id: str = ""
    """The show's."""
    is_shadowed: bool = False
    """Whether others do not see what this person writes here."""


class Arrivals:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._people = Batched(self._load_people)
        self._arrivals = Batched(self._load)

    async def person(self, session_id: str | None) -> Principal:
        """Who holds the session: a guest if it is missing, ended or too old."""
        return (await self._people.get(session_id) if session_id else None) or GUEST

    async def at(self, session_id: str | None, show_id: str) -> Arrival:
        return await self._arrivals.get((session_id, show_id)) or Arrival(GUEST, None)

    async def _load_people(self, session_ids: Sequence[str]) -> Mapping[str, Principal]:
        async with self._work.read() as tx:
            return await membership.principals(tx, session_ids)

    async def _load(self, keys: Sequence[Key]) -> Mapping[Key, Arrival]:
        async with self._work.read() as tx:
            people = await membership.principals(tx, {session for session, _ in keys if session})
            arrivals: dict[Key, Arrival] = {}
            for show_id in {show_id for _, show_id in keys}:
                here = {
                    key: people.get(key[0], GUEST) if key[0] else GUEST
                    for key in keys
                    if key[1] == show_id
                }
                arrivals |= await _at_show(tx, show_id, here)
            return arrivals


async def _at_show(tx: Tx, show_id: str, here: Mapping[Key, Principal]) -> dict[Key, Arrival]:
    show = await shows.get(tx, show_id)
    if show is None:
        return {key: Arrival(person, None) for key, person in here.items()}
    ids = {person.account_id for person in here.values() if person.account_id}
    standings = await directory.standings(tx, show.brand_id, ids)
    mutes = await chat.mutes_of(tx, [show_id], ids)
    return {
        key: _arrival(
            tx.now, show, person, standings, mutes.get((show_id, person.account_id or ""))
        )
        for key, person in here.items()
    }


def _arrival(
    now: datetime,
    show: Show,
    person: Principal,
    standings: Mapping[str, Standing],
    mute: Mute | None,
) -> Arrival:
    standing = standings.get(person.account_id or "", NOT_JOINED)
    is_shadowed = mute is not None and mute.is_shadow
    is_muted = mute is not None and not mute.is_shadow
    you = You(
        account_id=person.account_id,
        handle=person.handle,
        rank=_rank(person.role_for(show.brand_id), standing.rank),
        tier_name=standing.tier_name,
        is_muted=is_muted,
        muted_until_ms=to_ms(mute.until) if is_muted and mute and mute.until else None,
    )
    return Arrival(person, you, refuse_entry(show, you.rank, now), show.brand_id, is_shadowed)


def _rank(role: Role, tier_rank: int) -> int:
    if role >= Role.HOST:
        return HOST_RANK
    return STAFF_RANK if role >= Role.MODERATOR else tier_rank
