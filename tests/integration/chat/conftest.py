"""A live room of one brand, and one that has ended."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from chat.moderation import Moderation
from chat.ruling import Ruling
from chat.speaking import Chat
from kit.db import Database
from kit.ids import new_id
from kit.unit_of_work import Tx
from membership.people import Brand
from tests.support.slices import Unlimited, World


@dataclass(frozen=True)
class Room:
    brand_id: str
    is_live: bool = True


@dataclass
class Rooms:
    """The rooms that there are, by show id."""

    world: World
    brand: Brand
    live: str
    ended: str
    rooms: dict[str, Room]

    async def find(self, _tx: Tx, show_id: str) -> Room | None:
        return self.rooms.get(show_id)


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    database = Database(database_url)
    yield World(database)
    await database.close()


@pytest.fixture
async def rooms(world: World) -> Rooms:
    brand = await world.brand()
    live, ended = new_id(), new_id()
    return Rooms(
        world, brand, live, ended, {live: Room(brand.id), ended: Room(brand.id, is_live=False)}
    )


@pytest.fixture
def chat(rooms: Rooms) -> Chat:
    return Chat(rooms.world.work, rooms.find, Unlimited())


@pytest.fixture
def moderation(rooms: Rooms) -> Moderation:
    return Moderation(rooms.world.work, rooms.find)


@pytest.fixture
def ruling(rooms: Rooms) -> Ruling:
    return Ruling(rooms.world.work, rooms.find)
