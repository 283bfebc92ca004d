"""What was said at some moment of a show, for its replay."""

import pytest

from chat import store
from chat.deciding import Draft, Post
from chat.errors import NoSuchRoom
from chat.moderation import Moderation
from chat.speakers import Speaker
from chat.speaking import HISTORY, Chat
from chat.views import SaidView
from kit.auth import Principal
from kit.ids import first_id_at, new_id

from .conftest import Rooms

EIGHT_MS = 1_794_427_200_000


def at(seconds: int) -> int:
    return EIGHT_MS + 1_000 * seconds


async def say(rooms: Rooms, who: Principal, *seconds: int, is_shadowed: bool = False) -> None:
    posts = [
        Post(
            Draft(first_id_at(at(each)), rooms.ended, who, str(each)),
            Speaker("", is_staff=False),
            is_shadowed=is_shadowed,
        )
        for each in seconds
    ]
    async with rooms.world.work.write() as tx:
        await store.add_messages(tx, posts)


def texts(said: SaidView) -> tuple[list[str], list[str]]:
    return [each.text for each in said.before], [each.text for each in said.after]


async def test_a_moment_has_what_was_said_before_it_and_what_follows(
    chat: Chat, rooms: Rooms
) -> None:
    mina = await rooms.world.person("mina")
    await say(rooms, mina, 10, 20, 30)
    assert texts(await chat.said_around(rooms.ended, at(5))) == ([], ["10", "20", "30"])
    assert texts(await chat.said_around(rooms.ended, at(20))) == (["10", "20"], ["30"])
    assert texts(await chat.said_around(rooms.ended, at(99))) == (["10", "20", "30"], [])
    assert texts(await chat.said_around(rooms.live, at(99))) == ([], [])


async def test_what_was_taken_back_or_never_shown_is_not_in_the_replay(
    chat: Chat, rooms: Rooms, moderation: Moderation
) -> None:
    mina = await rooms.world.person("mina")
    await say(rooms, mina, 10, 20)
    await say(rooms, mina, 15, is_shadowed=True)
    (first, *_) = (await chat.said_around(rooms.ended, at(99))).before
    await moderation.delete_message(mina, first.id)
    assert texts(await chat.said_around(rooms.ended, at(99))) == (["20"], [])


async def test_a_loud_chat_comes_in_pages(
    chat: Chat, rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.speaking.PAGE", 3)
    mina = await rooms.world.person("mina")
    await say(rooms, mina, *range(60))
    said = await chat.said_around(rooms.ended, at(54))
    before, after = texts(said)
    assert before == [str(each) for each in range(55 - HISTORY, 55)]
    assert after == ["55", "56", "57"]
    assert said.until_ms == at(58) - 1
    assert (await chat.said_around(rooms.ended, at(57))).until_ms is None


async def test_a_room_that_never_was_has_no_history(chat: Chat) -> None:
    with pytest.raises(NoSuchRoom):
        await chat.said_around(new_id(), EIGHT_MS)
