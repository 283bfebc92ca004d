"""How much of a page moves while it loads, as browsers reckon it (Cumulative Layout Shift, https://web.dev/articles/cls)."""

from playwright.async_api import BrowserContext, Page

GOOD = 0.1
"""More is felt as a page that jumps."""
_OBSERVE = """
globalThis.shifts = [];
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) {
    if (shift.hadRecentInput) continue;
    const moved = shift.sources.map(({ node }) => node?.className || node?.nodeName);
    globalThis.shifts.push([shift.value, moved.join(" ")]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""


async def observe_shifts(context: BrowserContext) -> None:
    """From the next page on."""
    await context.add_init_script(_OBSERVE)


async def shifted(page: Page) -> tuple[float, list[list[object]]]:
    """The sum since the page was asked for, and of what it is made up."""
    shifts = await page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(globalThis.shifts))))"
    )
    return sum(value for value, _ in shifts), shifts
