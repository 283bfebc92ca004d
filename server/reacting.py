"""Having reactions run for the events of a kind that are delivered at once, so that none of them suffers from another."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import structlog

from kit.group_commit import is_transient
from kit.outbox import is_outage
from server.features.feature import Reaction, Together

log = structlog.get_logger()

T = TypeVar("T")

Asked = tuple[Reaction | Together, Sequence[object]]
"""A reaction, and what it is told of each event."""


async def all_failures(asked: Sequence[Asked]) -> list[list[Exception]]:
    """What went wrong at each event. Reactions that take all together run side by side: one goes on while another waits for the
    database. The others follow each other."""
    in_turn = [each for each in asked if not isinstance(each[0], Together)]
    chains = [[each] for each in asked if isinstance(each[0], Together)]
    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(_failures(chain)) for chain in (*chains, in_turn) if chain]
    found = [failures for task in running for failures in task.result()]
    return [[error for error in of_one if error] for of_one in zip(*found, strict=True)]


async def _failures(chain: Sequence[Asked]) -> list[list[Exception | None]]:
    return [await failures_of(reaction, told) for reaction, told in chain]


async def failures_of(
    reaction: Reaction | Together, events: Sequence[object]
) -> list[Exception | None]:
    """What the reaction failed with at each event, if it did."""
    if not isinstance(reaction, Together):
        return [await _failure(reaction, event) for event in events]
    error = await _failure(reaction.react, events)
    if error is None or len(events) == 1 or _is_everyones(error):
        return [error] * len(events)
    log.warning(
        "reactions.one_by_one",
        reaction=getattr(reaction.react, "__qualname__", ""),
        count=len(events),
        exc_info=error,
    )
    return [await _failure(reaction.react, [event]) for event in events]


async def _failure(react: Callable[[T], Awaitable[None]], what: T) -> Exception | None:
    try:
        await react(what)
    except Exception as error:
        return error
    return None


def _is_everyones(error: Exception) -> bool:
    """Whether it would meet each of them: the broker or the database is away."""
    return is_outage(error) or is_transient(error)
