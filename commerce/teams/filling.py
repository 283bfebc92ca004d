"""What becomes of teams: complete as soon as all places are paid, or ended when the countdown is over and they are not.

A payment counts if its order is locked before the team is decided on; the deal's lock keeps two from deciding at once. Whatever
is repeated, or begun by a process that dies, is found as it was or done by the next.
"""

from commerce import events, orders
from commerce.announcing import save_order
from commerce.order_status import OrderStatus
from commerce.orders import Order
from commerce.releasing import release_units
from commerce.store import deals as store_deals
from commerce.store import orders as store_orders
from commerce.teams import store
from commerce.teams.announcing import tell_team
from commerce.teams.events import TeamCompleted, TeamEnded
from commerce.teams.team import Team, TeamStatus, completed, ended
from kit.one_by_one import OneByOne
from kit.unit_of_work import Tx, UnitOfWork

BATCH = 100


class Filling:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._due = OneByOne[str]("settle_teams")

    async def settle_team_of(self, order_id: str) -> str | None:
        """A place was paid: if all are, the team's orders go on. The team, if it waits for others still."""
        async with self._work.read() as tx:
            order = await store_orders.order(tx, order_id)
        if order is None or order.team_id is None or await self._settle(order.team_id):
            return None
        return order.team_id

    async def settle_due(self) -> int:
        """Decide on the teams whose countdown is over; how many. For the worker."""
        async with self._work.read() as tx:
            team_ids = await store.due_team_ids(tx, self._due.reach(BATCH))
        return sum(await self._due.each(team_ids, self._settle))

    async def _settle(self, team_id: str) -> bool:
        async with self._work.write() as tx:
            team = await _locked(tx, team_id)
            if team is None or team.status is not TeamStatus.FORMING:
                return False
            members = await store_orders.lock_orders(tx, team.order_ids)
            if _is_filled(team, members):
                await _complete(tx, team, members)
            elif tx.now >= team.fills_by:
                await _end(tx, team, members)
            else:
                return False
        return True


async def _locked(tx: Tx, team_id: str) -> Team | None:
    """The team as it is now, whose deal is locked, so that nobody changes it before this transaction ends."""
    seen = await store.team(tx, team_id)
    if seen is None:
        return None
    await store_deals.lock_deal(tx, seen.deal_id)
    return await store.team(tx, team_id)


def _is_filled(team: Team, members: list[Order]) -> bool:
    waiting = [order for order in members if order.status is OrderStatus.AWAITING_TEAM]
    return len(waiting) == team.size


async def _complete(tx: Tx, team: Team, members: list[Order]) -> None:
    after = completed(team)
    await store.save_team(tx, after)
    for order in members:
        await save_order(tx, orders.go_on(order, tx.now), events.OrderPaid)
    tell_team(tx, TeamCompleted, after)


async def _end(tx: Tx, team: Team, members: list[Order]) -> None:
    """Its units go back, and with them what was paid (`commerce/teams/leaving.py`). Its places stay, to tell whose it was."""
    after = ended(team)
    await store.save_team(tx, after)
    for order in members:
        await release_units(tx, order.id, orders.disband)
    tell_team(tx, TeamEnded, after)
