"""Redis goes away under a room: who watches is told, goes on, and is told when it is over."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from server.demo.people import PASSWORD
from tests.support.axe import accessibility_violations
from tests.support.person import NewPerson
from tests.support.redis_server import MortalRedis
from tests.support.room import Room
from tests.support.site import running_site

SENTENCE = "Some of the room is out of reach."


@pytest.mark.parametrize("size", [(360, 780), (1440, 900)], ids=["360", "1440"])
async def test_a_viewer_is_told_of_an_outage_and_chats_on(
    person: NewPerson, tmp_path: Path, size: tuple[int, int]
) -> None:
    redis = MortalRedis(tmp_path, keeps_data=False)
    redis.start()
    with running_site(tmp_path, redis.url) as site:
        viewer = await person("tomasz", width=size[0], height=size[1])
        page, api = viewer.page, f"{site.base_url}/api"
        await viewer.call("POST", f"{api}/session", {"login": "tomasz", "password": PASSWORD})
        show = (await viewer.call("GET", f"{api}/shows?status=live&brand=lindwerk"))[0]
        await page.goto(f"{site.base_url}/shows/{show['id']}")
        room = Room(page)
        await room.has_entered()

        redis.kill()
        banner = page.locator(".line-banner")
        await expect(banner).to_contain_text(SENTENCE)
        assert await accessibility_violations(page) == []
        tab = page.get_by_role("button", name="Chat", exact=True)
        if await tab.is_visible():
            await tab.click()
        await room.say("still here")
        await expect(room.chat.get_by_text("still here")).to_have_count(1)

        redis.start()
        await expect(banner).to_be_empty()
        await expect(room.chat.get_by_text("still here")).to_have_count(1)
    redis.kill()
