"""Races on purpose: what several would do at once if nothing guarded them."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from kit.unit_of_work import Tx, UnitOfWork

Seen = TypeVar("Seen")
Answer = TypeVar("Answer")


async def unguarded(
    work: UnitOfWork,
    count: int,
    look: Callable[[Tx], Awaitable[Seen]],
    write: Callable[[Tx, Seen], Awaitable[Answer]],
) -> list[Answer]:
    """What must not be: everyone looks, then everyone writes what they decided by it, each in another transaction."""
    everyone_has_looked = asyncio.Barrier(count)

    async def one() -> Answer:
        async with work.read() as tx:
            seen = await look(tx)
        await everyone_has_looked.wait()
        async with work.write() as tx:
            return await write(tx, seen)

    return await asyncio.gather(*(one() for _ in range(count)))
