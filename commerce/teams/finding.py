"""A team as those see it who have its address."""

from commerce.claims import refuse_sight
from commerce.early_places import rank_for
from commerce.refusing import refuse
from commerce.store import deals as store_deals
from commerce.teams import store
from commerce.teams.joining import no_such_team
from commerce.teams.presenting import team_view
from commerce.teams.team import Team
from commerce.teams.views import TeamView
from kit.auth import Principal
from kit.unit_of_work import Tx, UnitOfWork


class Finding:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def get(self, team_id: str) -> TeamView:
        """The team, whoever may see it.

        Raises:
            NoSuchTeam
        """
        async with self._work.read() as tx:
            return await team_view(tx, await _found(tx, team_id))

    async def seen_by(self, principal: Principal, team_id: str) -> TeamView:
        """The team, for its members and those who may see its deal.

        Raises:
            NoSuchTeam, TierTooLow, OpensLater
        """
        async with self._work.read() as tx:
            team = await _found(tx, team_id)
            if all(place.account_id != principal.account_id for place in team.places):
                deal = await store_deals.deal(tx, team.deal_id)
                assert deal is not None, "a deal that has dropped is never removed"
                refuse(refuse_sight(deal, tx.now, await rank_for(tx, principal, deal)))
            return await team_view(tx, team)


async def _found(tx: Tx, team_id: str) -> Team:
    team = await store.team(tx, team_id)
    if team is None:
        raise no_such_team()
    return team
