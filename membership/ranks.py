"""How high someone stands with a brand: 0 for a guest and who has not joined, then the tier's rank, and above all the staff's."""

from collections.abc import Collection

from kit.auth import Principal, Role
from kit.unit_of_work import Tx
from membership import directory

STAFF_RANK = 100
"""The rank of a brand's staff, above every tier."""
HOST_RANK = 110
"""In its rooms, the rank of its hosts and managers, who also see orders."""


async def rank_of(tx: Tx, principal: Principal, brand_id: str) -> int:
    if principal.role_for(brand_id) >= Role.MODERATOR:
        return STAFF_RANK
    return (await directory.standing(tx, brand_id, principal.account_id)).rank


async def ranks_of(tx: Tx, people: Collection[Principal], brand_id: str) -> dict[str, int]:
    """The same for many who have accounts, by account; who is not there has rank 0."""
    staff = {who.account() for who in people if who.role_for(brand_id) >= Role.MODERATOR}
    standings = await directory.standings(tx, brand_id, {who.account() for who in people} - staff)
    ranks = {account_id: standing.rank for account_id, standing in standings.items()}
    return ranks | dict.fromkeys(staff, STAFF_RANK)
