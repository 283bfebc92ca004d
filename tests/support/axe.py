"""Accessibility checks of a page by axe-core, for WCAG 2.2 up to level AA."""

from typing import Any

from playwright.async_api import Page

from tests.support.looking import has_settled
from tests.support.node import MODULES

SOURCE = MODULES / "axe-core/axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


async def accessibility_violations(page: Page, *, within: str = "html") -> list[str]:
    """Return what axe finds wrong in the element `within`, one readable string a rule.

    What fades in has colours of its own until it has settled, so that is waited for. The script is evaluated, not added as a tag, so that the page's content security policy
    can stay as it is.
    """
    await has_settled(page)
    await page.evaluate(SOURCE.read_text())
    violations = await page.evaluate(
        """async ([within, standards]) => {
            const result = await axe.run(within, { runOnly: standards, resultTypes: ['violations'] });
            return result.violations;
        }""",
        [within, STANDARDS],
    )
    return [_readable(violation) for violation in violations]


def _readable(violation: dict[str, Any]) -> str:
    places = [" ".join(map(str, node["target"])) for node in violation["nodes"]]
    return f"{violation['id']} ({violation['impact']}): {violation['help']} at {'; '.join(places)}"
