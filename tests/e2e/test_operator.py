"""The operator's page: it follows what the processes do, in charts or as a table, and only for operators."""

import re

from playwright.async_api import Locator, Page, expect

from tests.support.axe import accessibility_violations
from tests.support.backstage import Backstage
from tests.support.looking import stands
from tests.support.person import Member, NewPerson, Person
from tests.support.room import Room
from tests.support.sizes import PHONE, flaws_on_phone_and_desk

OPERATOR = "olu"
SHOW = "Watched from the engine room"


async def page_of(member: Member, **options: object) -> Page:
    """The operator's page, with its first readings."""
    operator = await member(OPERATOR, **options)
    await operator.page.goto("/operator")
    await stands(operator.page)
    await expect(tile(operator.page, "Broker")).to_contain_text("Up")
    return operator.page


def tile(page: Page, name: str) -> Locator:
    return page.locator(".operator-tile", has_text=name)


async def enter(someone: Person, show_id: str) -> Room:
    return await Room.enter(someone, show_id)


async def test_the_page_follows_who_comes_and_what_is_delivered(
    member: Member, person: NewPerson, backstage: Backstage
) -> None:
    show_id = await backstage.live_show(SHOW)
    page = await page_of(member)
    room = page.locator(".operator-rooms > li", has_text=SHOW)
    await expect(room).to_have_count(0)
    guest = await person("guest")
    await enter(guest, show_id)
    await expect(room).to_contain_text("1 viewer")
    await enter(await person("another"), show_id)
    await expect(room).to_contain_text("2 viewers")
    deliveries = page.get_by_role("figure", name="Deliveries a second")
    chart = deliveries.get_by_role("img", name=re.compile(r"most (?!0(\. |$))"))
    await backstage.dropped(show_id, "Mond table lamp")
    await expect(chart).to_be_visible()
    await expect(deliveries.locator("canvas")).to_be_visible()
    row = page.get_by_role("region", name="Processes").get_by_role("row").nth(1)
    await expect(row).to_contain_text("Worker")
    await guest.context.close()
    await expect(room).to_contain_text("1 viewer")


async def test_the_charts_can_be_read_as_a_table_and_held_still(member: Member) -> None:
    page = await page_of(member)
    table = page.get_by_role("region", name="Readings")
    toggle = page.get_by_role("button", name="Show as a table")
    await toggle.press("Enter")
    await expect(toggle).to_have_attribute("aria-pressed", "true")
    await expect(table.get_by_role("columnheader", name="Bytes a second")).to_be_visible()
    await expect(table.locator("tbody tr")).not_to_have_count(1)
    assert await accessibility_violations(page) == []
    pause = page.get_by_role("button", name="Pause")
    await pause.click()
    await expect(page.get_by_role("status").filter(has_text="Paused.")).to_be_visible()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.wait_for_timeout(2500)  # over two beats: nothing must happen
    assert asked == []
    await pause.click()
    async with page.expect_response("**/api/operator/metrics"):
        pass
    await toggle.click()
    await expect(page.locator(".chart canvas")).to_have_count(6)


async def test_a_server_that_does_not_answer_is_said_and_what_was_known_stays(
    member: Member,
) -> None:
    operator = await member(OPERATOR)
    operator.expect_error("ERR_FAILED")
    await operator.page.goto("/operator")
    status = operator.page.get_by_role("status")
    await expect(status.filter(has_text="Following live.")).to_be_visible()
    await expect(tile(operator.page, "Sockets")).to_be_visible()
    await operator.page.route("**/api/operator/metrics", lambda route: route.abort())
    await expect(status.filter(has_text="keeps asking")).to_be_visible()
    await expect(tile(operator.page, "Sockets")).to_be_visible()
    await operator.page.unroute("**/api/operator/metrics")
    await expect(status.filter(has_text="Following live.")).to_be_visible()


async def test_the_page_is_accessible_and_fits(member: Member) -> None:
    page = await page_of(member, **PHONE)
    await expect(page.locator(".chart canvas")).to_have_count(6)
    assert await flaws_on_phone_and_desk(page, "operator") == []
    await page.get_by_role("button", name="Show as a table").click()
    assert await flaws_on_phone_and_desk(page, "operator-table") == []


async def test_only_operators_have_the_page_and_the_way_to_it(
    member: Member, person: NewPerson
) -> None:
    page = (await member(OPERATOR)).page
    await page.goto("/")
    await page.locator("details.menu > summary").click()
    await page.get_by_role("link", name="Operations").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Operations")
    host = await member("jonas")
    host.expect_error("403")
    await host.page.goto("/")
    assert await host.page.locator("a[href='/operator']").count() == 0
    answer = await host.page.goto("/operator")
    assert answer is not None
    assert answer.status == 403
    guest = await person("guest")
    await guest.page.goto("/operator")
    await expect(guest.page).to_have_url(re.compile(r"/sign-in\?next=/operator"))


async def test_the_operator_issues_a_voucher_for_all_brands_and_hands_it_out(
    member: Member,
) -> None:
    page = await page_of(member)
    await page.get_by_role("button", name="Issue a voucher").click()
    form = page.get_by_role("dialog")
    await form.get_by_label("Currency").select_option("JPY")
    await form.get_by_label("Title").fill("For our first thousand")
    await form.get_by_label("It takes").select_option("fixed")
    await form.get_by_label("Amount in JPY").fill("500")
    await form.get_by_label("People").select_option("grant")
    await form.get_by_role("button", name="Issue the voucher").click()
    row = page.locator(".voucher-row", has_text="For our first thousand")
    await expect(row).to_contain_text("¥500 off")
    await row.get_by_label("Give it to").fill("@luisa_p")
    await row.get_by_role("button", name="Give").click()
    await expect(row).to_contain_text("1 taken")
    assert await accessibility_violations(page) == []
    luisa = await member("luisa_p")
    await luisa.page.goto("/vouchers")
    await expect(luisa.page.get_by_role("main")).to_contain_text("For our first thousand")
    # Nobody else's walk is to meet it.
    await row.get_by_role("button", name="End").click()
    await page.get_by_role("dialog").get_by_role("button", name="End the voucher").click()
    await expect(row).to_contain_text("Ended")
