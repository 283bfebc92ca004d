"""Fixtures for tests that drive the real product with a real browser.

All of them share one event loop, since the browser lives for the whole session. Tests are plain
`async def` functions; `await person("viewer")` gives someone with a window:

    async def test_a_viewer_sees_the_deal(person: NewPerson) -> None:
        viewer = await person("viewer", width=390, height=844)
        await viewer.page.goto("/")

`await member("vera")` lets in someone of the demonstration, signed in; `backstage` prepares shows.
"""

import os
import re
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, StorageState, async_playwright, expect

from server.demo.people import PASSWORD
from tests.support.backstage import Backstage
from tests.support.chromium import LAUNCH_ARGS, find_chromium
from tests.support.looking import SCREENSHOTS
from tests.support.node import node_binary
from tests.support.once import made_once
from tests.support.person import Member, NewPerson, Person
from tests.support.site import Site, running_site, seed

HERE = Path(__file__).parent
TIMEOUT_MS = 30_000

_failed = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the tests of this folder in the loop in which the browser lives. They share a shop and its people with each
    other, so one that fails is tried a second time; the summary names it as run again, and why."""
    session_loop = pytest.mark.asyncio(loop_scope="session")
    for item in items:
        if item.path.is_relative_to(HERE) and pytest_asyncio.is_async_test(item):
            item.add_marker(session_loop, append=False)
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember which tests failed, for the screenshot at their end."""
    report = yield
    if report.failed:
        item.stash[_failed] = True
    return report


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the demonstration data, and what belongs to it, to be copied."""
    return made_once(tmp_path_factory, "seeded", seed)


@pytest.fixture(scope="package")
def site(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The running product, with the demonstration data. It ends with these tests: a worker is never quite idle."""
    with running_site(tmp_path_factory.mktemp("site"), seeded) as site:
        yield site


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium; people get contexts of their own in it."""
    # Playwright's own Node.js lacks a library on a bare system.
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(node_binary())
    expect.set_options(timeout=TIMEOUT_MS)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=find_chromium(), args=LAUNCH_ARGS
        )
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(loop_scope="session")
async def person(
    request: pytest.FixtureRequest, browser: Browser, site: Site
) -> AsyncIterator[NewPerson]:
    """Let people in, each with cookies and a window of their own. They want no motion, unless the test says that they do:
    to draw what moves for ever takes a browser without a graphics card more than all the rest.

    Errors in anybody's pages fail the test, unless `Person.expect_error` announced them.
    When a test fails, what everybody saw last is kept in var/screenshots, or in the folder SCREENSHOTS.
    """
    people: list[Person] = []
    screenshots = SCREENSHOTS / re.sub(r"[^\w.-]+", "-", request.node.name)

    async def let_in(name: str, *, width: int = 1280, height: int = 800, **options: Any) -> Person:
        wanted: dict[str, Any] = {"reduced_motion": "reduce", **options}
        context = await browser.new_context(
            base_url=site.base_url, viewport={"width": width, "height": height}, **wanted
        )
        context.set_default_timeout(TIMEOUT_MS)
        newcomer = Person(name, context, await context.new_page(), screenshots)
        newcomer.listen()
        people.append(newcomer)
        return newcomer

    yield let_in

    errors = [error for someone in people for error in someone.unexpected_errors()]
    is_worth_a_look = errors or request.node.stash.get(_failed, False)
    for someone in people:
        if is_worth_a_look and not someone.page.is_closed():
            await someone.show("failed")
        await someone.context.close()
    if errors:
        pytest.fail("errors in the browser:\n" + "\n".join(errors))


@pytest.fixture(scope="package")
def sessions() -> dict[str, StorageState]:
    """The cookies of the demonstration's people who have signed in: once each, for there is a limit."""
    return {}


@pytest.fixture
def member(person: NewPerson, sessions: dict[str, StorageState]) -> Member:
    """Let in people of the demonstration by their handles, signed in."""

    async def let_in(handle: str, **options: Any) -> Person:
        someone = await person(handle, storage_state=sessions.get(handle), **options)
        if handle not in sessions:
            await someone.sign_in(handle, PASSWORD)
            sessions[handle] = await someone.context.storage_state()
        return someone

    return let_in


@pytest_asyncio.fixture(loop_scope="session")
async def backstage(member: Member) -> Backstage:
    """What the host of the demonstration's live brand can prepare."""
    return await Backstage.of(await member("jonas"))
