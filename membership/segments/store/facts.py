"""Members' facts. What they are made of changes elsewhere; then the row is stale until it is made anew."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    and_,
    bindparam,
    false,
    func,
    select,
    true,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from kit.unit_of_work import Tx
from membership.segments.facts import Facts
from membership.segments.rule import Rule
from membership.segments.store.conditions import categories_text, fits
from membership.segments.tables import member_facts as facts
from membership.tables import accounts, members

Key = tuple[str, str]
"""A brand and an account."""
SHOWN = (
    facts.c.tier_rank,
    facts.c.orders,
    facts.c.spend_minor,
    facts.c.last_bought_at,
    facts.c.shows_watched,
)


async def make_stale(tx: Tx, keys: Collection[Key]) -> None:
    """Have these members' facts made anew. Who is no member has none."""
    dialect = sqlite if tx.is_sqlite else postgresql
    member = select(
        members.c.brand_id, members.c.account_id, members.c.tier_rank, members.c.joined_at, true()
    )
    among = member.where(tuple_(members.c.brand_id, members.c.account_id).in_(sorted(keys)))
    columns = ["brand_id", "account_id", "tier_rank", "joined_at", "is_stale"]
    await tx.execute(
        dialect.insert(facts)
        .from_select(columns, among.order_by(members.c.brand_id, members.c.account_id))
        .on_conflict_do_update(
            index_elements=[facts.c.brand_id, facts.c.account_id], set_={"is_stale": true()}
        )
    )


async def make_all_stale(tx: Tx, brand_id: str, account_ids: Sequence[str]) -> None:
    """The same of many. Who has no row yet is given one by what they do."""
    await tx.execute(
        update(facts)
        .where(facts.c.brand_id == brand_id, facts.c.account_id.in_(account_ids))
        .values(is_stale=true())
    )


async def lock_stale(tx: Tx, limit: int, without: Collection[Key]) -> list[Key]:
    """Those that nobody else is at, at most so many. Who makes one stale meanwhile waits, and it is stale again."""
    return await _keys(tx, _stale(limit, without).with_for_update(skip_locked=True))


async def stale(tx: Tx, limit: int, without: Collection[Key]) -> list[Key]:
    return await _keys(tx, _stale(limit, without))


async def lock_if_stale(tx: Tx, key: Key) -> bool:
    one = _stale(1, ()).where(facts.c.brand_id == key[0], facts.c.account_id == key[1])
    return bool(await _keys(tx, one.with_for_update()))


def _stale(limit: int, without: Collection[Key]) -> Select[Any]:
    found = select(facts.c.brand_id, facts.c.account_id).where(facts.c.is_stale).limit(limit)
    if not without:
        return found
    return found.where(tuple_(facts.c.brand_id, facts.c.account_id).not_in(sorted(without)))


async def _keys(tx: Tx, statement: Select[Any]) -> list[Key]:
    return [(row["brand_id"], row["account_id"]) for row in await tx.all(statement)]


async def save_facts(tx: Tx, made: Mapping[Key, Facts]) -> None:
    statement = (
        update(facts)
        .where(facts.c.brand_id == bindparam("of_brand"), facts.c.account_id == bindparam("of_account"))
        .values(is_stale=false())
    )  # fmt: skip
    rows = [
        {
            "of_brand": brand_id,
            "of_account": account_id,
            "tier_rank": one.tier_rank,
            "joined_at": one.joined_at,
            "orders": one.orders,
            "spend_minor": one.spend_minor,
            "green_bp": one.green_bp,
            "last_bought_at": one.last_bought_at,
            "categories": categories_text(one.categories),
            "shows_watched": one.shows_watched,
            "last_watched_at": one.last_watched_at,
        }
        for (brand_id, account_id), one in made.items()
    ]
    names = [name for name in rows[0] if not name.startswith("of_")] if rows else []
    if rows:
        await tx.execute(statement.values({name: bindparam(name) for name in names}), rows)


async def memberships(tx: Tx, keys: Sequence[Key]) -> dict[Key, tuple[int, datetime]]:
    """The tier's rank, and since when."""
    rows = await tx.all(
        select(members.c.brand_id, members.c.account_id, members.c.tier_rank, members.c.joined_at)
        .where(tuple_(members.c.brand_id, members.c.account_id).in_(keys))
    )  # fmt: skip
    return {
        (row["brand_id"], row["account_id"]): (row["tier_rank"], row["joined_at"]) for row in rows
    }


async def count(tx: Tx, brand_id: str, rule: Rule) -> int:
    found = await tx.scalar(
        select(func.count()).select_from(facts).where(in_segment(tx, brand_id, rule))
    )
    return int(found)


async def some(tx: Tx, brand_id: str, rule: Rule, limit: int) -> Sequence[RowMapping]:
    """Members who fit the rule, those who joined first before the others."""
    return await tx.all(
        select(facts.c.account_id, accounts.c.handle, *SHOWN)
        .join(accounts, accounts.c.id == facts.c.account_id)
        .where(in_segment(tx, brand_id, rule))
        .order_by(facts.c.account_id)
        .limit(limit)
    )


def in_segment(tx: Tx, brand_id: str, rule: Rule) -> ColumnElement[bool]:
    return and_(facts.c.brand_id == brand_id, fits(rule, tx.now, is_sqlite=tx.is_sqlite))


async def categories_of(tx: Tx, brand_id: str, limit: int) -> list[str]:
    """What the brand's members bought of, as far as `limit` of them tell."""
    rows = await tx.all(
        select(facts.c.categories)
        .where(facts.c.brand_id == brand_id, facts.c.categories != "")
        .distinct()
        .limit(limit)
    )
    return sorted({name for row in rows for name in row["categories"].strip("\n").split("\n")})
