"""What viewers and hosts do in Chromium elsewhere, done in Firefox: the same walks, with this module's browser."""

import os
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from tests.e2e.conftest import TIMEOUT_MS
from tests.e2e.test_host_walk import test_a_host_goes_live_sells_and_ends
from tests.e2e.test_viewer_walk import test_from_guest_to_owner_without_leaving_the_room
from tests.support.firefox import launch_firefox
from tests.support.node import node_binary

__all__ = [
    "test_a_host_goes_live_sells_and_ends",
    "test_from_guest_to_owner_without_leaving_the_room",
]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(node_binary())
    expect.set_options(timeout=TIMEOUT_MS)
    async with async_playwright() as playwright:
        firefox = await launch_firefox(playwright, tmp_path_factory.mktemp("firefox"))
        yield firefox
        await firefox.close()
