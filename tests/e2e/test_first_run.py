"""First run: somebody opens every page of the demonstration festival, on a phone and on a desk."""

import json
import re
from collections.abc import Awaitable, Callable
from typing import get_args

import pytest
from playwright.async_api import expect

from share.views import RewardStatus
from tests.support.axe import accessibility_violations
from tests.support.looking import (
    SCREENSHOTS,
    keep_picture,
    missing_pictures,
    sideways_overflow,
    stands,
)
from tests.support.person import Member, NewPerson, Person
from tests.support.sizes import PHONE, flaws_on_phone_and_desk

OTHER_WIDTHS = (320, 414, 600, 768, 900, 1024, 1180, 1280, 1920)
MOST_PAGES = 40
"""So many pages' links are followed."""
FindPath = Callable[[Person], Awaitable[str]]


def fixed(path: str) -> FindPath:
    async def find(_: Person) -> str:
        return path

    return find


def show(status: str, *, before: str = "/shows/") -> FindPath:
    async def find(someone: Person) -> str:
        return before + await demonstrated(someone, f"status={status}")

    return find


async def demonstrated(someone: Person, query: str) -> str:
    """The id of the demonstration's show; other tests may have made newer ones."""
    shows = await someone.call("GET", f"/api/shows?{query}")
    return min(str(show["id"]) for show in shows)


async def show_for_some_first(someone: Person) -> str:
    return "/shows/" + await demonstrated(someone, "status=scheduled&brand=harlow-trail")


async def own_show_to_come(someone: Person) -> str:
    return "/host/shows/" + await demonstrated(someone, "status=scheduled&brand=kumoi")


async def unpaid_order(someone: Person) -> str:
    return await order_of(someone, "held")


async def paid_order(someone: Person) -> str:
    return await order_of(someone, "paid")


async def order_of(someone: Person, status: str) -> str:
    orders = await someone.call("GET", "/api/orders")
    return next(f"/orders/{order['id']}" for order in orders if order["status"] == status)


async def link_to_the_show(someone: Person) -> str:
    return await link_to(someone, "show", await demonstrated(someone, "status=live"))


async def link_to_a_deal(someone: Person) -> str:
    show_id = await demonstrated(someone, "status=live")
    deals = await someone.call("GET", f"/api/shows/{show_id}/deals")
    target = next(deal["id"] for deal in deals if deal["is_pinned"])
    return await link_to(someone, "deal", target)


async def link_to(someone: Person, kind: str, target_id: str) -> str:
    link = await someone.call("POST", "/api/links", {"kind": kind, "target_id": target_id})
    return f"/s/{link['code']}"


async def a_webhook(someone: Person) -> str:
    """A page with one webhook, of an address where nobody listens."""
    every = "/api/brands/lindwerk/webhooks"
    if not await someone.call("GET", every):
        new = {"url": "http://127.0.0.1:9/hooks/" + "long" * 40, "description": "The stock system"}
        added = await someone.call("POST", every, new)
        await someone.call("POST", f"{every}/{added['webhook']['id']}/test")
    return "/host/brands/lindwerk/webhooks"


async def the_webhook(someone: Person) -> str:
    page = await a_webhook(someone)
    webhooks = await someone.call("GET", "/api/brands/lindwerk/webhooks")
    return f"{page}/{webhooks[0]['id']}"


PAGES: dict[str, tuple[str | None, FindPath]] = {
    "festival": (None, fixed("/")),
    "room-live": (None, show("live")),
    "room-live-member": ("amara", show("live")),
    "room-scheduled": (None, show("scheduled")),
    "room-for-some-first": (None, show_for_some_first),
    "room-ended": (None, show("ended")),
    "brand": (None, fixed("/brands/lindwerk")),
    "brand-member": ("sol", fixed("/brands/praia-norte")),
    "sign-in": (None, fixed("/sign-in")),
    "sign-up": (None, fixed("/sign-up")),
    "docs": (None, fixed("/docs")),
    "preview-show": ("sol", link_to_the_show),
    "preview-deal": ("sol", link_to_a_deal),
    "orders": ("emily_t", fixed("/orders")),
    "orders-none": ("olu", fixed("/orders")),
    "order-unpaid": ("emily_t", unpaid_order),
    "order-paid": ("amara", paid_order),
    "links": ("sol", fixed("/links")),
    "links-none": ("olu", fixed("/links")),
    "desk": ("jonas", fixed("/host")),
    "desk-manager": ("greta", fixed("/host")),
    "brand-orders": ("jonas", fixed("/host/brands/lindwerk/orders")),
    "brand-orders-none": ("greta", fixed("/host/brands/lindwerk/orders?q=nothing+like+it")),
    "settings": ("greta", fixed("/host/brands/lindwerk/settings")),
    "webhooks": ("greta", a_webhook),
    "webhooks-none": ("olu", fixed("/host/brands/mbuni/webhooks")),
    "webhook": ("greta", the_webhook),
    "control-live": ("jonas", show("live", before="/host/shows/")),
    "control-moderator": ("mina", show("live", before="/host/shows/")),
    "control-scheduled": ("akira", own_show_to_come),
}
"""Each page by the name of its screenshots: who opens it, and where it is."""
LONG_PAGES = {"docs": "#basics + .section"}
"""Pages of thousands of like elements, which take long to check: all are checked on a desk, and these on a phone."""


