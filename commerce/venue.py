"""Where deals are sold, as far as commerce needs to know it: a show."""

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from typing import Protocol

from sqlalchemy import ColumnElement

from commerce.errors import NoSuchShow
from kit.auth import Principal, Role
from kit.ids import is_id
from kit.unit_of_work import Tx
from membership import directory

STAFF_RANK = 100
"""The rank of a brand's staff, above every tier."""


class Venue(Protocol):
    @property
    def brand_id(self) -> str: ...

    @property
    def scheduled_at(self) -> datetime: ...

    @property
    def is_live(self) -> bool: ...

    @property
    def is_over(self) -> bool: ...


FindVenue = Callable[[Tx, str], Awaitable[Venue | None]]
IsLive = Callable[[ColumnElement[str]], ColumnElement[bool]]
"""A condition for a query: whether the show of this column is live."""


async def venue_of(tx: Tx, find_venue: FindVenue, show_id: str) -> Venue:
    """Raises: NoSuchShow."""
    venue = await find_venue(tx, show_id) if is_id(show_id) else None
    if venue is None:
        raise NoSuchShow("The link may be old. The festival page lists all shows.")
    return venue


async def rank_of(tx: Tx, principal: Principal, brand_id: str) -> int:
    """The person's rank with the brand: 0 for a guest, then the tier's, and above all the staff's."""
    if principal.role_for(brand_id) >= Role.MODERATOR:
        return STAFF_RANK
    return (await directory.standing(tx, brand_id, principal.account_id)).rank


async def ranks_of(tx: Tx, people: Collection[Principal], brand_id: str) -> dict[str, int]:
    """The same for many who have accounts, by account; who is not there has rank 0."""
    staff = {who.account() for who in people if who.role_for(brand_id) >= Role.MODERATOR}
    standings = await directory.standings(tx, brand_id, {who.account() for who in people} - staff)
    ranks = {account_id: standing.rank for account_id, standing in standings.items()}
    return ranks | dict.fromkeys(staff, STAFF_RANK)
