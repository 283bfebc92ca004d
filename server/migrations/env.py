"""Alembic's entry point: runs the migrations on the database that `server.migrate` names."""

import asyncio

from alembic import context
from sqlalchemy import Connection, text

from kit.db import Database
from server.tables import metadata

# Two releases at once must not migrate at once; the number only has to be ours.
POSTGRES_LOCK = 4_041_118
POSTGRES_LOCK_TIMEOUT = "10s"


def _migrate(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = '{POSTGRES_LOCK_TIMEOUT}'"))
        connection.execute(text(f"SELECT pg_advisory_xact_lock({POSTGRES_LOCK})"))
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
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
