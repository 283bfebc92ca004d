"""Somebody with a browser of their own: cookies, a window, and an ear for errors.

Everything that goes wrong in the person's pages is collected: console errors, uncaught
exceptions, failed assets. `unexpected_errors` leaves out what the test has announced.
"""

import re
from collections.abc import Awaitable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from playwright.async_api import BrowserContext, ConsoleMessage, Page, WebError

from tests.support.looking import KEEPS_PICTURES, take_picture


@dataclass(eq=False)  # no slots: Playwright marks the objects whose methods it calls
class Person:
    """One person; `page` is their first window, `context` opens more."""

    name: str
    context: BrowserContext
    page: Page
    screenshots: Path
    errors: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Start to collect the errors of each page in the context."""
        self.context.on("console", self._on_console)
        self.context.on("weberror", self._on_web_error)

    def expect_error(self, pattern: str) -> None:
        """Allow errors that match, such as `409` for a refusal (Chromium logs those itself)."""
        self.expected.append(pattern)

    def unexpected_errors(self) -> list[str]:
        """Return the errors that no `expect_error` has announced."""
        return [
            error
            for error in self.errors
            if not any(re.search(pattern, error) for pattern in self.expected)
        ]

    async def call(self, method: str, path: str, body: object = None) -> Any:
        """Ask the API something as this person (with their cookies); return the answer's JSON.

        Raises RuntimeError with the answer when it is a refusal.
        """
        answer = await self.context.request.fetch(path, method=method, data=body)
        if not answer.ok:
            raise RuntimeError(f"{method} {path}: {answer.status} {await answer.text()}")
        return await answer.json() if answer.status != 204 else None

    async def sign_in(self, handle: str, password: str) -> None:
        """Sign in by the API."""
        await self.call("POST", "/api/session", {"login": handle, "password": password})

    async def screenshot(self, label: str) -> None:
        """Save what the person sees, if pictures are wanted."""
        if KEEPS_PICTURES:
            await self.show(label)

    async def show(self, label: str) -> None:
        """Save what the person sees."""
        await take_picture(self.page, self.screenshots / f"{self.name}-{label}.png")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            where = message.location.get("url", "")
            self.errors.append(f"{self.name}: {message.text} ({where})")

    def _on_web_error(self, web_error: WebError) -> None:
        self.errors.append(f"{self.name}: uncaught {web_error.error}")


class NewPerson(Protocol):
    """What the `person` fixture is: call it to let somebody in."""

    def __call__(
        self, name: str, *, width: int = 1280, height: int = 800, **options: Any
    ) -> Awaitable[Person]:
        """Open a browser context; `options` are those of Playwright's `new_context`."""


class Member(Protocol):
    """What the `member` fixture is: call it to let somebody in who is signed in already."""

    def __call__(self, handle: str, **options: Any) -> Awaitable[Person]:
        """Open a browser context for this person of the demonstration; `options` as for `NewPerson`."""
