"""A team of two: started by a leader, filled by a friend who comes by the link; and one that nobody joins, which is refunded. Then a
challenge between teams, from its start to the split of the pot."""

import re
from datetime import timedelta

from playwright.async_api import expect
from sqlalchemy import update

from commerce.teams.tables import teams
from kit.clock import utc_now
from kit.db import Database
from kit.unit_of_work import UnitOfWork
from share.challenges.tables import challenges
from tests.support.axe import accessibility_violations
from tests.support.backstage import Backstage
from tests.support.looking import sideways_overflow
from tests.support.person import Member
from tests.support.room import Room
from tests.support.site import Site

LAMP = "Mond table lamp"


async def let_time_run_out(site: Site, team_id: str) -> None:
    database = Database(site.database_url)
    async with UnitOfWork(database, utc_now).write() as tx:
        over = utc_now() - timedelta(seconds=1)
        await tx.execute(update(teams).where(teams.c.id == team_id).values(fills_by=over))
    await database.close()


async def let_challenge_end(site: Site, show_id: str) -> None:
    database = Database(site.database_url)
    async with UnitOfWork(database, utc_now).write() as tx:
        over = utc_now() - timedelta(seconds=10)
        is_it = challenges.c.show_id == show_id
        await tx.execute(update(challenges).where(is_it).values(ends_at=over))
    await database.close()


async def test_a_team_is_filled_and_another_is_refunded(
    member: Member, backstage: Backstage, site: Site
) -> None:
    show_id = await backstage.live_show("Together it is cheaper")
    host, leader, friend = (
        backstage.host,
        await member("priya_s"),
        await member("tomasz", width=360, height=740),
    )

    # The host makes it a deal for teams, and is told what is wrong first.
    await host.page.goto(f"/host/shows/{show_id}")
    deal = await backstage.deal(show_id, LAMP)
    row = host.page.locator(".run", has_text=LAMP)
    await row.get_by_role("button", name=f"Edit {LAMP}").click()
    dialog = host.page.get_by_role("dialog")
    await dialog.get_by_label("Sell it to teams too").check()
    await dialog.get_by_label("Team price").fill("9999")
    await dialog.get_by_role("button", name="Save the terms").click()
    await expect(dialog.get_by_label("Team price")).to_have_attribute("aria-invalid", "true")
    await dialog.get_by_label("Team price").fill("20")
    assert await accessibility_violations(host.page) == []
    await dialog.get_by_role("button", name="Save the terms").click()
    await expect(row).to_contain_text("each as a team of 2")
    await backstage.drop(deal)

    # The leader starts a team by the keyboard, pays, and gets a link.
    room = await Room.enter(leader, show_id)
    card = room.deal(LAMP)
    await card.get_by_role("button", name="Start a team").press("Enter")
    await expect(room.claim(LAMP)).to_be_focused()
    await leader.page.keyboard.press("Enter")
    await room.pay()
    await expect(room.dialog).to_contain_text("Your place is paid")
    link = await room.dialog.get_by_label("Short link").input_value()
    await room.page.keyboard.press("Escape")
    await expect(room.dialog).to_have_count(0)
    await expect(card).to_contain_text("1 place left")
    assert await accessibility_violations(leader.page) == []

    # The friend opens it on a phone, joins and pays; both hear of it.
    page = friend.page
    await page.goto(link)
    lead = page.get_by_role("main").get_by_role("link", name=re.compile("team|show", re.I))
    await lead.last.click()
    await expect(page.get_by_role("list", name="Places")).to_contain_text("priya_s")
    assert await sideways_overflow(page) == []
    assert await accessibility_violations(page) == []
    await page.get_by_role("button", name="Join for").click()
    await page.get_by_role("link", name="Pay now").click()
    await page.get_by_label("Card number").fill("4242 4242 4242 4242")
    await page.get_by_label("Expiry").fill("12/34")
    await page.get_by_label("CVC").fill("123")
    await page.get_by_role("button", name=re.compile("^Pay ")).click()
    told = leader.page.locator(".toast").filter(has_text="Your team is complete")
    await expect(told).to_be_visible()
    await expect(card).to_contain_text("Yours")
    [order] = [one for one in await friend.call("GET", "/api/orders") if one["show_id"] == show_id]
    await page.goto(f"/t/{order['team_id']}")
    await expect(page.locator(".team")).to_contain_text("The team is complete")

    # Another team stays alone: when its time is over the money goes back.
    loner = await member("luisa_p")
    lone = await Room.enter(loner, show_id)
    await lone.deal(LAMP).get_by_role("button", name="Start a team").click()
    await lone.pay_now(LAMP)
    await lone.pay()
    await expect(lone.dialog).to_contain_text("Your place is paid")
    [order] = [one for one in await loner.call("GET", "/api/orders") if one["show_id"] == show_id]
    await loner.page.goto(f"/orders/{order['id']}")
    await expect(loner.page.get_by_role("button", name="Leave the team")).to_be_visible()
    await let_time_run_out(site, order["team_id"])
    await expect(loner.page.locator(".order-side")).to_contain_text("The team did not come about")
    await loner.page.get_by_role("link", name="Your team").click()
    await expect(loner.page.locator(".team")).to_contain_text("was not filled in time")


