"""A feature as the composition root sees it: what it answers, what it does by itself, and what it does when something happened."""

from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kit.events import Event
from kit.http import Endpoint
from web.page import Page

Reaction = Callable[[Any], Awaitable[None]]
MOST_BATCHES = 50
"""That one beat of a chore goes through."""


@dataclass(frozen=True, slots=True)
class Together:
    """A reaction to all events of a kind that are delivered at once (`kit.events.Event.subjects`). Of one that makes it fail
    the others do not suffer: then it is asked for each by itself."""

    react: Callable[[Sequence[Any]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class WithId:
    """A reaction that asks for the event's id, the same at each delivery: it is given the outbox's message."""

    react: Reaction | Together


@dataclass(frozen=True, slots=True)
class Chore:
    """Done again and again by the worker, in several at once: on its beat, or at once if it says True, that there is more."""

    name: str
    every_s: float
    do: Callable[[], Coroutine[Any, Any, object]]


@dataclass(frozen=True, slots=True)
class Duty:
    """Done in the background from a process's start to its end, or only where the worker is."""

    name: str
    run: Callable[[], Coroutine[Any, Any, None]]
    is_workers: bool = False


class Feature:
    """Whatever a feature does not have is empty."""

    def endpoints(self) -> Sequence[Endpoint]:
        return ()

    def pages(self) -> Sequence[Page]:
        return ()

    def reactions(self) -> Mapping[type[Event], tuple[Reaction | Together | WithId, ...]]:
        """What events cause, beside what others have to do with them. A kind of its own that causes nothing is named with `()`."""
        return {}

    def chores(self) -> Sequence[Chore]:
        return ()

    def duties(self) -> Sequence[Duty]:
        return ()

    async def close(self) -> None:
        """Finish what was begun, and take nothing more."""

    async def drain(self) -> None:
        """Tell what waits to be told, after the last event."""


def in_batches(
    do: Callable[[], Awaitable[int]], size: int, most: int = MOST_BATCHES
) -> Callable[[], Coroutine[Any, Any, None]]:
    """What a chore does that goes on while its batches are full, as after an outage."""

    async def go_on() -> None:
        for _ in range(most):
            if await do() < size:
                break

    return go_on


async def each(steps: Iterable[Awaitable[None]]) -> None:
    """One after the other. One that fails does not keep the next from who can be told: in an outage, who is here.

    Raises:
        ExceptionGroup: what failed.
    """
    failures: list[Exception] = []
    for step in steps:
        try:
            await step
        except Exception as error:
            failures.append(error)
    if failures:
        raise ExceptionGroup("not everyone was told", failures)
