"""A team as anyone sees it who has its address."""

from commerce.teams import store
from commerce.teams.joining import no_such_team
from commerce.teams.presenting import team_view
from commerce.teams.views import TeamView
from kit.unit_of_work import UnitOfWork


class Finding:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def get(self, team_id: str) -> TeamView:
        """Raises: NoSuchTeam."""
        async with self._work.read() as tx:
            team = await store.team(tx, team_id)
            if team is None:
                raise no_such_team()
            return await team_view(tx, team)
