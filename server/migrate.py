"""Bringing a database to the present schema. Safe to run at every release, also by several at once."""

from pathlib import Path
from typing import TYPE_CHECKING

# Alembic is imported by whoever migrates: all other processes start faster without.
if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(database_url: str) -> None:
    """Run all migrations that the database has not seen."""
    from alembic import command

    command.upgrade(_config(database_url), "head")


def draft(database_url: str, message: str) -> None:
    """For developers: write the migration from the database's schema to the present tables."""
    from alembic import command

    number = len(list((MIGRATIONS / "versions").glob("*.py"))) + 1
    command.revision(_config(database_url), message, autogenerate=True, rev_id=f"{number:04d}")


def check(database_url: str) -> None:
    """Raise if the tables in the code and the migrated database disagree."""
    from alembic import command

    command.check(_config(database_url))


def _config(database_url: str) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("path_separator", "os")
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["database_url"] = database_url
    return config
