"""Rows of the leaderboard."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, RowMapping, Select, and_, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from kit.bulk import is_among
from kit.unit_of_work import Tx
from membership import directory
from share.leaders.brought import Brought, Origin
from share.leaders.tables import friends, leaders, unlisted
from share.leaders.views import LeaderView, LeadView
from share.review.tables import decisions, findings
from share.tables import clicks, credits, links, rewards

ONE_TOO_MANY = "one_per_friend"
"""The rule that finds a friend who bought before: no reason why they should not have come."""
Listing = TypeVar("Listing", bound=Select[*tuple[Any, ...]])


async def origins(tx: Tx, click_ids: Collection[str]) -> dict[str, Origin]:
    """What is known of clicks, by their ids."""
    rows = await tx.all(
        select(
            clicks.c.id,
            clicks.c.identity,
            clicks.c.visitor,
            links.c.account_id,
            links.c.show_id,
        )
        .join(links, links.c.id == clicks.c.link_id)
        .where(is_among(tx.connection, clicks.c.id, set(click_ids)))
    )
    return {
        row["id"]: Origin(
            row["id"], row["account_id"], row["show_id"], row["visitor"], row["identity"]
        )
        for row in rows
    }


async def add_friends(tx: Tx, brought: Sequence[Brought]) -> Counter[tuple[str, str]]:
    """Note who came, each once; how many are new, by show and sharer."""
    if not brought:
        return Counter()
    dialect = sqlite if tx.is_sqlite else postgresql
    rows = [
        {
            "show_id": one.show_id,
            "click_id": one.origin.click_id,
            "sharer_id": one.origin.sharer_id,
            "browser": one.origin.browser,
            "account_id": one.account_id,
            "identity": one.origin.identity,
            "came_at": tx.now,
        }
        for one in sorted(brought, key=lambda one: (one.show_id, one.origin.click_id))
    ]
    added = await tx.all(
        dialect.insert(friends)
        .values(rows)
        .on_conflict_do_nothing()
        .returning(friends.c.show_id, friends.c.sharer_id)
    )
    return Counter((row["show_id"], row["sharer_id"]) for row in added)


async def count_friends(tx: Tx, added: Mapping[tuple[str, str], int]) -> None:
    """Add so many friends, by show and sharer."""
    dialect = sqlite if tx.is_sqlite else postgresql
    statement = dialect.insert(leaders).values(
        [
            {"show_id": show_id, "account_id": sharer_id, "friends": count, "reached_at": tx.now}
            for (show_id, sharer_id), count in sorted(added.items())
        ]
    )
    new = statement.excluded
    await tx.execute(
        statement.on_conflict_do_update(
            index_elements=[leaders.c.show_id, leaders.c.account_id],
            set_={"friends": leaders.c.friends + new.friends, "reached_at": new.reached_at},
        )
    )


async def place_of(tx: Tx, reward_id: str) -> tuple[str, str] | None:
    """The show and the sharer for whom the friend of a reward may count; None if its link leads to no show."""
    row = await tx.first(
        select(links.c.show_id, links.c.account_id)
        .join(rewards, rewards.c.link_id == links.c.id)
        .where(rewards.c.id == reward_id, links.c.show_id.is_not(None))
    )
    return (row["show_id"], row["account_id"]) if row else None


async def recount(tx: Tx, show_id: str, sharer_id: str) -> bool:
    """Count a sharer's friends anew, without those who are in doubt; whether it is another number. Who adds friends
    meanwhile adds to it."""
    own = (leaders.c.show_id == show_id) & (leaders.c.account_id == sharer_id)
    before = await tx.first(select(leaders.c.friends).where(own).with_for_update())
    count = int(
        await tx.scalar(
            select(func.count())
            .select_from(friends)
            .where(friends.c.show_id == show_id, friends.c.sharer_id == sharer_id, ~_is_in_doubt())
        )
    )
    if before is None:
        return await _add_leader(tx, show_id, sharer_id, count)
    if count == before["friends"]:
        return False
    if count == 0:
        return await tx.execute(delete(leaders).where(own)) == 1
    return await tx.execute(update(leaders).where(own).values(friends=count)) == 1


async def _add_leader(tx: Tx, show_id: str, sharer_id: str, count: int) -> bool:
    if not count:
        return False
    await count_friends(tx, {(show_id, sharer_id): count})
    return True


def _is_in_doubt() -> ColumnElement[bool]:
    """Whether a reward by this friend in this show is held, or was refused, for more than being one too many."""
    is_friend = or_(
        credits.c.click_id == friends.c.click_id,
        clicks.c.visitor == friends.c.browser,
        rewards.c.friend_id == friends.c.account_id,
    )
    return (
        select(rewards.c.id)
        .join(links, links.c.id == rewards.c.link_id)
        .join(credits, credits.c.order_id == rewards.c.order_id)
        .join(clicks, clicks.c.id == credits.c.click_id)
        .join(findings, findings.c.reward_id == rewards.c.id)
        .outerjoin(decisions, decisions.c.reward_id == rewards.c.id)
        .where(
            links.c.account_id == friends.c.sharer_id,
            links.c.show_id == friends.c.show_id,
            is_friend,
            or_(rewards.c.is_held, decisions.c.outcome == "refused"),
            findings.c.rule != ONE_TOO_MANY,
        )
        .exists()
    )


async def top(tx: Tx, show_id: str, brand_id: str, most: int) -> list[LeaderView]:
    """Who brought most, and of equals who was first."""
    rows = await tx.all(
        _listed(select(leaders), show_id, brand_id)
        .order_by(leaders.c.friends.desc(), leaders.c.reached_at, leaders.c.account_id)
        .limit(most)
    )
    handles = await directory.handles(tx, [row["account_id"] for row in rows])
    return [
        LeaderView(place=place, handle=handles[row["account_id"]], friends=row["friends"])
        for place, row in enumerate(rows, 1)
    ]


async def lead(tx: Tx, show_id: str, brand_id: str, account_id: str) -> LeadView:
    """Where someone stands."""
    own = leaders.c.account_id == account_id
    mine = await tx.first(select(leaders).where(leaders.c.show_id == show_id, own))
    shown = await tx.first(_listed(select(leaders).where(own), show_id, brand_id))
    place = None
    if shown is not None:
        before = _listed(select(func.count()).select_from(leaders), show_id, brand_id)
        place = int(await tx.scalar(before.where(_is_before(shown)))) + 1
    return LeadView(
        show_id=show_id,
        place=place,
        friends=mine["friends"] if mine is not None else 0,
        is_listed=not await _is_unlisted(tx, account_id),
    )


async def set_listed(tx: Tx, account_id: str, *, is_listed: bool) -> bool:
    """Whether it was otherwise before."""
    dialect = sqlite if tx.is_sqlite else postgresql
    if is_listed:
        return await tx.execute(delete(unlisted).where(unlisted.c.account_id == account_id)) == 1
    statement = dialect.insert(unlisted).values(account_id=account_id, since=tx.now)
    return await tx.execute(statement.on_conflict_do_nothing()) == 1


async def shows_of(tx: Tx, account_id: str, limit: int) -> list[str]:
    """The newest shows to which they brought somebody."""
    rows = await tx.all(
        select(leaders.c.show_id)
        .where(leaders.c.account_id == account_id)
        .order_by(leaders.c.reached_at.desc())
        .limit(limit)
    )
    return [row["show_id"] for row in rows]


async def _is_unlisted(tx: Tx, account_id: str) -> bool:
    return bool(await tx.scalar(select(func.count()).where(unlisted.c.account_id == account_id)))


def _is_before(other: RowMapping) -> ColumnElement[bool]:
    """Whether a leader stands before this one."""
    is_first = or_(
        leaders.c.reached_at < other["reached_at"],
        and_(
            leaders.c.reached_at == other["reached_at"],
            leaders.c.account_id < other["account_id"],
        ),
    )
    is_equal = leaders.c.friends == other["friends"]
    return or_(leaders.c.friends > other["friends"], and_(is_equal, is_first))


def _listed(statement: Listing, show_id: str, brand_id: str) -> Listing:
    """Those of a show who are shown: not whoever hides, nor whoever works for the brand."""
    is_unlisted = select(unlisted).where(unlisted.c.account_id == leaders.c.account_id).exists()
    return statement.where(
        leaders.c.show_id == show_id,
        ~is_unlisted,
        ~directory.works_for(leaders.c.account_id, brand_id),
    )
