"""A page on a phone and on a desk: accessible, no wider than its window, and kept as a picture if one is wanted."""

from playwright.async_api import Page, ViewportSize

from tests.support.axe import accessibility_violations
from tests.support.looking import SCREENSHOTS, keep_picture, sideways_overflow

PHONE: ViewportSize = {"width": 360, "height": 780}
DESK: ViewportSize = {"width": 1440, "height": 900}


async def flaws_on_phone_and_desk(
    page: Page, name: str, *, on_phone_within: str = "html"
) -> list[str]:
    """What is wrong in either window; the pictures get the name and the width. The window is as before in the end."""
    flaws = []
    before = page.viewport_size
    for window, within in ((PHONE, on_phone_within), (DESK, "html")):
        await page.set_viewport_size(window)
        width = window["width"]
        await keep_picture(page, SCREENSHOTS / f"{name}-{width}.png")
        found = [f"too wide: {element}" for element in await sideways_overflow(page)]
        found += await accessibility_violations(page, within=within)
        flaws += [f"at {width} px: {flaw}" for flaw in found]
    if before:
        await page.set_viewport_size(before)
    return flaws
