"""Chat over HTTP."""

from chat.moderation import Moderation
from chat.routes import ChatRoutes
from chat.ruling import Ruling
from chat.speaking import Chat
from kit.ids import new_id
from tests.support.slices import client_as

from .conftest import Rooms


async def test_anyone_reads_and_authors_delete(
    chat: Chat, moderation: Moderation, ruling: Ruling, rooms: Rooms
) -> None:
    endpoints = ChatRoutes(chat, moderation, ruling).endpoints()
    mina, noor = await rooms.world.person("mina"), await rooms.world.person("noor")
    said = await chat.say(mina, rooms.live, "hello")
    history, message = f"/api/shows/{rooms.live}/messages", f"/api/messages/{said.id}"

    async with client_as(of=endpoints) as guest:
        assert [found["text"] for found in (await guest.get(history)).json()] == ["hello"]
        assert (await guest.delete(message)).status_code == 401
        assert (await guest.get(f"/api/shows/{new_id()}/messages")).status_code == 404
    async with client_as(noor, of=endpoints) as other:
        assert (await other.delete(message)).status_code == 403
    async with client_as(mina, of=endpoints) as author:
        assert (await author.delete(message)).status_code == 204
        assert (await author.get(history)).json() == []


async def test_moderators_mute_and_unmute(
    chat: Chat, moderation: Moderation, ruling: Ruling, rooms: Rooms
) -> None:
    endpoints = ChatRoutes(chat, moderation, ruling).endpoints()
    mina = await rooms.world.person("mina")
    moderator = await rooms.world.person("mo", rooms.brand, "moderator")
    mutes = f"/api/shows/{rooms.live}/mutes"

    async with client_as(mina, of=endpoints) as viewer:
        assert (await viewer.get(mutes)).status_code == 403
    async with client_as(moderator, of=endpoints) as client:
        muted = await client.put(f"{mutes}/{mina.account_id}", json={})
        assert (muted.status_code, muted.json()["handle"]) == (200, "mina")
        assert (await client.get(mutes)).json() == [muted.json()]
        assert (await client.delete(f"{mutes}/{mina.account_id}")).status_code == 204
        assert (await client.get(mutes)).json() == []
        own = await client.put(f"{mutes}/{moderator.account_id}", json={})
        assert (own.status_code, own.json()["code"]) == (403, "chat.cannot_mute")
        nobody = await client.put(f"{mutes}/{new_id()}", json={})
        assert (nobody.status_code, nobody.json()["code"]) == (404, "account.not_found")
