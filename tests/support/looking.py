"""Looking at a page as a whole: when it stands, whether it fits, whether its pictures are there."""

import os
from pathlib import Path

from playwright.async_api import Page

SCREENSHOTS = Path(os.environ.get("SCREENSHOTS", Path(__file__).parents[2] / "var/screenshots"))
KEEPS_PICTURES = "SCREENSHOTS" in os.environ
"""Pictures are for people who look at the pages, and no test looks at them: SCREENSHOTS is the folder for whoever wants them."""
LONGEST_PX = 12_000
"""Chromium cannot take one picture of much more."""
STANDS = """() => {
    const islands = [...document.querySelectorAll('[data-island]')];
    return islands.every((island) => 'mounted' in island.dataset)
        && document.querySelector('main .skeleton') === null;
}"""
LOAD_PICTURES = """async () => {
    const pictures = [...document.images];
    for (const picture of pictures) picture.loading = 'eager';
    await Promise.allSettled(pictures.map((picture) => picture.decode()));
    return pictures.filter((picture) => !picture.naturalWidth).map((picture) => picture.src);
}"""
SIDEWAYS = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const isClipped = (element) => {
        for (let above = element.parentElement; above; above = above.parentElement)
            if (above !== document.body && getComputedStyle(above).overflowX !== 'visible') return true;
        return false;
    };
    return [...document.body.querySelectorAll('*')]
        .filter((element) => element.checkVisibility()
            && element.getBoundingClientRect().right > width + 0.5)
        .filter((element) => !isClipped(element))
        .map((element) => `${element.tagName.toLowerCase()}.${element.className}`
            + ` \u201c${element.textContent.trim().slice(0, 80)}\u201d`)
        .slice(0, 8);
}"""

SETTLED = """async () => {
    const finite = document.getAnimations().filter(
        ({ effect }) => effect.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(finite.map(({ finished }) => finished));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


async def stands(page: Page) -> None:
    """Wait until every island is mounted and nothing is a placeholder any more."""
    await page.wait_for_function(STANDS)


async def has_settled(page: Page) -> None:
    """Wait until nothing moves any more but what moves for ever."""
    await page.evaluate(SETTLED)


async def keep_picture(page: Page, path: Path) -> None:
    """Save what the page shows from top to bottom, if it is wanted; of a very long one, what is in the window."""
    await has_settled(page)
    if KEEPS_PICTURES:
        await take_picture(page, path)


async def take_picture(page: Page, path: Path) -> None:
    height = await page.evaluate("document.documentElement.scrollHeight")
    await page.screenshot(path=path, full_page=height < LONGEST_PX)


async def missing_pictures(page: Page) -> list[str]:
    """Load all pictures, lazy ones too; return the addresses of those that did not come."""
    missing: list[str] = await page.evaluate(LOAD_PICTURES)
    return missing


async def sideways_overflow(page: Page) -> list[str]:
    """What makes the page scroll sideways, outermost first; empty if nothing does."""
    culprits: list[str] = await page.evaluate(SIDEWAYS)
    return culprits
