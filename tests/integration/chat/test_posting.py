"""Messages are posted in batches: one transaction and one event for all that came while the last one committed."""

import asyncio
from datetime import timedelta

import pytest

from chat.errors import LinksNotAllowed, Muted, Repeated, RoomClosed, SlowMode
from chat.events import MessagesPosted, RulesChanged
from chat.moderation import Moderation
from chat.ruling import Ruling
from chat.speaking import Chat
from chat.views import NewMute, RulesChange
from kit.errors import Forbidden, Unavailable
from tests.support.slices import Unlimited

from .conftest import Room, Rooms

SLOW = RulesChange(slow_mode_s=30)


async def test_a_crowd_costs_a_few_transactions(chat: Chat, rooms: Rooms) -> None:
    people = [await rooms.world.person(f"p{number}") for number in range(60)]
    said = await asyncio.gather(
        *(chat.say(who, rooms.live, f"hello from {who.handle}") for who in people)
    )
    batches = rooms.world.happened(MessagesPosted)
    assert len(batches) <= 2
    posted = [
        message_id
        for batch in batches
        if isinstance(batch, MessagesPosted)
        for message_id in batch.message_ids
    ]
    assert posted == sorted(message.id for message in said), "in order of arrival"
    assert [message.id for message in await chat.those(posted)] == posted


async def test_slow_mode_holds_over_all_processes(chat: Chat, rooms: Rooms, ruling: Ruling) -> None:
    mina = await rooms.world.person("mina")
    host = await rooms.world.person("hannah", rooms.brand, "host")
    elsewhere = Chat(rooms.world.work, rooms.find, Unlimited())
    await ruling.change_rules(host, rooms.live, SLOW)

    await chat.say(mina, rooms.live, "one")
    rooms.world.pass_time(timedelta(seconds=12))
    with pytest.raises(SlowMode) as refused:
        await elsewhere.say(mina, rooms.live, "two")
    assert refused.value.retry_after_s == 18
    await elsewhere.say(host, rooms.live, "staff may")
    await elsewhere.say(host, rooms.live, "go on")
    rooms.world.pass_time(timedelta(seconds=18))
    assert (await elsewhere.say(mina, rooms.live, "two")).text == "two"


async def test_rules_are_changed_by_moderators_and_counted(rooms: Rooms, ruling: Ruling) -> None:
    mina = await rooms.world.person("mina")
    moderator = await rooms.world.person("mo", rooms.brand, "moderator")
    start = await ruling.rules(rooms.live)
    assert (start.slow_mode_s, start.links, start.version) == (0, "members", 0)
    with pytest.raises(Forbidden):
        await ruling.change_rules(mina, rooms.live, SLOW)

    slow = await ruling.change_rules(moderator, rooms.live, SLOW)
    assert (slow.slow_mode_s, slow.links, slow.version) == (30, "members", 1)
    assert await ruling.change_rules(moderator, rooms.live, SLOW) == slow
    strict = await ruling.change_rules(moderator, rooms.live, RulesChange(links="nobody"))
    assert (strict.slow_mode_s, strict.links, strict.version) == (30, "nobody", 2)
    assert await ruling.rules(rooms.live) == strict
    assert rooms.world.happened(RulesChanged) == [RulesChanged(show_id=rooms.live)] * 2


async def test_members_may_post_links_and_others_may_not(chat: Chat, rooms: Rooms) -> None:
    mina, gold = await rooms.world.person("mina"), await rooms.world.person("goldie")
    await rooms.world.put_on_tier(gold, rooms.brand, 3)
    with pytest.raises(LinksNotAllowed):
        await chat.say(mina, rooms.live, "see example.com")
    assert (await chat.say(gold, rooms.live, "see example.com")).badge == "Gold"


async def test_a_repeat_is_refused_for_a_minute_in_its_room(chat: Chat, rooms: Rooms) -> None:
    mina = await rooms.world.person("mina")
    await chat.say(mina, rooms.live, "Is it wool?")
    with pytest.raises(Repeated):
        await chat.say(mina, rooms.live, "is it WOOL")
    rooms.world.pass_time(timedelta(seconds=60))
    await chat.say(mina, rooms.live, "Is it wool?")


