"""Challenges as they are shown."""

from collections.abc import Collection, Sequence

from kit.clock import to_ms
from kit.unit_of_work import Tx
from membership import directory
from share.challenges import store
from share.challenges.challenge import Challenge
from share.challenges.splitting import Standing, ranked
from share.challenges.store import Team
from share.challenges.views import ChallengeTeamView, ChallengeView, TeamMemberView

MOST_SHOWN = 10


async def challenge_view(tx: Tx, challenge: Challenge) -> ChallengeView:
    teams = await store.teams_of(tx, challenge.id)
    best = _in_order(teams)[:MOST_SHOWN]
    return ChallengeView(
        id=challenge.id,
        show_id=challenge.show_id,
        brand_id=challenge.brand_id,
        title=challenge.title,
        pot=challenge.pot,
        winners=challenge.winners,
        status=challenge.status.value,
        started_at_ms=to_ms(challenge.started_at),
        ends_at_ms=to_ms(challenge.ends_at),
        teams=await _views(tx, [*enumerate(best, 1)]),
        team_count=len(teams),
        version=challenge.version + _changes(teams),
    )


async def team_view(tx: Tx, challenge_id: str, team_id: str) -> ChallengeTeamView:
    in_order = _in_order(await store.teams_of(tx, challenge_id))
    found = [(rank, team) for rank, team in enumerate(in_order, 1) if team.id == team_id]
    return (await _views(tx, found))[0]


def standing_of(team: Team, members_of_brand: Collection[str]) -> Standing:
    return Standing(
        team_id=team.id,
        score=team.score,
        scored_at=team.scored_at,
        account_ids=tuple(
            member.account_id for member in team.members if member.account_id in members_of_brand
        ),
    )


def _changes(teams: Sequence[Team]) -> int:
    """Grows with each team, member and score, and with each that is taken back."""
    return sum(1 + len(team.members) + team.changes for team in teams)


def _in_order(teams: Sequence[Team]) -> list[Team]:
    by_id = {team.id: team for team in teams}
    return [by_id[one.team_id] for one in ranked(standing_of(team, ()) for team in teams)]


async def _views(tx: Tx, teams: Sequence[tuple[int, Team]]) -> list[ChallengeTeamView]:
    people = {member.account_id for _, team in teams for member in team.members}
    handles = await directory.handles(tx, people)
    return [
        ChallengeTeamView(
            id=team.id,
            name=team.name,
            rank=rank,
            score=team.score,
            members=[
                TeamMemberView(handle=handles[member.account_id], points=member.points)
                for member in team.members
            ],
        )
        for rank, team in teams
    ]