async def test_a_challenge_from_its_start_to_the_split_of_its_pot(
    member: Member, backstage: Backstage, site: Site
) -> None:
    show_id = await backstage.live_show("Who brings most")
    host, captain, mate = (
        backstage.host,
        await member("priya_s"),
        await member("luisa_p", width=360, height=740),
    )
    for player in (captain, mate):
        await player.call("PUT", f"/api/brands/{backstage.brand['slug']}/membership")
    deal = await backstage.dropped(show_id, LAMP)
    await host.page.goto(f"/host/shows/{show_id}")
    dialog = host.page.get_by_role("dialog")
    await host.page.get_by_role("button", name="Start a challenge").press("Enter")
    await dialog.get_by_role("button", name="Start the challenge").click()
    await expect(dialog.get_by_label("Title")).to_have_attribute("aria-invalid", "true")
    await dialog.get_by_label("Title").fill("Bring your friends")
    await dialog.get_by_label("Pot in points").fill("101")
    assert await accessibility_violations(host.page) == []
    await dialog.get_by_role("button", name="Start the challenge").click()

    # One forms a team in the room, the other joins by its link.
    room = await Room.enter(captain, show_id)
    panel = room.page.get_by_role("region", name="Challenge")
    await panel.get_by_role("button", name="Form a team").click()
    await room.dialog.get_by_label("Name of the team").fill("Foxes")
    await room.dialog.get_by_role("button", name="Form the team").click()
    link = await panel.get_by_label("Link for your team").input_value()
    assert await accessibility_violations(room.page) == []
    await mate.page.goto(link)
    await mate.page.get_by_role("button", name="Join Foxes").click()
    await expect(mate.page.locator(".challenge-live")).to_contain_text("You play for Foxes")
    assert await sideways_overflow(mate.page) == []
    assert await accessibility_violations(mate.page) == []

    # A purchase counts, the host sees it, and at the end the pot is split.
    order = await captain.call("POST", f"/api/deals/{deal['id']}/claims", {})
    card = {"number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123"}
    await captain.call("POST", f"/api/orders/{order['id']}/payment", card)
    await expect(panel).to_contain_text("score 1")
    await expect(host.page.get_by_role("region", name="Challenge")).to_contain_text("Foxes")
    await let_challenge_end(site, show_id)
    await expect(panel).to_contain_text("101 points go to Foxes")
    await expect(mate.page.locator(".challenge-live")).to_contain_text("+50 points")
    wallet = await captain.call("GET", f"/api/me/wallets/{backstage.brand['slug']}")
    assert wallet["active"] >= 51
