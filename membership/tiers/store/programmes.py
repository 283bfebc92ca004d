"""Brands' rules and tiers, and how far new rules have walked through the members."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import RowMapping, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from kit.unit_of_work import Tx
from membership.people import Tier
from membership.tables import members, tiers
from membership.tiers.rules import NO_RULES, Downgrade, Rules, Window
from membership.tiers.tables import programmes

MOST_WALKS = 100


@dataclass(frozen=True, slots=True)
class Walk:
    """New rules on their way through a brand's members."""

    brand_id: str
    version: int
    walked_to: str
    """The account up to which they have come."""


async def rules(tx: Tx, brand_id: str) -> Rules:
    """The brand's rules; `NO_RULES` if it has set none."""
    return (await rules_of(tx, [brand_id]))[brand_id]


async def rules_of(tx: Tx, brand_ids: Collection[str]) -> dict[str, Rules]:
    """The same of many."""
    rows = await tx.all(select(programmes).where(programmes.c.brand_id.in_(brand_ids)))
    found = {row["brand_id"]: _rules(row) for row in rows}
    return {brand_id: found.get(brand_id, NO_RULES) for brand_id in brand_ids}


async def taking_points(tx: Tx, brand_ids: Collection[str]) -> dict[str, Rules]:
    """The rules of those of these brands whose points take something off an order."""
    rows = await tx.all(
        select(programmes).where(programmes.c.brand_id.in_(brand_ids), programmes.c.off_points > 0)
    )
    return {row["brand_id"]: _rules(row) for row in rows}


async def save_programme(tx: Tx, brand_id: str, rules: Rules, own_tiers: Sequence[Tier]) -> None:
    """Write rules and tiers, and have them walk through the members. Whoever calls has locked the brand."""
    values: dict[str, Any] = {**asdict(rules), "walked_to": ""}
    dialect = sqlite if tx.is_sqlite else postgresql
    statement = dialect.insert(programmes).values(brand_id=brand_id, **values)
    await tx.execute(statement.on_conflict_do_update(index_elements=["brand_id"], set_=values))
    await tx.execute(delete(tiers).where(tiers.c.brand_id == brand_id))
    await tx.execute(insert(tiers), [{"brand_id": brand_id, **asdict(tier)} for tier in own_tiers])
    highest = own_tiers[-1].rank
    lowered = {"tier_rank": highest, "version": members.c.version + 1}
    of_brand = members.c.brand_id == brand_id
    await tx.execute(update(members).where(of_brand, members.c.tier_rank > highest).values(lowered))
    for column in (members.c.floor_rank, members.c.hand_rank, members.c.ruled_rank):
        values = {column.name: highest}
        await tx.execute(update(members).where(of_brand, column > highest).values(values))


async def walks(tx: Tx) -> list[Walk]:
    """New rules that are on their way."""
    rows = await tx.all(
        select(programmes.c.brand_id, programmes.c.version, programmes.c.walked_to)
        .where(programmes.c.walked_to.is_not(None))
        .order_by(programmes.c.brand_id)
        .limit(MOST_WALKS)
    )
    return [Walk(**row) for row in rows]


async def note_walk(tx: Tx, walk: Walk, walked_to: str | None) -> None:
    """How far the rules have come; None is the end. Newer rules have a walk of their own."""
    await tx.execute(
        update(programmes)
        .where(programmes.c.brand_id == walk.brand_id, programmes.c.version == walk.version)
        .values(walked_to=walked_to)
    )


def _rules(row: RowMapping) -> Rules:
    values = {key: value for key, value in row.items() if key not in {"brand_id", "walked_to"}}
    return Rules(
        **{
            **values,
            "window": Window(values["window"]),
            "downgrade": Downgrade(values["downgrade"]),
        }
    )
