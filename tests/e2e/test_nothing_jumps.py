"""Desks stand still while they load: room is kept for what comes later."""

import pytest
from playwright.async_api import expect

from server.demo.people import LAB, LAB_MANAGER
from tests.support.looking import stands
from tests.support.person import Member
from tests.support.shifting import GOOD, observe_shifts, shifted

DESKS = {
    "": ".show-row, .desk-show, main h2",
    "/payouts": ".payout-list .payout",
    "/review": ".review-case",
    "/campaigns": ".campaign-row",
    "/products": ".product-row",
}
SIZES = [(360, 780), (1440, 900)]


@pytest.mark.parametrize("size", SIZES, ids=["360", "1440"])
async def test_the_operators_page_stands_still_while_it_loads(
    size: tuple[int, int], member: Member
) -> None:
    operator = await member("olu", width=size[0], height=size[1])
    await observe_shifts(operator.context)
    await operator.page.goto("/operator")
    await expect(operator.page.locator(".chart canvas")).to_have_count(6)
    await stands(operator.page)
    total, shifts = await shifted(operator.page)
    assert total < GOOD, shifts


@pytest.mark.parametrize("size", SIZES, ids=["360", "1440"])
async def test_a_managers_desks_stand_still_while_they_load(
    size: tuple[int, int], member: Member
) -> None:
    manager = await member(LAB_MANAGER, width=size[0], height=size[1])
    await observe_shifts(manager.context)
    moved = {}
    for desk, rows in DESKS.items():
        await manager.page.goto(f"/host/brands/{LAB}{desk}" if desk else "/host")
        await expect(manager.page.locator(rows).first).to_be_visible()
        await stands(manager.page)
        total, shifts = await shifted(manager.page)
        if total >= GOOD:
            moved[desk] = shifts
    assert moved == {}
