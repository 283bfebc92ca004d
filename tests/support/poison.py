"""A row that nobody can change: whatever tries fails, again and again, as with a fault of ours that only it meets."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from structlog.testing import capture_logs

from kit.unit_of_work import UnitOfWork

SAYS = "this row is poisoned"
SQLITE = """CREATE TRIGGER poison BEFORE UPDATE ON "{table}" WHEN {condition}
BEGIN SELECT RAISE(ABORT, '{says}'); END"""
FUNCTION = """CREATE FUNCTION poison() RETURNS trigger AS
$$ BEGIN RAISE EXCEPTION '{says}'; END $$ LANGUAGE plpgsql"""
POSTGRESQL = """CREATE TRIGGER poison BEFORE UPDATE ON "{table}" FOR EACH ROW
WHEN ({condition}) EXECUTE FUNCTION poison()"""


@asynccontextmanager
async def poisoned(work: UnitOfWork, table: str, **key: str) -> AsyncIterator[None]:
    """The row with this key, meanwhile."""
    condition = " AND ".join(f"OLD.{name} = '{value}'" for name, value in key.items())
    says = {"table": table, "condition": condition, "says": SAYS}
    async with work.write() as tx:
        for statement in (SQLITE,) if tx.is_sqlite else (FUNCTION, POSTGRESQL):
            await tx.execute(text(statement.format(**says)))
    try:
        with capture_logs() as logs:  # to write them with all that stood around takes minutes
            yield
        rows = {line["row"] for line in logs if line["event"] == "worker.row_failed"}
        assert len(rows) == 1, "the poisoned row is said, and no other"
    finally:
        async with work.write() as tx:
            if tx.is_sqlite:
                await tx.execute(text("DROP TRIGGER poison"))
            else:
                await tx.execute(text("DROP FUNCTION poison CASCADE"))
