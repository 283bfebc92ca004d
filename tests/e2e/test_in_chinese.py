"""Somebody who reads Chinese buys a deal: in the room, at the payment, and on the order's page nothing is English."""

import re

from playwright.async_api import Page, expect

from tests.support.axe import accessibility_violations
from tests.support.backstage import Backstage
from tests.support.looking import sideways_overflow, stands
from tests.support.person import NewPerson
from tests.support.room import DECLINED_CARD, GOOD_CARD, Room

PHONE, SHOW = "Leise phone", "Quiet sounds"
NAMES = re.compile(
    r"Festival: 50 off each 300|[A-Z0-9]{4}-[A-Z0-9]{4}|Dealcast|Lindwerk|Listener|Leise phone|Quiet sounds|zh_\w+|English|CVC|API|WebRTC|HLS|UTC|https?:\S+"
)
SPOKEN = """() => {
    const texts = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode())
        if (!walker.currentNode.parentElement.closest('script, style, noscript, [lang="en"]'))
            texts.push(walker.currentNode.data);
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]'))
        for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
            texts.push(element.getAttribute(name) ?? '');
    const named = [];
    const learn = (value) => {
        if (typeof value === 'string' && /^[A-Z“]/.test(value)) named.push(value);
        else if (value && typeof value === 'object') Object.values(value).forEach(learn);
    };
    for (const props of document.querySelectorAll('[data-props]')) learn(JSON.parse(props.textContent));
    named.sort((one, other) => other.length - one.length);
    return texts.map((text) => named.reduce((left, name) => left.replaceAll(name, ''), text).trim());
}"""
"""All that is shown or read aloud, without what people wrote: titles and names are in the data that the page came with."""


async def english_on(page: Page) -> list[str]:
    """What stands there in English."""
    texts: list[str] = await page.evaluate(SPOKEN)
    return [text for text in texts if re.search(r"[A-Za-z]{3}", NAMES.sub("", text))]


async def test_a_deal_is_bought_without_a_word_of_english(
    person: NewPerson, backstage: Backstage
) -> None:
    show_id = await backstage.live_show(SHOW)
    await backstage.dropped(show_id, PHONE, stock=3, duration_s=900)
    viewer = await person("viewer", width=360)
    page = viewer.page
    new = {"handle": f"zh_{show_id[-8:].lower()}", "password": "correct horse battery"}
    await viewer.call("POST", "/api/accounts", {**new, "email": f"{new['handle']}@example.com"})
    await viewer.call("PUT", "/api/me/profile", {"language": "zh"})

    # The profile says which language; nothing was chosen in this browser.
    await Room.enter(viewer, show_id)
    await expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    deal = page.locator(".rail").get_by_role("article", name=PHONE)
    claim = deal.locator(".claim").get_by_role("button").last
    await expect(claim).to_have_text(re.compile("立即抢购"))
    assert await english_on(page) == []
    await claim.click()
    await expect(claim).to_have_text(re.compile("立即付款"))
    await claim.click()

    dialog = page.get_by_role("dialog")
    viewer.expect_error("402")
    for number in (DECLINED_CARD, GOOD_CARD):
        await dialog.get_by_label("卡号").fill(number)
        await dialog.get_by_label("有效期").fill("12/34")
        await dialog.get_by_label("CVC").fill("123")
        await dialog.get_by_role("button", name=re.compile("^支付 ")).click()
        if number == DECLINED_CARD:
            await expect(dialog).to_contain_text("银行拒绝了这张卡")
            assert await english_on(page) == []
    await expect(dialog).to_contain_text("4242 的银行卡付款")
    assert await accessibility_violations(page) == []
    assert await sideways_overflow(page) == []

    await dialog.get_by_role("link", name="我的订单").click()
    await page.locator(".order-row", has_text=PHONE).get_by_role("link").click()
    await expect(page.get_by_role("main")).to_contain_text("付款成功，谢谢您")
    await stands(page)
    assert await english_on(page) == []
    assert await sideways_overflow(page) == []

    # The switch of this browser goes before the profile.
    await page.get_by_role("contentinfo").get_by_role("link", name="English").click()
    await expect(page.get_by_role("main")).to_contain_text("Thank you, it is yours")
