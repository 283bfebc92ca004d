"""Each dialog, on a phone and on a desk: accessible, within the window, closed by Escape with the focus given back."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page, expect

from tests.support.backstage import Backstage
from tests.support.looking import has_settled, missing_pictures
from tests.support.person import Member, NewPerson, Person
from tests.support.room import GOOD_CARD, Room
from tests.support.sizes import DESK, PHONE, flaws_on_phone_and_desk

LAMP = "Mond table lamp"
Open = Callable[[Person, Backstage], Awaitable[None]]


async def room_with_lamp(someone: Person, backstage: Backstage) -> Room:
    show_id = await backstage.live_show("One lamp, many words")
    await backstage.dropped(show_id, LAMP)
    return await Room.enter(someone, show_id)


async def sign_up(guest: Person, backstage: Backstage) -> None:
    room = await room_with_lamp(guest, backstage)
    await room.claim(LAMP).click()


async def pay(buyer: Person, backstage: Backstage) -> None:
    room = await room_with_lamp(buyer, backstage)
    await room.claim(LAMP).click()
    await room.pay_now(LAMP)


async def share(sharer: Person, backstage: Backstage) -> None:
    room = await room_with_lamp(sharer, backstage)
    await room.deal(LAMP).get_by_role("button", name=f"Share {LAMP}").click()


async def schedule(host: Person, _: Backstage) -> None:
    await host.page.goto("/host")
    await host.page.get_by_role("button", name="Schedule a show").click()


async def pick_product(host: Person, backstage: Backstage) -> None:
    await host.page.goto(f"/host/shows/{await backstage.show('Many things')}")
    await host.page.get_by_role("button", name="Add a deal").click()
    await missing_pictures(host.page)


async def set_terms(host: Person, backstage: Backstage) -> None:
    await pick_product(host, backstage)
    await host.page.get_by_role("dialog").get_by_role("button", name=LAMP).click()


async def end_show(host: Person, backstage: Backstage) -> None:
    await host.page.goto(f"/host/shows/{await backstage.live_show('Over and out')}")
    await host.page.get_by_role("button", name="End show").click()


async def see_a_sale(manager: Person, backstage: Backstage) -> None:
    """Buy a lamp of the own brand, and look at it in the control panel."""
    show_id = await backstage.live_show("Sent and sent back")
    deal = await backstage.dropped(show_id, LAMP)
    order = await manager.call("POST", f"/api/deals/{deal['id']}/claims", {})
    card = {"number": GOOD_CARD, "expiry": "12/34", "cvc": "123"}
    await manager.call("POST", f"/api/orders/{order['id']}/payment", card)
    await manager.page.goto(f"/host/shows/{show_id}")
    await expect(manager.page.locator(".sale")).to_have_count(1)
    tab = manager.page.get_by_role("button", name="Sales")
    if await tab.is_visible():
        await tab.click()


async def refund(manager: Person, backstage: Backstage) -> None:
    await see_a_sale(manager, backstage)
    await manager.page.get_by_role("button", name="Refund").click()


async def mark_as_sent(manager: Person, backstage: Backstage) -> None:
    await see_a_sale(manager, backstage)
    await manager.page.get_by_role("button", name="Mark as sent").click()


DIALOGS: dict[str, tuple[str | None, Open]] = {
    "sign-up": (None, sign_up),
    "pay": ("hana", pay),
    "share": ("sol", share),
    "schedule": ("greta", schedule),
    "product": ("greta", pick_product),
    "terms": ("greta", set_terms),
    "end-show": ("greta", end_show),
    "refund": ("greta", refund),
    "sent": ("greta", mark_as_sent),
}
"""Each dialog by the name of its screenshots: who opens it, and how."""


@pytest.mark.parametrize("name", DIALOGS)
async def test_a_dialog_is_accessible_fits_and_gives_the_focus_back(
    name: str, person: NewPerson, member: Member, backstage: Backstage
) -> None:
    handle, open_it = DIALOGS[name]
    someone = await (member(handle, **PHONE) if handle else person("guest", **PHONE))
    await open_it(someone, backstage)
    page, dialog = someone.page, someone.page.get_by_role("dialog")
    await expect(dialog).to_be_visible()
    assert await flaws_on_phone_and_desk(page, f"dialog-{name}") == []
    for window in (DESK, PHONE):
        await page.set_viewport_size(window)
        assert await is_within_window(page)
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(page.locator("main :focus")).to_have_count(1)


async def is_within_window(page: Page) -> bool:
    """Whether the dialog's box lies in the window; what is long scrolls inside of it."""
    await has_settled(page)
    is_within: bool = await page.get_by_role("dialog").evaluate(
        """(dialog) => {
            const { left, top, right, bottom } = dialog.getBoundingClientRect();
            return Math.min(left, top) >= 0 && right <= innerWidth && bottom <= innerHeight;
        }"""
    )
    return is_within
