"""How many members each tier had, by day."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import RowMapping, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from kit.unit_of_work import Tx
from membership.segments.tables import tier_counts
from membership.tables import members


async def count_today(tx: Tx) -> None:
    """Write down how many there are now, over what was counted earlier today."""
    dialect = sqlite if tx.is_sqlite else postgresql
    day = tx.now.date()
    now = (
        select(members.c.brand_id, literal(day, tier_counts.c.day.type), members.c.tier_rank, func.count())
        .where(members.c.tier_rank > 0)  # also tells SQLite's parser that ON CONFLICT is no join
        .group_by(members.c.brand_id, members.c.tier_rank)
    )  # fmt: skip
    columns = ["brand_id", "day", "tier_rank", "members"]
    statement = dialect.insert(tier_counts).from_select(columns, now)
    await tx.execute(
        statement.on_conflict_do_update(
            index_elements=["brand_id", "day", "tier_rank"],
            set_={"members": statement.excluded.members},
        )
    )


async def since(tx: Tx, brand_id: str, day: date) -> Sequence[RowMapping]:
    return await tx.all(
        select(tier_counts.c.day, tier_counts.c.tier_rank, tier_counts.c.members)
        .where(tier_counts.c.brand_id == brand_id, tier_counts.c.day >= day)
        .order_by(tier_counts.c.day, tier_counts.c.tier_rank)
    )
