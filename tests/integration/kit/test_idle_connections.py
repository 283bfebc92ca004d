"""Connections that are lost while nobody uses them are replaced before anybody does."""

import pytest
from sqlalchemy import text

from kit import db
from kit.db import Database

OTHERS = text(
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


async def test_a_connection_that_was_lost_while_idle_is_not_handed_out(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "POSTGRES_TRUSTED_FOR_S", 0.0)
    ours, other = Database(postgresql_url), Database(postgresql_url)
    async with ours.reading(), ours.reading():
        pass
    async with other.writing() as connection:
        assert (await connection.execute(OTHERS)).scalar_one() == 2
    for _ in range(2):
        async with ours.writing() as connection:
            assert (await connection.execute(text("SELECT 1"))).scalar_one() == 1
    await ours.close()
    await other.close()


async def test_one_that_is_kept_for_the_next_statement_is_not_used_when_it_was_lost(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "POSTGRES_TRUSTED_FOR_S", 0.0)
    ours, other = Database(postgresql_url), Database(postgresql_url)
    await ours.send("SELECT 1", ())
    async with other.writing() as connection:
        assert (await connection.execute(OTHERS)).scalar_one() == 1
    await ours.send("SELECT 1", ())
    assert ours.in_use == 0
    await ours.close()
    await other.close()
