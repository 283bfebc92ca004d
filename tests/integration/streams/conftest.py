"""A database whose time and events the test holds."""

from collections.abc import AsyncIterator

import pytest

from kit.db import Database
from tests.support.slices import World


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    database = Database(database_url)
    yield World(database)
    await database.close()
