"""Alembic's entry point: runs the migrations on the database that `server.migrate` names."""

import asyncio
from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, text

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


async def _run() -> None:
    database = Database(context.config.attributes["database_url"])
    try:
        async with database.writing() as connection:
            await connection.run_sync(_migrate)
    finally:
        await database.close()


asyncio.run(_run())
