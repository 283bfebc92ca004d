"""An account that stays its owner's: a forgotten password, another address, sessions that end; and a brand that is called otherwise."""

import asyncio
import re
import sqlite3
from uuid import uuid4

from playwright.async_api import Page, expect

from tests.support.axe import accessibility_violations
from tests.support.looking import sideways_overflow
from tests.support.person import Member, NewPerson, Person
from tests.support.site import Site
from tests.support.waiting import until_told

OPERATOR = "olu"
OLD, NEW = "correct horse battery", "a new one, and longer"


async def test_an_account_is_lost_and_found_and_its_brand_renamed(
    member: Member, person: NewPerson, site: Site
) -> None:
    operator = await member(OPERATOR)
    owner, elsewhere = await person("owner", width=360), await person("elsewhere")
    handle = f"wren_{uuid4().hex[:8]}"
    new = {"handle": handle, "email": f"{handle}@example.com", "password": OLD}
    await elsewhere.call("POST", "/api/accounts", new)
    await _forgets(owner, handle)
    link = await _mailed(operator.page, handle, r"/reset-password/[\w-]+")
    await _sets_a_new_one(owner, link)
    assert (await elsewhere.context.request.get("/api/me")).status == 401
    await owner.page.goto(link)
    await expect(owner.page.get_by_text("This link does not work any more")).to_be_visible()
    await expect(owner.page.get_by_role("button", name="Send me a link")).to_be_visible()
    assert await accessibility_violations(owner.page) == []
    await _changes_address(owner, operator, site, handle)
    await _changes_password(owner, elsewhere, handle)
    await _renames(owner, operator, handle)


async def _forgets(owner: Person, handle: str) -> None:
    page = owner.page
    owner.expect_error("422")
    owner.expect_error("404")
    await page.goto("/sign-in")
    await page.get_by_role("link", name="Forgot your password?").click()
    await page.get_by_label("E-mail").fill("wren")
    await page.get_by_role("button", name="Send me a link").press("Enter")
    await expect(page.get_by_label("E-mail")).to_be_focused()
    await page.get_by_label("E-mail").fill(f"{handle}@example.com")
    await page.keyboard.press("Enter")
    await expect(
        page.get_by_role("status").filter(has_text="If there is an account")
    ).to_be_visible()
    assert await accessibility_violations(page) == []
    assert await sideways_overflow(page) == []
    await owner.screenshot("forgot")


async def _mailed(page: Page, to: str, path: str) -> str:
    """The link of such a path in the newest mail to somebody."""
    letter = page.locator(".caught-letter").filter(has_text=to).filter(has_text=re.compile(path))

    async def is_there() -> bool:
        await page.goto("/operator/mail")
        return await letter.count() > 0

    await until_told(is_there)
    found = re.search(path, await letter.first.inner_text())
    assert found is not None
    return found[0]


async def _sets_a_new_one(owner: Person, link: str) -> None:
    page = owner.page
    await page.goto(link)
    await page.get_by_label("New password").fill("short")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("New password")).to_be_focused()
    assert await accessibility_violations(page) == []
    assert await sideways_overflow(page) == []
    await page.get_by_label("New password").fill(NEW)
    await page.keyboard.press("Enter")
    await page.wait_for_url("/")
    await expect(page.locator(".menu > summary")).to_be_visible()


async def _changes_address(owner: Person, operator: Person, site: Site, handle: str) -> None:
    page = owner.page
    owner.expect_error("403")
    await asyncio.to_thread(_let_ten_minutes_pass, site, handle)
    await page.goto("/profile")
    await page.get_by_role("link", name="Sign-in and security").click()
    await page.get_by_label("New address").fill(f"{handle}@bücher.example.com")
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Is it you?")
    await dialog.get_by_label("Your password").fill(OLD)
    await page.keyboard.press("Enter")
    await expect(dialog.get_by_label("Your password")).to_have_attribute("aria-invalid", "true")
    assert await accessibility_violations(page) == []
    await dialog.get_by_label("Your password").fill(NEW)
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("A mail is on its way to")).to_be_visible()
    assert await accessibility_violations(page) == []
    await owner.screenshot("security")
    await page.goto(await _mailed(operator.page, handle, r"/confirm-email/[\w-]+"))
    assert await accessibility_violations(page) == []
    await page.get_by_role("button", name="Confirm the address").click()
    await expect(page.get_by_role("heading", name="Your address is changed")).to_be_visible()
    await page.get_by_role("link", name="Sign-in and security").click()
    await expect(page.locator("main")).to_contain_text(f"{handle}@bücher.example.com")


async def _changes_password(owner: Person, elsewhere: Person, handle: str) -> None:
    page = owner.page
    await elsewhere.sign_in(f"{handle}@bücher.example.com", NEW)
    await page.reload()
    sessions = page.get_by_role("region", name="Where you are signed in").get_by_role("listitem")
    await expect(sessions).to_have_count(2)
    await expect(sessions.filter(has_text="Here")).to_contain_text("Chrome")
    await page.get_by_label("Your password").fill(NEW)
    await page.get_by_label("New password").fill(OLD)
    await page.get_by_role("button", name="Change my password").click()
    await expect(sessions).to_have_count(1)
    assert await sideways_overflow(page) == []
    assert (await elsewhere.context.request.get("/api/me")).status == 401
    assert (await owner.call("GET", "/api/me"))["handle"] == handle


async def _renames(owner: Person, operator: Person, handle: str) -> None:
    page, slug = owner.page, f"oya-{uuid4().hex[:8]}"
    new = {"slug": slug, "name": "Oya Tea", "country": "JP", "currency": "JPY", "hue": 30}
    await operator.call("POST", "/api/brands", {**new, "manager": handle})
    await page.goto(f"/host/brands/{slug}/settings")
    section = page.get_by_role("region", name="Name and colour")
    await section.get_by_label("Name").fill("")
    await page.keyboard.press("Enter")
    await expect(section.get_by_label("Name")).to_have_attribute("aria-invalid", "true")
    await section.get_by_label("Name").fill("Oya Tea & Sons")
    await section.get_by_label("Colour").fill("210")
    await expect(section.locator(".brand-sample")).to_have_class(re.compile("hue-210"))
    assert await accessibility_violations(page) == []
    assert await sideways_overflow(page) == []
    await section.get_by_role("button", name="Save").click()
    await expect(page.locator("body")).to_have_class(re.compile("hue-210"))
    await owner.screenshot("settings")
    await page.goto(f"/brands/{slug}")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Oya Tea & Sons")


def _let_ten_minutes_pass(site: Site, handle: str) -> None:
    """Since the password was last given."""
    path = site.database_url.partition("///")[2]
    with sqlite3.connect(path, timeout=30) as database:
        database.execute(
            "UPDATE session SET confirmed_at = NULL"
            " WHERE account_id = (SELECT id FROM account WHERE handle = ?)",
            (handle,),
        )
    database.close()
