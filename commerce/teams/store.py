"""Rows of teams and of their places. Whoever changes a team has locked its deal."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import fields

from sqlalchemy import ColumnElement, RowMapping, delete, insert, select, update

from commerce.order_status import WAS_PAID, OrderStatus
from commerce.tables import orders
from commerce.teams.tables import team_places, teams
from commerce.teams.team import Place, Team, TeamStatus
from kit.bulk import is_among
from kit.ids import is_id
from kit.unit_of_work import Tx

PAID = sorted(status.value for status in (*WAS_PAID, OrderStatus.AWAITING_TEAM))
STORED_OTHERWISE = {"places"}


async def add_team(tx: Tx, team: Team) -> None:
    await tx.execute(insert(teams).values(**_values(team)))
    await add_places(tx, team, team.places)


async def add_places(tx: Tx, team: Team, places: Sequence[Place]) -> None:
    rows = [
        {
            "team_id": team.id,
            "size": team.size,
            "number": place.number,
            "account_id": place.account_id,
            "order_id": place.order_id,
            "joined_at": place.joined_at,
        }
        for place in places
    ]
    await tx.execute(insert(team_places), rows)


async def remove_place(tx: Tx, order_id: str) -> None:
    await tx.execute(delete(team_places).where(team_places.c.order_id == order_id))


async def save_team(tx: Tx, team: Team) -> None:
    """Save what has changed of the team itself; its places are added and removed one by one."""
    saved = await tx.execute(
        update(teams)
        .where(teams.c.id == team.id, teams.c.version < team.version)
        .values(leader_id=team.leader_id, status=team.status.value, version=team.version)
    )
    assert saved == 1, f"team {team.id} was changed by someone who did not lock its deal"


async def team(tx: Tx, team_id: str) -> Team | None:
    found = await teams_by_id(tx, [team_id]) if is_id(team_id) else {}
    return found.get(team_id)


async def teams_by_id(tx: Tx, team_ids: Collection[str]) -> dict[str, Team]:
    if not team_ids:
        return {}
    found = await _teams(tx, is_among(tx.connection, teams.c.id, team_ids))
    return {team.id: team for team in found}


async def teams_of_person(tx: Tx, show_id: str, account_id: str, limit: int) -> list[Team]:
    """In which this person has a place, the newest first."""
    own = select(team_places.c.team_id).where(team_places.c.account_id == account_id)
    return await _teams(tx, (teams.c.show_id == show_id) & teams.c.id.in_(own), limit)


async def due_team_ids(tx: Tx, limit: int) -> list[str]:
    """Teams whose countdown is over and on which nobody has decided, the longest first."""
    rows = await tx.all(
        select(teams.c.id)
        .where(teams.c.status == TeamStatus.FORMING.value, teams.c.fills_by <= tx.now)
        .order_by(teams.c.fills_by)
        .limit(limit)
    )
    return [row["id"] for row in rows]


async def _teams(tx: Tx, condition: ColumnElement[bool], limit: int | None = None) -> list[Team]:
    rows = await tx.all(select(teams).where(condition).order_by(teams.c.id.desc()).limit(limit))
    places = await _places(tx, [row["id"] for row in rows])
    return [_team(row, tuple(places[row["id"]])) for row in rows]


async def _places(tx: Tx, team_ids: Collection[str]) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = defaultdict(list)
    if team_ids:
        rows = await tx.all(
            select(team_places, orders.c.status)
            .outerjoin(orders, orders.c.id == team_places.c.order_id)
            .where(is_among(tx.connection, team_places.c.team_id, team_ids))
            .order_by(team_places.c.joined_at, team_places.c.order_id)
        )
        for row in rows:
            found[row["team_id"]].append(_place(row))
    return found


def _values(team: Team) -> dict[str, object]:
    names = [field.name for field in fields(team) if field.name not in STORED_OTHERWISE]
    return {name: getattr(team, name) for name in names}


def _team(row: RowMapping, places: tuple[Place, ...]) -> Team:
    return Team(**{**row, "status": TeamStatus(row["status"]), "places": places})


def _place(row: RowMapping) -> Place:
    return Place(
        number=row["number"],
        account_id=row["account_id"],
        order_id=row["order_id"],
        joined_at=row["joined_at"],
        is_paid=row["status"] in PAID,
    )
