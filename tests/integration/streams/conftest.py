"""A database whose time and events the test holds."""

from collections.abc import AsyncIterator

import aioice.ice
import pytest

from kit.db import Database
from tests.support.ports import HOST
from tests.support.slices import World
from tests.support.studio import Stage, running_studio


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    database = Database(database_url)
    yield World(database)
    await database.close()


@pytest.fixture
async def stage(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """A studio, and peers that stay on this machine as well."""
    monkeypatch.setattr(aioice.ice, "get_host_addresses", lambda **_: [HOST])
    async with running_studio(window=20, viewers=2) as stage:
        yield stage
