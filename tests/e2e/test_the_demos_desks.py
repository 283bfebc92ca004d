"""A manager of the demonstration's brand at which everything has happened already looks at its desks, on a phone, and a
friend at a team that still has a place."""

from playwright.async_api import Page, expect

from server.demo.people import LAB, LAB_MANAGER
from tests.support.axe import accessibility_violations
from tests.support.looking import sideways_overflow, stands
from tests.support.person import Member

ROWS = {
    "payouts": ".payout-list .payout",
    "review": ".review-case",
    "campaigns": ".campaign-row",
    "products": ".product-row",
}


async def test_each_desk_has_something_to_look_at(member: Member) -> None:
    page = (await member(LAB_MANAGER, width=360, height=780)).page
    for desk, rows in ROWS.items():
        await page.goto(f"/host/brands/{LAB}/{desk}")
        await expect(page.locator(rows).first).to_be_visible()
        await _is_fine(page)
    await page.goto(f"/host/brands/{LAB}/payouts")
    waiting = page.locator(".payout-list .payout").filter(has_text="Waits for approval")
    await expect(waiting.get_by_role("button", name="Approve")).to_be_enabled()


async def test_a_friend_finds_a_team_with_a_place(member: Member) -> None:
    leader = await member("ines_p")
    orders = await leader.call("GET", "/api/orders")
    team_id = next(order["team_id"] for order in orders if order["team_id"])
    page = (await member("vera", width=360, height=780)).page
    await page.goto(f"/t/{team_id}")
    await expect(page.locator("main")).to_contain_text("ines_p")
    await _is_fine(page)


async def _is_fine(page: Page) -> None:
    await stands(page)
    assert await sideways_overflow(page) == []
    assert await accessibility_violations(page) == []
