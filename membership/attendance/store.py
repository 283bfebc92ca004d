"""Visits' rows."""

from collections.abc import Sequence

from msgspec import structs
from sqlalchemy import case
from sqlalchemy.dialects import postgresql, sqlite

from kit.unit_of_work import Tx
from membership.attendance.tables import show_visits
from membership.attendance.visit import ShowVisit


async def add_visits(tx: Tx, visits: Sequence[ShowVisit]) -> None:
    """Add to what is known of each person and show; at most one visit of a person and show at a time."""
    dialect = sqlite if tx.is_sqlite else postgresql
    statement = dialect.insert(show_visits)
    old, new = show_visits.c, statement.excluded
    await tx.execute(
        statement.on_conflict_do_update(
            index_elements=["account_id", "show_id"],
            set_={
                "first_at": case((new.first_at < old.first_at, new.first_at), else_=old.first_at),
                "last_at": case((new.last_at > old.last_at, new.last_at), else_=old.last_at),
                "seconds": old.seconds + new.seconds,
            },
        ),
        [structs.asdict(visit) for visit in visits],
    )
