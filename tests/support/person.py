"""Somebody with a browser of their own: cookies, a window, and an ear for errors.

Everything that goes wrong in the person's pages is collected: console errors, uncaught
exceptions, failed assets. `unexpected_errors` leaves out what the test has announced.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import BrowserContext, ConsoleMessage, Page, WebError


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

    async def screenshot(self, label: str) -> Path:
        """Save what the person sees, and return where."""
        path = self.screenshots / f"{self.name}-{label}.png"
        await self.page.screenshot(path=path, full_page=True)
        return path

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            where = message.location.get("url", "")
            self.errors.append(f"{self.name}: {message.text} ({where})")

    def _on_web_error(self, web_error: WebError) -> None:
        self.errors.append(f"{self.name}: uncaught {web_error.error}")
