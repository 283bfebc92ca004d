"""How many points may leave in a show's packets. A packet takes all of its points when it is dropped, and what nobody opened
comes back when it ends."""

from kit.auth import Principal, Role
from kit.errors import Invalid
from kit.unit_of_work import Tx, UnitOfWork
from kit.words import Text
from share.packets import store
from share.packets.errors import NoRoom, OverBudget
from share.packets.views import BudgetView, NewBudget
from share.venue import FindVenue, venue_of

USUAL_POINTS = 10_000
"""The budget of a show whose brand has set no other."""


class Budgeting:
    def __init__(self, work: UnitOfWork, find_venue: FindVenue) -> None:
        self._work = work
        self._find_venue = find_venue

    async def budget(self, principal: Principal, show_id: str) -> BudgetView:
        """Raises: NotSignedIn, Forbidden, NoRoom."""
        async with self._work.read() as tx:
            venue = await venue_of(tx, self._find_venue, show_id, NoRoom)
            principal.require(Role.HOST, venue.brand_id)
            return await _budget(tx, show_id)

    async def set_budget(self, principal: Principal, show_id: str, new: NewBudget) -> BudgetView:
        """Let more or fewer points leave in the show's packets.

        Raises:
            NotSignedIn, Forbidden, NoRoom, Invalid
        """
        async with self._work.write() as tx:
            venue = await venue_of(tx, self._find_venue, show_id, NoRoom)
            principal.require(Role.MANAGER, venue.brand_id)
            await store.add_budget(tx, show_id, venue.brand_id, USUAL_POINTS)
            if not await store.set_budget(tx, show_id, new.points):
                spent = (await _budget(tx, show_id)).spent
                raise Invalid.field("points", "{spent} points are spent already.", spent=spent)
            return await _budget(tx, show_id)


async def spend(tx: Tx, show_id: str, brand_id: str, points: int) -> None:
    """Take the points of a packet from its show's budget.

    Raises:
        OverBudget
    """
    await store.add_budget(tx, show_id, brand_id, USUAL_POINTS)
    if not await store.spend(tx, show_id, points):
        budget = await _budget(tx, show_id)
        left = budget.points - budget.spent
        message = Text(
            "{left} points are left for this show. A manager can raise its budget.", left=left
        )
        raise OverBudget(message, fields={"points": message})


async def _budget(tx: Tx, show_id: str) -> BudgetView:
    return await store.budget(tx, show_id) or BudgetView(points=USUAL_POINTS, spent=0)
