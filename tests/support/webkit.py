"""WebKitGTK's own browser, driven by WebDriver: the engine of Safari, as Debian has it. One window, on a screen of its own.

    async with webkit(find_webkit(), tmp_path, site.base_url) as window:
        await window.goto("/")
        await window.click("Sign in")
        await window.fill("Password", "…")
        await window.sees("My orders")

Playwright drives a WebKit of its own making only, so this is what a walk needs of it and no more.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from httpx2 import AsyncClient

from tests.support.ports import HOST, free_port, wait_for_port
from tests.support.process import Child
from tests.support.waiting import until

DRIVER, SCREEN = "WebKitWebDriver", "Xvfb"
BROWSERS = "*/webkit*gtk-*/MiniBrowser"
"""Below /usr/lib: it is on nobody's PATH."""
REMEDY = "{} is not installed; on Debian or Ubuntu: apt-get install webkit2gtk-driver xvfb"
TIMEOUT_S = 30
SIZE = {"x": 0, "y": 0, "width": 1440, "height": 900}
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""What names an element in an answer (WebDriver, 12.1)."""

NAMED = """
    const [within, kinds, name] = arguments;
    const words = (text) => (text ?? '').replace(/\\s+/g, ' ').trim();
    const labels = (element) => words([...(element.labels ?? [])].map((label) => label.textContent).join(' '));
    return [...document.querySelectorAll(within)]
        .flatMap((place) => [...place.querySelectorAll(kinds)])
        .filter((element) => element.checkVisibility() && !element.disabled)
        .find((element) => [element.getAttribute('aria-label'), labels(element), element.textContent]
            .some((text) => words(text).startsWith(name))) ?? null;
"""
SEEN = """
    const [within, text] = arguments;
    return [...document.querySelectorAll(within)].some((place) =>
        place.checkVisibility() && place.innerText.replace(/\\s+/g, ' ').includes(text));
"""
PRESSED = "a, button, summary, input"
FILLED = "input, textarea, select"


class Unmet(Exception):
    """What was waited for did not come about; the text says what."""


@dataclass(frozen=True, slots=True)
class Window:
    """The browser's window; `driver` speaks for its session."""

    driver: AsyncClient
    base_url: str

    async def goto(self, path: str) -> None:
        await self._ask("POST", "url", url=self.base_url + path)

    async def reload(self) -> None:
        await self._ask("POST", "refresh")

    async def run(self, script: str, *arguments: Any) -> Any:
        """What the body of a function returns in the page."""
        return await self._ask("POST", "execute/sync", script=script, args=list(arguments))

    async def wait_for(self, script: str, *arguments: Any) -> Any:
        """What it returns as soon as that is true. Raises Unmet."""
        try:
            async with asyncio.timeout(TIMEOUT_S):
                while not (found := await self.run(script, *arguments)):  # noqa: ASYNC110 - nothing tells us
                    await asyncio.sleep(0.05)
        except TimeoutError:
            text = await self.run("return document.body.innerText")
            raise Unmet(f"{arguments or script} on a page that says:\n{text}") from None
        return found

    async def sees(self, text: str, within: str = "body") -> None:
        await self.wait_for(SEEN, within, text)

    async def click(self, name: str, within: str = "body") -> None:
        """Press what is called so, or begins so, once nothing lies over it."""
        await self._use(PRESSED, name, within, "click")

    async def fill(self, label: str, text: str, within: str = "body") -> None:
        await self._use(FILLED, label, within, "clear")
        await self._use(FILLED, label, within, "value", text=text)

    async def _use(self, kinds: str, name: str, within: str, how: str, **given: Any) -> None:
        async with asyncio.timeout(TIMEOUT_S):
            while True:
                element = (await self.wait_for(NAMED, within, kinds, name))[ELEMENT]
                answer = await self.driver.post(f"element/{element}/{how}", json=given)
                if answer.is_success:
                    return
                # It moved, was drawn anew, or something still lay over it.
                await asyncio.sleep(0.05)

    async def _ask(self, method: str, command: str, **given: Any) -> Any:
        """Raises RuntimeError with what the browser says against it."""
        answer = await self.driver.request(
            method, command, json=given if method == "POST" else None
        )
        if not answer.is_success:
            raise RuntimeError(f"{command}: {answer.text}")
        return answer.json()["value"]


def find_webkit() -> Path:
    """Return the path of WebKitGTK's browser; without it, its driver or a screen the test is skipped."""
    for command in (DRIVER, SCREEN):
        if shutil.which(command) is None:
            pytest.skip(REMEDY.format(command))
    found = next(Path("/usr/lib").glob(BROWSERS), None)
    return found or pytest.skip(REMEDY.format("MiniBrowser"))


@asynccontextmanager
async def webkit(browser: Path, home: Path, base_url: str) -> AsyncIterator[Window]:
    """A browser that knows nobody yet; its logs are in `home`."""
    screen = Child.start(
        [SCREEN, "-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"],
        log=home / "screen.log", cwd=home,
    )  # fmt: skip
    try:
        # Its number stands after what it says of those that were taken.
        await until(lambda: screen.log_tail(1).isdigit())
        async with _driven(browser, home, display=f":{screen.log_tail(1)}") as driver:
            yield Window(driver, base_url)
    finally:
        screen.stop()


@asynccontextmanager
async def _driven(browser: Path, home: Path, *, display: str) -> AsyncIterator[AsyncClient]:
    port = free_port()
    env = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home),
        "DISPLAY": display,
        "GDK_BACKEND": "x11",
        "LANG": "C.UTF-8",
        # Without a graphics card, and without a desktop's bus.
        "LIBGL_ALWAYS_SOFTWARE": "1",
        "WEBKIT_DISABLE_DMABUF_RENDERER": "1",
        "NO_AT_BRIDGE": "1",
    }
    child = Child.start(
        [DRIVER, f"--host={HOST}", f"--port={port}"], log=home / "driver.log", cwd=home, env=env
    )
    options = {"binary": str(browser), "args": ["--automation"]}
    try:
        wait_for_port(port, check=child.check)
        async with AsyncClient(base_url=f"http://{HOST}:{port}", timeout=120) as service:
            wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
            begun = await service.post("/session", json={"capabilities": wanted})
            begun.raise_for_status()
            session = f"/session/{begun.json()['value']['sessionId']}"
            async with AsyncClient(base_url=f"{service.base_url}{session}/", timeout=120) as driver:
                await driver.post("window/rect", json=SIZE)
                yield driver
            await service.delete(session)
    finally:
        child.stop()
