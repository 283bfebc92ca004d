"""Saying what happened to a team."""

from commerce.teams.events import TeamEvent
from commerce.teams.team import Team
from kit.unit_of_work import Tx


def tell_team(tx: Tx, kind: type[TeamEvent], team: Team) -> None:
    """`team` is the team as it is afterwards."""
    tx.emit(
        kind(team_id=team.id, show_id=team.show_id, brand_id=team.brand_id, version=team.version)
    )
