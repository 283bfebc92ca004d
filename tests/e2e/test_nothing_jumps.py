"""Desks stand still while they load: room is kept for what comes later."""

import pytest
from playwright.async_api import expect

from server.demo.people import LAB, LAB_MANAGER
from tests.support.backstage import Backstage
from tests.support.looking import stands
from tests.support.person import Member, Person
from tests.support.shifting import GOOD, observe_shifts, shifted

OF_A_BRAND = f"/host/brands/{LAB}"
MANAGERS = {
    "/host": "main h2",
    f"{OF_A_BRAND}/payouts": ".payout-list .payout",
    f"{OF_A_BRAND}/review": ".review-case",
    f"{OF_A_BRAND}/campaigns": ".campaign-row",
    f"{OF_A_BRAND}/products": ".product-row",
}


@pytest.mark.parametrize("size", [(360, 780), (1440, 900)], ids=["360", "1440"])
async def test_desks_stand_still_while_they_load(
    size: tuple[int, int], member: Member, backstage: Backstage
) -> None:
    how = {"width": size[0], "height": size[1]}
    show_id = await backstage.live_show("Nothing jumps here")
    await backstage.dropped(show_id)
    operator, manager, host = [
        await member(handle, **how) for handle in ("olu", LAB_MANAGER, "jonas")
    ]
    for person in (operator, manager, host):
        await observe_shifts(person.context)
    await _stays(operator, "/operator", ".chart canvas")
    for path, shown in MANAGERS.items():
        await _stays(manager, path, shown)
    await _stays(host, f"/host/shows/{show_id}", "button:has-text('Open a draw')")


async def _stays(person: Person, path: str, shown: str) -> None:
    await person.page.goto(path)
    await expect(person.page.locator(shown).first).to_be_visible()
    await stands(person.page)
    total, shifts = await shifted(person.page)
    assert total < GOOD, f"{path}: {shifts}"
