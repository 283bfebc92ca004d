"""Alembic's entry point: runs the migrations on the database that `server.migrate` names."""

import asyncio
from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection

from kit.db import Database, Id, Instant
from server.tables import metadata

# Two releases at once must not migrate at once; the number only has to be ours.
POSTGRES_LOCK = 4_041_118
POSTGRES_LOCK_TIMEOUT = "10s"


def _render(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write our column types as what they are in the database: a migration must not change when the code does."""
    if kind == "type" and isinstance(item, Id):
        return f"sa.String(length={item.length})"
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    return False


def _migrate(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = '{POSTGRES_LOCK_TIMEOUT}'"))
        connection.execute(text(f"SELECT pg_advisory_xact_lock({POSTGRES_LOCK})"))
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=_render,
    )
    with context.begin_transaction():
        context.run_migrations()


def _let_tables_be_replaced(connection: DBAPIConnection, _record: object) -> None:
    """SQLite changes a constraint by putting a copy in the table's place, and would take each row that points there
    for one that points nowhere. It can be told only before the transaction begins."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.close()


def _check_references(connection: Connection) -> None:
    """Look once at what was not looked at meanwhile."""
    if connection.dialect.name == "sqlite":
        wrong = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        assert not wrong, f"rows point at nothing: {wrong[:5]}"


async def _run() -> None:
    database = Database(context.config.attributes["database_url"], is_patient=True)
    if database.is_sqlite:
        event.listen(database.engine.sync_engine, "connect", _let_tables_be_replaced)
    try:
        async with database.writing() as connection:
            await connection.run_sync(_migrate)
            await connection.run_sync(_check_references)
    finally:
        await database.close()


asyncio.run(_run())
