"""A relay's way to deliver, made of what does something about one message."""

from collections.abc import Awaitable, Callable, Sequence

from kit.outbox import Deliver, Message


def one_by_one(react: Callable[[Message], Awaitable[None]]) -> Deliver:
    async def deliver(messages: Sequence[Message]) -> dict[str, Exception]:
        failures = {}
        for message in messages:
            try:
                await react(message)
            except Exception as error:
                failures[message.id] = error
        return failures

    return deliver
