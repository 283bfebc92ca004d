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
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Peers stay on this machine."""
    monkeypatch.setattr(aioice.ice, "get_host_addresses", lambda **_: [HOST])


@pytest.fixture
async def stage(at_home: None) -> AsyncIterator[Stage]:
    """A studio, and peers on the same machine."""
    async with running_studio(window=20, viewers=2) as stage:
        yield stage
