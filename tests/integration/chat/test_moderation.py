"""Deleting messages and muting people."""

import asyncio

import pytest

from chat.errors import CannotMute, Muted, NoSuchMessage, NoSuchRoom
from chat.events import MessageDeleted, PersonMuted, PersonUnmuted
from chat.moderation import Moderation
from chat.speaking import Chat
from kit.auth import GUEST
from kit.errors import Forbidden, NotSignedIn
from kit.ids import new_id
from membership.errors import NoSuchPerson

from .conftest import Rooms


async def test_a_deleted_message_is_gone(chat: Chat, moderation: Moderation, rooms: Rooms) -> None:
    mina = await rooms.world.person("mina")
    moderator = await rooms.world.person("mo", rooms.brand, "moderator")
    rude = await chat.say(mina, rooms.live, "rude")
    kind = await chat.say(mina, rooms.live, "kind")

    await moderation.delete_message(moderator, rude.id)

    assert await chat.recent(rooms.live) == [kind]
    with pytest.raises(NoSuchMessage):
        await chat.get(rude.id)


async def test_deleting_twice_happens_once(
    chat: Chat, moderation: Moderation, rooms: Rooms
) -> None:
    mina = await rooms.world.person("mina")
    moderator = await rooms.world.person("mo", rooms.brand, "moderator")
    said = await chat.say(mina, rooms.live, "rude")

    await asyncio.gather(
        *(moderation.delete_message(person, said.id) for person in (moderator, mina, moderator))
    )

    assert rooms.world.happened(MessageDeleted) == [
        MessageDeleted(message_id=said.id, show_id=rooms.live)
    ]


async def test_people_delete_their_own_messages_and_not_others(
    chat: Chat, moderation: Moderation, rooms: Rooms
) -> None:
    mina, noor = await rooms.world.person("mina"), await rooms.world.person("noor")
    said = await chat.say(mina, rooms.live, "typo")
    with pytest.raises(NotSignedIn):
        await moderation.delete_message(GUEST, said.id)
    with pytest.raises(Forbidden):
        await moderation.delete_message(noor, said.id)
    await moderation.delete_message(mina, said.id)
    assert await chat.recent(rooms.live) == []
    with pytest.raises(NoSuchMessage):
        await moderation.delete_message(mina, new_id())


async def test_another_brands_moderator_cannot_moderate(
    chat: Chat, moderation: Moderation, rooms: Rooms
) -> None:
    stranger = await rooms.world.person("stranger", await rooms.world.brand(), "manager")
    mina = await rooms.world.person("mina")
    said = await chat.say(mina, rooms.live, "hello")
    with pytest.raises(Forbidden):
        await moderation.delete_message(stranger, said.id)
    with pytest.raises(Forbidden):
        await moderation.mute(stranger, rooms.live, mina.account())
    with pytest.raises(Forbidden):
        await moderation.mutes(stranger, rooms.live)


async def test_the_muted_are_told_so_and_their_earlier_messages_stay(
    chat: Chat, moderation: Moderation, rooms: Rooms
) -> None:
    mina = await rooms.world.person("mina")
    moderator = await rooms.world.person("mo", rooms.brand, "moderator")
    said = await chat.say(mina, rooms.live, "hello")

    mute = await moderation.mute(moderator, rooms.live, mina.account())

    assert mute.handle == "mina"
    assert await moderation.mutes(moderator, rooms.live) == [mute]
    assert await chat.mute_of(rooms.live, mina.account()) is not None
    with pytest.raises(Muted, match="A moderator muted you here"):
        await chat.say(mina, rooms.live, "why?")
    assert await chat.recent(rooms.live) == [said]


async def test_the_unmuted_may_speak_again(
    chat: Chat, moderation: Moderation, rooms: Rooms
) -> None:
    mina = await rooms.world.person("mina")
    moderator = await rooms.world.person("mo", rooms.brand, "moderator")
    await moderation.mute(moderator, rooms.live, mina.account())
    await moderation.unmute(moderator, rooms.live, mina.account())
    await moderation.unmute(moderator, rooms.live, mina.account())

    assert (await chat.say(mina, rooms.live, "thanks")).text == "thanks"
    assert await chat.mute_of(rooms.live, mina.account()) is None
    assert await moderation.mutes(moderator, rooms.live) == []
    assert len(rooms.world.happened(PersonUnmuted)) == 1


async def test_muting_twice_happens_once(moderation: Moderation, rooms: Rooms) -> None:
    mina = await rooms.world.person("mina")
    moderator = await rooms.world.person("mo", rooms.brand, "moderator")
    mutes = await asyncio.gather(
        *(moderation.mute(moderator, rooms.live, mina.account()) for _ in range(4))
    )
    assert len(set(map(str, mutes))) == 1
    assert rooms.world.happened(PersonMuted) == [
        PersonMuted(show_id=rooms.live, account_id=mina.account(), by=moderator.account())
    ]


async def test_a_mute_holds_for_its_show_only(
    chat: Chat, moderation: Moderation, rooms: Rooms
) -> None:
    mina = await rooms.world.person("mina")
    moderator = await rooms.world.person("mo", rooms.brand, "moderator")
    await moderation.mute(moderator, rooms.ended, mina.account())
    assert (await chat.say(mina, rooms.live, "hello")).text == "hello"


async def test_only_a_manager_mutes_staff(moderation: Moderation, rooms: Rooms) -> None:
    moderator = await rooms.world.person("mo", rooms.brand, "moderator")
    host = await rooms.world.person("hannah", rooms.brand, "host")
    manager = await rooms.world.person("max", rooms.brand, "manager")
    with pytest.raises(CannotMute):
        await moderation.mute(moderator, rooms.live, host.account())
    with pytest.raises(CannotMute):
        await moderation.mute(manager, rooms.live, manager.account())
    await moderation.mute(manager, rooms.live, host.account())


async def test_who_is_muted_must_exist(moderation: Moderation, rooms: Rooms) -> None:
    moderator = await rooms.world.person("mo", rooms.brand, "moderator")
    with pytest.raises(NoSuchPerson):
        await moderation.mute(moderator, rooms.live, new_id())
    with pytest.raises(NoSuchRoom):
        await moderation.mute(moderator, new_id(), moderator.account())
