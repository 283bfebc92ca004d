"""Having reactions run for the events of a kind that are delivered at once, so that none of them suffers from another."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import structlog

from kit.group_commit import is_transient
from kit.outbox import Message, is_outage
from server.features.feature import Reaction, Together, WithId

log = structlog.get_logger()

T = TypeVar("T")

AnyReaction = Reaction | Together | WithId


async def failures_of_all(
    reactions: Sequence[AnyReaction], messages: Sequence[Message]
) -> list[list[Exception]]:
    """What went wrong at each event. Reactions that take all together run side by side: one goes on while another waits for the
    database. The others follow each other."""
    in_turn = [reaction for reaction in reactions if not _takes_all(reaction)]
    chains = [in_turn, *([reaction] for reaction in reactions if _takes_all(reaction))]
    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(_failures(chain, messages)) for chain in chains if chain]
    found = [failures for task in running for failures in task.result()]
    return [
        [error for failures in found if (error := failures[place]) is not None]
        for place in range(len(messages))
    ]


def _takes_all(reaction: AnyReaction) -> bool:
    return isinstance(reaction.react if isinstance(reaction, WithId) else reaction, Together)


async def _failures(
    chain: Sequence[AnyReaction], messages: Sequence[Message]
) -> list[list[Exception | None]]:
    return [await failures_of(reaction, messages) for reaction in chain]


async def failures_of(reaction: AnyReaction, messages: Sequence[Message]) -> list[Exception | None]:
    """What the reaction failed with at each event, if it did."""
    if isinstance(reaction, WithId):
        return await _failures_at(reaction.react, messages)
    return await _failures_at(reaction, [message.event for message in messages])


async def _failures_at(
    reaction: Reaction | Together, events: Sequence[object]
) -> list[Exception | None]:
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
