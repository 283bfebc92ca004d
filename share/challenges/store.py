"""Challenges' rows, with their teams, members and scores."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import RowMapping, Table, case, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from kit.bulk import is_among
from kit.ids import is_id
from kit.unit_of_work import Tx
from share.challenges.challenge import SCORES, Challenge, ChallengeStatus, Deed
from share.challenges.tables import challenges, members, scores, teams

IS_OPEN = challenges.c.status == ChallengeStatus.OPEN.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    account_id: str
    points: int


class Score(NamedTuple):
    """What a team is given for what a person did."""

    challenge_id: str
    deed: Deed
    account_id: str
    team_id: str
    order_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A team of a challenge, and what it has come to."""

    id: str
    name: str
    score: int
    scored_at: datetime
    members: tuple[Member, ...]
    """In the order in which they joined."""
    changes: int
    """How often its score has changed."""


async def add_challenge(tx: Tx, challenge: Challenge) -> bool:
    """Add the challenge; False if one is open in its room."""
    return await _insert(tx, challenges, asdict(challenge))


async def save_challenge(tx: Tx, challenge: Challenge) -> None:
    await tx.execute(
        update(challenges)
        .where(challenges.c.id == challenge.id)
        .values(ends_at=challenge.ends_at, status=challenge.status, version=challenge.version)
    )


async def challenge(tx: Tx, challenge_id: str) -> Challenge | None:
    row = await tx.first(select(challenges).where(challenges.c.id == challenge_id))
    return _challenge(row) if row else None


async def lock_challenge(tx: Tx, challenge_id: str) -> Challenge | None:
    statement = select(challenges).where(challenges.c.id == challenge_id).with_for_update()
    row = await tx.first(statement)
    return _challenge(row) if row else None


async def challenges_of_show(tx: Tx, show_id: str, limit: int) -> list[Challenge]:
    """The newest first."""
    rows = await tx.all(
        select(challenges)
        .where(challenges.c.show_id == show_id)
        .order_by(challenges.c.id.desc())
        .limit(limit)
    )
    return [_challenge(row) for row in rows]


async def open_challenges(tx: Tx, brand_id: str) -> list[Challenge]:
    """Those of a brand on which nobody has decided, and does before this transaction ends."""
    statement = select(challenges).where(challenges.c.brand_id == brand_id, IS_OPEN)
    rows = await tx.all(statement.order_by(challenges.c.id).with_for_update(read=True))
    return [_challenge(row) for row in rows]


async def open_in(tx: Tx, show_ids: Collection[str]) -> dict[str, Challenge]:
    """The same of shows, in each of which there is one at most, by the show."""
    among = is_among(tx.connection, challenges.c.show_id, show_ids)
    statement = select(challenges).where(among, IS_OPEN).order_by(challenges.c.id)
    rows = await tx.all(statement.with_for_update(read=True))
    return {row["show_id"]: _challenge(row) for row in rows}


async def shows_with_challenges(tx: Tx, show_ids: Collection[str]) -> set[str]:
    """Those of these shows with a challenge on which nobody has decided."""
    among = is_among(tx.connection, challenges.c.show_id, show_ids)
    rows = await tx.all(select(challenges.c.show_id).where(among, IS_OPEN))
    return {row["show_id"] for row in rows}


async def due_challenge_ids(tx: Tx, ended_by: datetime, limit: int) -> list[str]:
    rows = await tx.all(
        select(challenges.c.id).where(IS_OPEN, challenges.c.ends_at <= ended_by).limit(limit)
    )
    return [row["id"] for row in rows]


async def add_team(tx: Tx, challenge_id: str, team_id: str, name: str) -> bool:
    """Add a team without members; False if its name is taken."""
    values = {"id": team_id, "challenge_id": challenge_id, "name": name, "formed_at": tx.now}
    return await _insert(tx, teams, {**values, "name_key": name.casefold()[:40]})


async def count_teams(tx: Tx, challenge_id: str) -> int:
    counted = select(func.count()).where(teams.c.challenge_id == challenge_id)
    return int(await tx.scalar(counted))


async def lock_team(tx: Tx, team_id: str) -> RowMapping | None:
    """`challenge_id` of the team, into which nobody else comes before this transaction ends."""
    if not is_id(team_id):
        return None
    return await tx.first(
        select(teams.c.challenge_id).where(teams.c.id == team_id).with_for_update()
    )


async def count_members(tx: Tx, team_id: str) -> int:
    return int(await tx.scalar(select(func.count()).where(members.c.team_id == team_id)))


async def add_member(tx: Tx, challenge_id: str, team_id: str, account_id: str, number: int) -> bool:
    """Add a person to a team; False if they are in one of the challenge's already."""
    return await _insert(
        tx,
        members,
        {
            "challenge_id": challenge_id,
            "account_id": account_id,
            "team_id": team_id,
            "number": number,
            "joined_at": tx.now,
        },
    )


