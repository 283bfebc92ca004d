"""The same request sent twice gets the same answer."""

from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from kit.errors import Invalid
from kit.idempotency import (
    KEPT_FOR,
    MAX_KEY_LENGTH,
    KeyReused,
    checked_key,
    fingerprint,
    forget,
    keep,
    recall,
)
from tests.support.slices import World

CLAIM = fingerprint("claim", "deal", 1)


async def test_an_answer_is_recalled_by_its_owner_with_its_key(world: World) -> None:
    async with world.work.write() as tx:
        assert await recall(tx, "mira", "k1", CLAIM) is None
        await keep(tx, "mira", "k1", CLAIM, '{"id": 1}')
    async with world.work.read() as tx:
        assert await recall(tx, "mira", "k1", CLAIM) == '{"id": 1}'
        assert await recall(tx, "mira", "k2", CLAIM) is None
        assert await recall(tx, "noor", "k1", CLAIM) is None


async def test_a_key_with_other_parameters_is_refused(world: World) -> None:
    async with world.work.write() as tx:
        await keep(tx, "mira", "k1", CLAIM, "{}")
    async with world.work.read() as tx:
        with pytest.raises(KeyReused):
            await recall(tx, "mira", "k1", fingerprint("claim", "deal", 2))


async def test_an_answer_goes_with_the_effects_that_it_tells_of(world: World) -> None:
    with suppress(RuntimeError):
        async with world.work.write() as tx:
            await keep(tx, "mira", "k1", CLAIM, "{}")
            raise RuntimeError("the effects failed")
    async with world.work.read() as tx:
        assert await recall(tx, "mira", "k1", CLAIM) is None


async def test_an_answer_cannot_be_replaced(world: World) -> None:
    async with world.work.write() as tx:
        await keep(tx, "mira", "k1", CLAIM, "{}")
    with pytest.raises(IntegrityError):
        async with world.work.write() as tx:
            await keep(tx, "mira", "k1", CLAIM, "another")


async def test_keys_are_forgotten_after_their_time(world: World) -> None:
    async with world.work.write() as tx:
        await keep(tx, "mira", "old", CLAIM, "{}")
    world.pass_time(KEPT_FOR - timedelta(seconds=1))
    async with world.work.write() as tx:
        await keep(tx, "mira", "new", CLAIM, "{}")
        assert await forget(tx, tx.now) == 0
    world.pass_time(timedelta(seconds=2))
    async with world.work.write() as tx:
        assert await forget(tx, tx.now) == 1
        assert await recall(tx, "mira", "old", CLAIM) is None
        assert await recall(tx, "mira", "new", CLAIM) == "{}"


async def test_the_longest_key_fits(world: World) -> None:
    key = checked_key("ÿ" * MAX_KEY_LENGTH)
    assert key is not None
    async with world.work.write() as tx:
        await keep(tx, "mira", key, CLAIM, "{}")
        assert await recall(tx, "mira", key, CLAIM) == "{}"


@pytest.mark.parametrize("key", ["", "k" * (MAX_KEY_LENGTH + 1)])
def test_an_empty_or_endless_key_is_refused(key: str) -> None:
    with pytest.raises(Invalid):
        checked_key(key)


def test_without_a_key_there_is_nothing_to_check() -> None:
    assert checked_key(None) is None
