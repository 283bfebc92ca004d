"""The picture in the README, taken from the product itself when SCREENSHOT_README=1 asks for it."""

import base64
import os

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import HERE
from tests.support.backstage import Backstage
from tests.support.looking import missing_pictures
from tests.support.person import Member, NewPerson
from tests.support.room import Room

PICTURE = HERE.parents[1] / "docs/screenshot.png"
MOST_BYTES = 400_000
FEWER_COLOURS = """async (source) => {
    const picture = new Image();
    picture.src = source;
    await picture.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [picture.width, picture.height];
    const context = canvas.getContext('2d');
    context.drawImage(picture, 0, 0);
    const image = context.getImageData(0, 0, canvas.width, canvas.height);
    for (let place = 0; place < image.data.length; place += 1) image.data[place] |= 3;
    context.putImageData(image, 0, 0);
    canvas.style.display = 'block';
    document.body.style.margin = 0;
    document.body.replaceChildren(canvas);
}"""


@pytest.mark.skipif(
    os.environ.get("SCREENSHOT_README") != "1", reason="SCREENSHOT_README=1 renews the picture"
)
async def test_the_readmes_picture_shows_the_live_room(
    person: NewPerson, member: Member, backstage: Backstage
) -> None:
    show, *_ = await backstage.host.call("GET", "/api/shows?status=live&brand=lindwerk")
    viewer = await member("tomasz", width=1440, height=900)
    room = await Room.enter(viewer, show["id"])
    for guest in range(6):
        await Room.enter(await person(f"guest{guest}"), show["id"])
    deals = await backstage.host.call("GET", f"/api/shows/{show['id']}/deals")
    await backstage.drop(next(deal for deal in deals if deal["title"] == "Mond table lamp"))
    await expect(room.deal("Mond table lamp")).to_be_visible()
    await expect(room.audience).to_have_text("7")
    await missing_pictures(viewer.page)
    darkroom = await person("darkroom", width=1440, height=900)
    picture = await with_fewer_colours(darkroom.page, await viewer.page.screenshot())
    assert len(picture) < MOST_BYTES
    PICTURE.write_bytes(picture)


async def with_fewer_colours(page: Page, picture: bytes) -> bytes:
    """The same to the eye, with six bits a channel, which PNG packs much smaller."""
    source = "data:image/png;base64," + base64.b64encode(picture).decode()
    await page.evaluate(FEWER_COLOURS, source)
    return await page.screenshot()