async def team_of(tx: Tx, challenge_id: str, account_id: str) -> str | None:
    """In which team of the challenge the person is."""
    row = await tx.first(
        select(members.c.team_id).where(
            members.c.challenge_id == challenge_id, members.c.account_id == account_id
        )
    )
    return row["team_id"] if row else None


async def teams_of_people(
    tx: Tx, challenge_ids: Collection[str], account_ids: Collection[str]
) -> dict[tuple[str, str], str]:
    """In which team of each of these challenges each of these people is, by the challenge and the person."""
    in_them = is_among(tx.connection, members.c.challenge_id, challenge_ids)
    theirs = is_among(tx.connection, members.c.account_id, account_ids)
    rows = await tx.all(select(members).where(in_them, theirs))
    return {(row["challenge_id"], row["account_id"]): row["team_id"] for row in rows}


async def people_in_play(tx: Tx, account_ids: Collection[str]) -> set[str]:
    """Those of these people who are in a team of a challenge on which nobody has decided."""
    theirs = is_among(tx.connection, members.c.account_id, account_ids)
    playing = select(members.c.account_id).join(challenges).where(theirs, IS_OPEN)
    return {row["account_id"] for row in await tx.all(playing)}


async def add_scores(tx: Tx, new: Sequence[Score]) -> set[str]:
    """Give teams scores for what people did; the challenges of those that have not counted before."""
    rows = [
        {
            "challenge_id": score.challenge_id,
            "deed": score.deed.value,
            "account_id": score.account_id,
            "team_id": score.team_id,
            "points": SCORES[score.deed],
            "order_id": score.order_id,
            "scored_at": tx.now,
        }
        for score in sorted(new, key=lambda score: (score.challenge_id, score.account_id))
    ]
    dialect = sqlite if tx.is_sqlite else postgresql
    added = dialect.insert(scores).values(rows).on_conflict_do_nothing()
    return {row["challenge_id"] for row in await tx.all(added.returning(scores.c.challenge_id))}


async def scored_by(tx: Tx, order_id: str) -> list[Challenge]:
    """The open challenges in which the order counts, on which nobody decides before this transaction ends."""
    counted = select(scores.c.challenge_id).where(scores.c.order_id == order_id, ~scores.c.is_void)
    statement = select(challenges).where(challenges.c.id.in_(counted), IS_OPEN)
    rows = await tx.all(statement.order_by(challenges.c.id).with_for_update(read=True))
    return [_challenge(row) for row in rows]


async def void_scores(tx: Tx, challenge_id: str, order_id: str) -> None:
    """What the order brought counts no more."""
    await tx.execute(
        update(scores)
        .where(scores.c.challenge_id == challenge_id, scores.c.order_id == order_id)
        .values(is_void=True)
    )


async def teams_of(tx: Tx, challenge_id: str) -> list[Team]:
    """All teams of a challenge, with their scores."""
    rows = await tx.all(select(teams).where(teams.c.challenge_id == challenge_id))
    counted = (
        select(
            scores.c.team_id,
            func.sum(case((scores.c.is_void, 0), else_=scores.c.points)).label("score"),
            func.max(case((~scores.c.is_void, scores.c.scored_at))).label("scored_at"),
            func.sum(case((scores.c.is_void, 2), else_=1)).label("changes"),
        )
        .where(scores.c.challenge_id == challenge_id)
        .group_by(scores.c.team_id)
    )
    score_of = {row["team_id"]: row for row in await tx.all(counted)}
    of_team = await _members(tx, challenge_id)
    return [_team(row, score_of.get(row["id"]), of_team.get(row["id"], ())) for row in rows]


async def save_points(
    tx: Tx, challenge_id: str, account_id: str, points: int, gift_id: str
) -> None:
    await tx.execute(
        update(members)
        .where(members.c.challenge_id == challenge_id, members.c.account_id == account_id)
        .values(points=points, gift_id=gift_id)
    )


async def _members(tx: Tx, challenge_id: str) -> Mapping[str, Sequence[Member]]:
    rows = await tx.all(
        select(members.c.team_id, members.c.account_id, members.c.points)
        .where(members.c.challenge_id == challenge_id)
        .order_by(members.c.team_id, members.c.number)
    )
    found: dict[str, list[Member]] = defaultdict(list)
    for row in rows:
        found[row["team_id"]].append(Member(account_id=row["account_id"], points=row["points"]))
    return found


def _team(row: RowMapping, score: RowMapping | None, members: Sequence[Member]) -> Team:
    return Team(
        id=row["id"],
        name=row["name"],
        score=int(score["score"]) if score else 0,
        scored_at=(score["scored_at"] if score else None) or row["formed_at"],
        members=tuple(members),
        changes=int(score["changes"]) if score else 0,
    )


async def _insert(tx: Tx, table: Table, values: Mapping[str, object]) -> bool:
    """False if a constraint keeps it out."""
    dialect = sqlite if tx.is_sqlite else postgresql
    return await tx.execute(dialect.insert(table).values(values).on_conflict_do_nothing()) == 1


def _challenge(row: RowMapping) -> Challenge:
    return Challenge(**{**row, "status": ChallengeStatus(row["status"])})
