"""A red packet in a room: dropped by the host, opened by viewers, ended, and checked by whoever doubts it."""

import asyncio
import re
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

from playwright.async_api import Locator, expect

from tests.support.axe import accessibility_violations
from tests.support.backstage import Backstage
from tests.support.person import Member, NewPerson
from tests.support.room import Room

SCRIPT = Path(__file__).parents[2] / "web/static/check_packet.py"
GREETING = "Thank you for coming"


async def points_in(packet: Locator) -> int:
    """What the card says that one got."""
    got = packet.locator(".packet-got strong")
    await expect(got).to_be_visible()
    return int(re.sub(r"\D", "", await got.inner_text()))


async def test_a_packet_from_its_promise_to_its_proof(
    member: Member, person: NewPerson, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("A round for everyone")
    host, viewer, guest = (
        await member("jonas"),
        await member("hana"),
        await person("guest", width=360),
    )
    await host.page.goto(f"/host/shows/{show_id}")
    room, guests_room = await Room.enter(viewer, show_id), await Room.enter(guest, show_id)

    # Dropped by the host: what is wrong is said, and everyone sees it at once.
    dialog = host.page.get_by_role("dialog")
    await host.page.get_by_role("button", name="Drop a packet").press("Enter")
    assert await accessibility_violations(host.page) == []
    await dialog.get_by_label("Greeting").fill(GREETING)
    await dialog.get_by_label("Points in all").fill("20000")
    await dialog.get_by_label("How many can open it").fill("2")
    await dialog.get_by_role("button", name="Drop it").click()
    await expect(dialog.get_by_label("Points in all")).to_have_attribute("aria-invalid", "true")
    await dialog.get_by_label("Points in all").fill("90")
    await dialog.get_by_label("Open for").select_option("10 minutes")
    await dialog.get_by_role("button", name="Drop it").click()
    panel = host.page.get_by_role("region", name="Red packets")
    await expect(panel).to_contain_text(GREETING)
    await expect(panel).to_contain_text("90 of this show's 10,000 points are spent")

    # Opened with one press: by a member, and by a guest who signs up and joins with it.
    await guest.page.get_by_role("button", name="Chat").click()  # a phone shows one part at a time
    packet, guests_packet = (
        each.page.get_by_role("region", name="Red packet") for each in (room, guests_room)
    )
    await expect(packet).to_contain_text("90 points for 2 people")
    await packet.get_by_role("button", name="Open it").press("Enter")
    first = await points_in(packet)
    await expect(panel).to_contain_text("1 of 2 opened")
    await viewer.page.reload()
    assert await points_in(packet) == first
    await guests_packet.get_by_role("button", name="Join and open it").click()
    handle = f"lucky_{uuid4().hex[:8]}"
    await guests_room.sign_up(handle)
    second = await points_in(guests_packet)
    assert first + second == 90
    assert await accessibility_violations(guest.page) == []

    # It ends with its last share: everyone reads who was luckiest, and the points are in the wallet.
    for each in (panel, packet, guests_packet):
        await expect(each).to_contain_text("2 people got 90 points")
        await expect(each.get_by_role("list", name="The luckiest")).to_contain_text(
            "hana" if first >= second else handle
        )
    await guest.page.get_by_role("button", name="About").click()
    await expect(guest.page.get_by_role("link", name="to spend")).to_contain_text(f"{second} point")

    # Checked in the browser, and by the script.
    async with viewer.page.expect_popup() as opened:
        await packet.get_by_role("link", name="Check it").click()
    page = await opened.value
    await page.get_by_role("button", name="Check it in this browser").click()
    await expect(page.get_by_text("Checks out", exact=True)).to_be_visible()
    await expect(page.get_by_text("Holds", exact=True)).to_have_count(4)
    shares = page.get_by_role("region", name="All shares").locator("tbody tr td:nth-child(2)")
    assert [int(text) for text in await shares.all_inner_texts()] == [first, second]
    assert await accessibility_violations(page) == []
    done = await asyncio.to_thread(
        subprocess.run, [sys.executable, SCRIPT, page.url], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout.count("holds: ")) == (0, 4), done.stdout + done.stderr
