"""What processes tell each other of share links, so that none leads people by what is not so any more.

What a link leads to is kept by every process that it was followed in. When it changes, the process that hears of the
change says so in a mailbox that all of them listen to.
"""

import asyncio
from contextlib import suppress
from typing import Protocol

import msgspec

from kit.broker import Broker, Unsubscribe
from kit.steps import whole

MAILBOX = "share.links"
"""No account's id, which have no dots."""
LISTEN_AGAIN_S = 1.0
LISTEN_WITHIN_S = 2.0


class TargetKeeper(Protocol):
    """Who keeps something of what links lead to."""

    def forget_target(self, target_id: str) -> None: ...


class Keeper(TargetKeeper, Protocol):
    """Who keeps something of links too."""

    def forget(self, code: str) -> None: ...


class Of(msgspec.Struct, frozen=True):
    """A link, or what links lead to, is not what it was."""

    code: str | None = None
    target_id: str | None = None


class LinkNews:
    def __init__(self, broker: Broker, of_links: Keeper, *others: TargetKeeper) -> None:
        self._broker = broker
        self._of_links = of_links
        self._keepers = (of_links, *others)

    async def tell_of_link(self, code: str) -> None:
        """
        Raises:
            BrokerDown: it reached only this process.
        """
        await self._tell(Of(code=code))

    async def tell_of_target(self, target_id: str) -> None:
        """The same for all links to it."""
        await self._tell(Of(target_id=target_id))

    async def run(self) -> None:
        """Listen, until cancelled."""
        leave: Unsubscribe | None = None
        try:
            while leave is None:
                leave = await whole(self._listen())
                await asyncio.sleep(LISTEN_AGAIN_S)
            await asyncio.Event().wait()
        finally:
            if leave is not None:
                leave()

    async def _listen(self) -> Unsubscribe | None:
        with suppress(Exception):  # tried again a moment later
            async with asyncio.timeout(LISTEN_WITHIN_S):
                return await self._broker.listen(MAILBOX, self.hear)
        return None

    def hear(self, payload: bytes) -> None:
        """Take what a process said, this one's own words too."""
        with suppress(msgspec.MsgspecError):  # of another release
            self._forget(msgspec.json.decode(payload, type=Of))

    async def _tell(self, word: Of) -> None:
        self._forget(word)
        await self._broker.tell(MAILBOX, msgspec.json.encode(word))

    def _forget(self, word: Of) -> None:
        if word.code is not None:
            self._of_links.forget(word.code)
        if word.target_id is not None:
            for keeper in self._keepers:
                keeper.forget_target(word.target_id)
