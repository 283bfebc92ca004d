"""Rows of what managers decided by hand of members' tiers. Only added to."""

from dataclasses import asdict

from sqlalchemy import RowMapping, insert, select

from kit.unit_of_work import Tx
from membership.tiers.by_hand import Decision
from membership.tiers.member import Member
from membership.tiers.tables import tier_decisions as decisions

MOST = 50


async def add(tx: Tx, decision: Decision) -> None:
    await tx.execute(insert(decisions).values(**asdict(decision)))


async def last(tx: Tx, member: Member) -> Decision | None:
    found = await newest(tx, member.brand_id, member.account_id)
    return found[0] if found else None


async def newest(tx: Tx, brand_id: str, account_id: str | None = None) -> list[Decision]:
    """The last ones of the brand, or of one member, the newest first."""
    statement = (
        select(decisions)
        .where(decisions.c.brand_id == brand_id)
        .order_by(decisions.c.id.desc())
        .limit(MOST)
    )
    if account_id is not None:
        statement = statement.where(decisions.c.account_id == account_id)
    return [_decision(row) for row in await tx.all(statement)]


def _decision(row: RowMapping) -> Decision:
    return Decision(**row)