async def test_a_show_that_goes_live_is_open_at_once_and_one_that_ends_is_closed_when_told(
    chat: Chat, rooms: Rooms
) -> None:
    mina = await rooms.world.person("mina")
    with pytest.raises(RoomClosed):
        await chat.say(mina, rooms.ended, "early")
    rooms.rooms[rooms.ended] = Room(rooms.brand.id)
    await chat.say(mina, rooms.ended, "in time")
    rooms.rooms[rooms.ended] = Room(rooms.brand.id, is_live=False)
    chat.rooms.forget(rooms.ended)
    with pytest.raises(RoomClosed):
        await chat.say(mina, rooms.ended, "late")


async def test_what_the_shadowed_write_is_seen_by_them_and_staff_alone(
    chat: Chat, rooms: Rooms, moderation: Moderation
) -> None:
    mina, noor = await rooms.world.person("mina"), await rooms.world.person("noor")
    moderator = await rooms.world.person("mo", rooms.brand, "moderator")
    kind = await chat.say(mina, rooms.live, "kind")
    await moderation.mute(moderator, rooms.live, mina.account(), NewMute(is_shadow=True))

    rude = await chat.say(mina, rooms.live, "rude")

    assert await chat.recent(rooms.live) == await chat.recent(rooms.live, noor) == [kind]
    assert await chat.recent(rooms.live, mina) == [kind, rude]
    assert await chat.own_shadowed(rooms.live, mina.account()) == [rude]
    assert [
        message.is_shadowed is True for message in await chat.recent(rooms.live, moderator)
    ] == [False, True]


async def test_a_mute_for_ten_minutes_ends_by_itself(
    chat: Chat, rooms: Rooms, moderation: Moderation
) -> None:
    mina = await rooms.world.person("mina")
    moderator = await rooms.world.person("mo", rooms.brand, "moderator")
    mute = await moderation.mute(moderator, rooms.live, mina.account(), NewMute(minutes=10))
    assert mute.until_ms == mute.muted_at_ms + 600_000
    rooms.world.pass_time(timedelta(minutes=9))
    with pytest.raises(Muted, match="another 60 seconds"):
        await chat.say(mina, rooms.live, "hello?")
    rooms.world.pass_time(timedelta(minutes=1))
    await chat.say(mina, rooms.live, "hello!")
    assert await moderation.mutes(moderator, rooms.live) == []
    assert await chat.mute_of(rooms.live, mina.account()) is None


async def test_a_closed_chat_takes_nothing_more(chat: Chat, rooms: Rooms) -> None:
    mina = await rooms.world.person("mina")
    waiting = asyncio.create_task(chat.say(mina, rooms.live, "just in time"))
    await asyncio.sleep(0)
    await chat.close()
    assert (await waiting).text == "just in time"
    with pytest.raises(Unavailable):
        await chat.say(mina, rooms.live, "too late")


async def test_a_moderator_deletes_all_that_a_person_wrote_in_the_show(
    chat: Chat, rooms: Rooms, moderation: Moderation
) -> None:
    mina, noor = await rooms.world.person("mina"), await rooms.world.person("noor")
    moderator = await rooms.world.person("mo", rooms.brand, "moderator")
    for text in ("one", "two"):
        last = await chat.say(mina, rooms.live, text)
    kept = await chat.say(noor, rooms.live, "three")
    with pytest.raises(Forbidden):
        await moderation.delete_messages_of(noor, rooms.live, mina.account())

    for _ in range(2):
        await moderation.delete_messages_of(moderator, rooms.live, mina.account())

    assert await chat.recent(rooms.live) == [kept]
    (event,) = [e for e in rooms.world.events if e.name == "chat.messages_deleted"]
    assert event.last_message_id == last.id  # type: ignore[attr-defined]
