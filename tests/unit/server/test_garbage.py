"""What lives is frozen, what is garbage is not, and nothing happens while nobody arrives."""

import asyncio
import gc
import weakref
from collections.abc import Iterator
from contextlib import suppress

import pytest

from kit import metrics
from kit.broker import Entry
from kit.broker_memory import MemoryBroker
from server.garbage import COLLECT_EVERY_S, THRESHOLDS, Garbage
from server.hub import Hub
from server.live_socket import GONE
from server.rooms import Viewer


class Knot:
    """Refers to itself, so that only the collector can free it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    gc.unfreeze()
    gc.collect()
    yield
    gc.unfreeze()


def test_what_is_alive_when_someone_arrives_is_frozen_and_garbage_is_freed_before() -> None:
    living, dead = [object()], Knot()
    gone = weakref.ref(dead)
    del dead
    Garbage(lambda: 1).beat(0.0)
    assert gone() is None
    assert gc.get_freeze_count() > 0
    assert not any(found is living for found in gc.get_objects())


def test_without_arrivals_nothing_more_is_frozen() -> None:
    arrivals = [1]
    garbage = Garbage(lambda: arrivals[0])
    garbage.beat(0.0)
    later = [object()]
    garbage.beat(1.0)
    assert any(found is later for found in gc.get_objects())
    arrivals[0] += 1
    garbage.beat(2.0)
    assert not any(found is later for found in gc.get_objects())


def test_old_garbage_is_freed_even_where_nobody_arrives() -> None:
    garbage = Garbage(lambda: 1)
    garbage.beat(0.0)
    knot = Knot()
    gone = weakref.ref(knot)
    del knot
    garbage.beat(COLLECT_EVERY_S - 1)
    assert gone() is not None
    garbage.beat(COLLECT_EVERY_S + 1)
    assert gone() is None


async def test_the_collector_is_as_before_when_the_process_ends() -> None:
    before = gc.get_threshold()
    task = asyncio.create_task(Garbage(lambda: 1).run())
    await asyncio.sleep(0)
    assert gc.get_threshold() == THRESHOLDS
    assert metrics.gc_pauses.note in gc.callbacks
    assert gc.isenabled()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert gc.get_threshold() == before
    assert metrics.gc_pauses.note not in gc.callbacks
    assert gc.get_freeze_count() == 0


class Wire:
    """Stands for a socket."""

    fd = GONE


async def test_who_leaves_is_freed_without_the_collector() -> None:
    hub = Hub(MemoryBroker())
    viewers = [Viewer(0, Wire()) for _ in range(3)]
    for viewer in viewers:
        followed = await hub.enter("show", viewer)
        followed.room.step(viewer)
    followed.room.append(Entry(followed.room.epoch, followed.room.end + 1, 0, b"{}"))
    assert sum(len(write.targets) for write in followed.room.flush()) == 3
    gone = [weakref.ref(viewer.socket) for viewer in viewers]
    gc.disable()
    try:
        while viewers:
            hub.leave(followed, viewers.pop())
        del followed, viewer
        await asyncio.sleep(0)
        assert [found() for found in gone] == [None, None, None]
    finally:
        gc.enable()
