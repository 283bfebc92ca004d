"""A brand's members, with what they share with it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, exists, func, insert, or_, select

from kit.ids import new_id
from kit.unit_of_work import Tx
from membership.attendance.tables import show_visits
from membership.consents.store import is_given
from membership.people import handle_key
from membership.privacy.tables import erasures
from membership.profiles.tables import profiles
from membership.relations.filter import MemberFilter
from membership.relations.tables import looks
from membership.relations.timeline import Place
from membership.tables import accounts, members

LOOK_LASTS = timedelta(minutes=10)
"""Within which the same person who looks again still looks."""


async def find_members(
    tx: Tx, brand_id: str, wanted: MemberFilter, after: Place | None, limit: int
) -> list[RowMapping]:
    """Who joined last comes first; those who were erased are left out."""
    statement = _members(brand_id).where(*_conditions(brand_id, wanted))
    if after is not None:
        at, key = members.c.joined_at, members.c.account_id
        statement = statement.where(or_(at < after.at, and_(at == after.at, key < after.key)))
    newest = members.c.joined_at.desc(), members.c.account_id.desc()
    return list(await tx.all(statement.order_by(*newest).limit(limit)))


async def member(tx: Tx, brand_id: str, handle: str) -> RowMapping | None:
    """The same columns of one of them."""
    is_called = accounts.c.handle_key == handle_key(handle)
    return await tx.first(_members(brand_id).where(is_called))


async def watched(tx: Tx, brand_id: str, account_id: str) -> tuple[int, int]:
    """How many of the brand's shows the person watched, and for how many seconds in all."""
    row = await tx.first(
        select(
            func.count().label("shows"),
            func.coalesce(func.sum(show_visits.c.seconds), 0).label("s"),
        ).where(show_visits.c.brand_id == brand_id, show_visits.c.account_id == account_id)
    )
    return (int(row["shows"]), int(row["s"])) if row else (0, 0)


async def note_look(tx: Tx, brand_id: str, account_id: str, looked_by: str) -> None:
    """Note that someone looks at the member, once within ten minutes."""
    is_known = await tx.scalar(
        select(
            exists().where(
                looks.c.account_id == account_id,
                looks.c.brand_id == brand_id,
                looks.c.looked_by == looked_by,
                looks.c.looked_at > tx.now - LOOK_LASTS,
            )
        )
    )
    if not is_known:
        await tx.execute(
            insert(looks).values(
                id=new_id(),
                brand_id=brand_id,
                account_id=account_id,
                looked_by=looked_by,
                looked_at=tx.now,
            )
        )


async def last_looks(tx: Tx, account_id: str, limit: int) -> list[tuple[str, datetime]]:
    """Which brands looked at the person last, and when."""
    rows = await tx.all(
        select(looks.c.brand_id, looks.c.looked_at)
        .where(looks.c.account_id == account_id)
        .order_by(looks.c.id.desc())
        .limit(limit)
    )
    return [(row["brand_id"], row["looked_at"]) for row in rows]


def _members(brand_id: str) -> Select[Any]:
    last = select(func.max(show_visits.c.last_at)).where(
        show_visits.c.brand_id == members.c.brand_id,
        show_visits.c.account_id == members.c.account_id,
    )
    is_erased = exists().where(erasures.c.account_id == members.c.account_id)
    return (
        select(
            members.c.account_id,
            members.c.tier_rank,
            members.c.joined_at,
            accounts.c.handle,
            profiles.c.display_name,
            last.scalar_subquery().label("last_watched_at"),
        )
        .join(accounts, accounts.c.id == members.c.account_id)
        .outerjoin(profiles, _is_shared(brand_id))
        .where(members.c.brand_id == brand_id, ~is_erased)
    )


def _is_shared(brand_id: str) -> ColumnElement[bool]:
    return and_(
        profiles.c.account_id == members.c.account_id,
        is_given(members.c.account_id, brand_id, "profile"),
    )


def _conditions(brand_id: str, wanted: MemberFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.tier_rank is not None:
        found.append(members.c.tier_rank == wanted.tier_rank)
    if wanted.text:
        found.append(
            or_(
                accounts.c.handle_key.contains(handle_key(wanted.text), autoescape=True),
                func.lower(profiles.c.display_name).contains(wanted.text.lower(), autoescape=True),
            )
        )
    return found
