"""A draw in a room: opened by the host, entered by viewers, decided, and checked by whoever doubts it."""

import asyncio
import re
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

from playwright.async_api import expect

from tests.support.axe import accessibility_violations
from tests.support.backstage import Backstage
from tests.support.person import Member, NewPerson
from tests.support.room import Room
from tests.support.site import Site

SCRIPT = Path(__file__).parents[2] / "web/static/check_draw.py"
PRIZE = "A weekend at the sea"


async def test_a_draw_from_its_promise_to_its_proof(
    member: Member, person: NewPerson, backstage: Backstage, site: Site
) -> None:
    show_id = await backstage.live_show("Who is lucky today")
    host, viewer, guest = (
        await member("jonas"),
        await member("hana"),
        await person("guest", width=360),
    )
    await host.page.goto(f"/host/shows/{show_id}")
    room, guests_room = await Room.enter(viewer, show_id), await Room.enter(guest, show_id)

    # Opened by the host: what is missing is said, and everyone sees it at once.
    dialog = host.page.get_by_role("dialog")
    await host.page.get_by_role("button", name="Open a draw").press("Enter")
    assert await accessibility_violations(host.page) == []
    await dialog.get_by_role("button", name="Open the draw").click()
    await expect(dialog.get_by_label("Prize")).to_have_attribute("aria-invalid", "true")
    await dialog.get_by_label("Prize").fill(PRIZE)
    await dialog.get_by_label("Open for").select_option("10 minutes")
    await dialog.get_by_role("button", name="Open the draw").click()
    panel = host.page.get_by_role("region", name="Draw")
    await expect(panel).to_contain_text(PRIZE)

    # Entered with one press; by a guest after signing up, without pressing again.
    await guest.page.get_by_role("button", name="Chat").click()  # a phone shows one part at a time
    draw, guests_draw = (
        each.page.get_by_role("region", name="Draw") for each in (room, guests_room)
    )
    await expect(draw).to_contain_text("One wins")
    await draw.get_by_role("button", name="Enter").press("Enter")
    await expect(draw).to_contain_text("Your ticket:")
    await guests_draw.get_by_role("button", name="Enter").click()
    handle = f"lucky_{uuid4().hex[:8]}"
    await guests_room.sign_up(handle)
    await expect(guests_draw).to_contain_text("Your ticket:")
    await expect(panel).to_contain_text("2 entries")
    await viewer.page.reload()
    await expect(draw).to_contain_text("Your ticket:")
    assert await accessibility_violations(guest.page) == []

    # Decided: the winner is told, and everyone reads who it is.
    await panel.get_by_role("button", name="Decide now").click()
    await dialog.get_by_role("button", name="Decide it").click()
    for each in (panel, draw, guests_draw):
        await expect(each).to_contain_text(re.compile(f"Won by (hana|{handle})"))
    winner = guest if handle in await panel.inner_text() else viewer
    await expect(winner.page.get_by_role("region", name="Draw")).to_contain_text("You won")

    # Checked in the browser, and by the script.
    async with viewer.page.expect_popup() as opened:
        await draw.get_by_role("link", name="Check it").click()
    page = await opened.value
    await page.get_by_role("button", name="Check it in this browser").click()
    await expect(page.get_by_text("Holds", exact=True)).to_have_count(4)
    assert await accessibility_violations(page) == []
    done = await asyncio.to_thread(
        subprocess.run, [sys.executable, SCRIPT, page.url], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout.count("holds: ")) == (0, 4), done.stdout + done.stderr
    assert page.url.startswith(site.base_url)