@pytest.mark.parametrize("name", PAGES)
async def test_a_page_is_whole_accessible_and_fits(
    name: str, person: NewPerson, member: Member
) -> None:
    handle, find_path = PAGES[name]
    someone = await (member(handle, **PHONE) if handle else person("guest", **PHONE))
    page = someone.page
    await page.goto(await find_path(someone))
    await stands(page)
    flaws = [f"a picture is missing: {address}" for address in await missing_pictures(page)]
    within = LONG_PAGES.get(name, "html")
    flaws += await flaws_on_phone_and_desk(page, name, on_phone_within=within)
    for width in OTHER_WIDTHS:
        await page.set_viewport_size({"width": width, "height": 800})
        flaws += [f"too wide at {width} px: {each}" for each in await sideways_overflow(page)]
    assert not flaws, "\n".join(flaws)


async def test_rewards_in_every_state_fit_onto_a_phone(member: Member) -> None:
    sharer = await member("sol", width=320, height=780)
    states = get_args(RewardStatus)
    await sharer.page.add_init_script(IN_EVERY_STATE % json.dumps(states))
    await sharer.page.goto("/links")
    await stands(sharer.page)
    await expect(sharer.page.get_by_text("Cancelled: refunded").first).to_be_visible()
    assert await sideways_overflow(sharer.page) == []


IN_EVERY_STATE = """document.addEventListener('readystatechange', () => {
    const props = document.querySelector('[data-props]');
    const { desk } = JSON.parse(props.textContent);
    const reward = { ...desk.rewards[0], amount_minor: 123456789, title: 'Donaudampfschiff'.repeat(4) };
    desk.rewards = %s.flatMap((status) => [true, false].map((is_held) =>
        ({ ...reward, id: status + is_held, status, is_held })));
    props.textContent = JSON.stringify({ desk });
}, { once: true });"""
"""Gives the page its first reward in each state, held and not held, before anything is mounted."""


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("room-live-member", "Chat"),
        ("room-live-member", "About"),
        ("control-live", "Sales"),
        ("control-live", "Chat"),
    ],
)
async def test_the_parts_of_a_page_on_a_phone_are_accessible(
    name: str, part: str, member: Member
) -> None:
    handle, find_path = PAGES[name]
    someone = await member(str(handle), **PHONE)
    await someone.page.goto(await find_path(someone))
    await stands(someone.page)
    parts = someone.page.get_by_role("navigation", name="Parts of")
    await parts.get_by_role("button", name=part).click()
    await keep_picture(someone.page, SCREENSHOTS / f"{name}-{part.lower()}-360.png")
    assert await sideways_overflow(someone.page) == []
    assert await accessibility_violations(someone.page) == []


@pytest.mark.parametrize("handle", [None, "sol", "greta"])
async def test_no_link_leads_nowhere(handle: str | None, person: NewPerson, member: Member) -> None:
    someone = await (member(handle) if handle else person("guest"))
    found, followed = {"/"}, set[str]()
    while new := found - followed:
        path = new.pop()
        followed.add(path)
        answer = await someone.context.request.get(path)
        assert answer.ok, f"{path}: {answer.status}"
        if len(followed) < MOST_PAGES and "text/html" in answer.headers["content-type"]:
            found |= set(re.findall(r'<a [^>]*href="(/[^"#]*)', await answer.text()))


async def test_a_wrong_address_says_so_and_leads_back(person: NewPerson) -> None:
    guest = await person("guest")
    guest.expect_error("404")
    answer = await guest.page.goto("/shows/never")
    assert answer is not None
    assert answer.status == 404
    assert await flaws_on_phone_and_desk(guest.page, "not-found") == []
    await guest.page.get_by_role("link", name="To the festival").click()
    await expect(guest.page).to_have_url(re.compile(r":\d+/$"))


async def test_the_festival_shows_what_is_on_what_comes_what_was_and_the_brands(
    person: NewPerson,
) -> None:
    guest = await person("guest")
    await guest.page.goto("/")
    shows = guest.page.locator(".show-card")
    await expect(guest.page.locator(".badge-live").first).to_be_visible()
    assert await shows.filter(has_text="Upcoming").count() >= 2
    await expect(shows.filter(has_text="Ended").first).to_be_visible()
    assert await guest.page.locator(".brand-card").count() >= 6
    await guest.page.locator(".brand-card").first.get_by_role("link").click()
    await expect(guest.page).to_have_url(re.compile(r"/brands/"))
    await expect(guest.page.locator(".product")).not_to_have_count(0)
