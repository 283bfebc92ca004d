"""Redis goes away under a room: who watches is told, goes on, and is told when it is over."""

from pathlib import Path

from playwright.async_api import expect

from server.demo.people import PASSWORD
from tests.support.axe import accessibility_violations
from tests.support.person import NewPerson, Person
from tests.support.redis_server import MortalRedis
from tests.support.room import Room
from tests.support.site import Site, running_site

SENTENCE = "Some of the room is out of reach."


async def test_viewers_are_told_of_an_outage_and_chat_on(
    person: NewPerson, seeded: Path, tmp_path: Path
) -> None:
    redis = MortalRedis(tmp_path, keeps_data=False)
    redis.start()
    with running_site(tmp_path, seeded, redis.url) as site:
        on_phone = await person("tomasz", width=360, height=780)
        at_desk = await person("femi", width=1440, height=900)
        viewers = {viewer.name: viewer for viewer in (on_phone, at_desk)}
        rooms = {name: await entered(viewer, site) for name, viewer in viewers.items()}

        redis.kill()
        for name, viewer in viewers.items():
            await is_told_and_chats_on(viewer, rooms[name], f"{name} is still here")

        redis.start()
        for name, viewer in viewers.items():
            await expect(viewer.page.locator(".line-banner")).to_be_empty()
            said = rooms[name].chat.get_by_text(f"{name} is still here")
            await expect(said).to_have_count(1)
    redis.kill()


async def entered(viewer: Person, site: Site) -> Room:
    api = f"{site.base_url}/api"
    await viewer.call("POST", f"{api}/session", {"login": viewer.name, "password": PASSWORD})
    show = (await viewer.call("GET", f"{api}/shows?status=live&brand=lindwerk"))[0]
    await viewer.page.goto(f"{site.base_url}/shows/{show['id']}")
    room = Room(viewer.page)
    await room.has_entered()
    return room


async def is_told_and_chats_on(viewer: Person, room: Room, words: str) -> None:
    page = viewer.page
    await expect(page.locator(".line-banner")).to_contain_text(SENTENCE)
    assert await accessibility_violations(page) == []
    tab = page.get_by_role("button", name="Chat", exact=True)
    if await tab.is_visible():
        await tab.click()
    await room.say(words)
    await expect(room.chat.get_by_text(words)).to_have_count(1)
