"""Saying something, and reading what was said."""

import pytest

from chat.errors import EmptyText, NoSuchMessage, NoSuchRoom, RoomClosed
from chat.events import MessagesPosted
from chat.speaking import Chat
from kit.auth import GUEST
from kit.clock import to_ms
from kit.errors import NotSignedIn, TooMany
from kit.ids import new_id
from kit.rate_limit import RateLimiter

from .conftest import Rooms


async def test_what_is_said_is_heard(chat: Chat, rooms: Rooms) -> None:
    mina = await rooms.world.person("mina")
    await rooms.world.put_on_tier(mina, rooms.brand, 3)

    said = await chat.say(mina, rooms.live, " hello  there ")

    assert (said.handle, said.badge, said.is_staff, said.text) == (
        "mina",
        "Gold",
        False,
        "hello there",
    )
    assert said.sent_at_ms == to_ms(rooms.world.now)
    assert await chat.recent(rooms.live) == [said]
    assert await chat.get(said.id) == said
    assert rooms.world.events == [MessagesPosted(message_ids=[said.id])]


async def test_staff_are_marked(chat: Chat, rooms: Rooms) -> None:
    host = await rooms.world.person("hannah", rooms.brand, "host")
    said = await chat.say(host, rooms.live, "welcome")
    assert (said.badge, said.is_staff) == ("Host", True)


async def test_a_badge_stays_as_it_was_when_the_message_was_sent(chat: Chat, rooms: Rooms) -> None:
    mina = await rooms.world.person("mina")
    await rooms.world.put_on_tier(mina, rooms.brand, 1)
    await chat.say(mina, rooms.live, "hello")
    await rooms.world.put_on_tier(mina, rooms.brand, 3)
    assert [message.badge for message in await chat.recent(rooms.live)] == ["Bronze"]


async def test_the_history_is_the_last_50_messages_oldest_first(chat: Chat, rooms: Rooms) -> None:
    mina = await rooms.world.person("mina")
    for number in range(53):
        await chat.say(mina, rooms.live, str(number))
    assert [m.text for m in await chat.recent(rooms.live)] == [str(n) for n in range(3, 53)]
    assert await chat.recent(rooms.ended) == []


async def test_a_guest_cannot_speak(chat: Chat, rooms: Rooms) -> None:
    with pytest.raises(NotSignedIn):
        await chat.say(GUEST, rooms.live, "hello")


async def test_nobody_speaks_in_a_show_that_is_not_live(chat: Chat, rooms: Rooms) -> None:
    mina = await rooms.world.person("mina")
    with pytest.raises(RoomClosed, match="while the show is live"):
        await chat.say(mina, rooms.ended, "hello")


async def test_a_room_must_exist(chat: Chat, rooms: Rooms) -> None:
    mina = await rooms.world.person("mina")
    with pytest.raises(NoSuchRoom):
        await chat.say(mina, new_id(), "hello")
    with pytest.raises(NoSuchRoom):
        await chat.recent(new_id())
    with pytest.raises(NoSuchMessage):
        await chat.get(new_id())


async def test_an_empty_message_is_refused_and_not_kept(chat: Chat, rooms: Rooms) -> None:
    mina = await rooms.world.person("mina")
    with pytest.raises(EmptyText):
        await chat.say(mina, rooms.live, " \u202e ")
    assert await chat.recent(rooms.live) == []


async def test_the_sixth_message_in_10_seconds_must_wait(rooms: Rooms) -> None:
    chat = Chat(rooms.world.work, rooms.find, RateLimiter())
    mina, noor = await rooms.world.person("mina"), await rooms.world.person("noor")
    for number in range(5):
        await chat.say(mina, rooms.live, str(number))

    with pytest.raises(TooMany) as refused:
        await chat.say(mina, rooms.live, "once more")

    assert refused.value.retry_after_s is not None
    assert 1 <= refused.value.retry_after_s <= 20
    assert len(await chat.recent(rooms.live)) == 5
    await chat.say(noor, rooms.live, "others may still talk")
