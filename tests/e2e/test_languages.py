"""Pages in Chinese: switched by the person, kept, and complete with dates, money and plurals."""

from playwright.async_api import expect

from tests.support.axe import accessibility_violations
from tests.support.person import Member


async def test_a_member_reads_their_wallet_and_links_in_chinese(member: Member) -> None:
    amara = await member("amara", width=390)
    page = amara.page
    await page.goto("/wallet")
    await expect(page.get_by_role("heading", level=1)).to_have_text("My wallet")
    await page.get_by_role("contentinfo").get_by_role("link", name="中文").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("我的钱包")
    assert page.url.endswith("/wallet")
    wallet = page.get_by_role("region", name="Lindwerk")
    await expect(wallet).to_contain_text("下一级：")
    await expect(wallet).to_contain_text("可用积分")
    await wallet.get_by_text("积分明细").click()
    await expect(wallet.get_by_role("list", name="Lindwerk的积分")).to_be_visible()
    assert await accessibility_violations(page) == []
    await amara.screenshot("wallet-zh")

    await page.goto("/links")
    await expect(page.get_by_role("heading", level=1)).to_have_text("我的链接")
    await expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    await amara.screenshot("links-zh")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    await page.get_by_role("contentinfo").get_by_role("link", name="English").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("My links")
