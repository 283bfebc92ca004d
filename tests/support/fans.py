"""Viewers who stay: each follows a room as the TypeScript client does, returns by itself with its place in the log after
a connection was lost, and reduces what it hears to what it would show."""

import asyncio
import random
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.support.product import GUEST, Someone

SHORTEST_WAIT_S, LONGEST_WAIT_S = 0.5, 15.0


@dataclass
class Shown:
    """What a fan has on its screen."""

    epoch: str | None = None
    seq: int = 0
    is_degraded: bool = False
    show_version: int = 0
    deals: dict[str, tuple[int, str]] = field(default_factory=dict)
    stock: dict[str, tuple[int, int]] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)

    def apply(self, frame: dict[str, Any]) -> None:
        match frame["t"]:
            case "welcome":
                self._welcome(frame)
            case "show":
                self.show_version = max(self.show_version, frame["show"]["version"])
            case "deal":
                self._deal(frame["deal"])
            case "stock":
                self._stock(frame["deal_id"], frame["version"], frame["stock_left"])
            case "message" if frame["message"]["id"] not in self.messages:
                self.messages.append(frame["message"]["id"])
            case "line":
                self.is_degraded = frame["is_degraded"]
        self.seq = max(self.seq, frame.get("seq", 0))

    @property
    def essence(self) -> tuple[object, ...]:
        """What two fans of the same rank must agree on once all has arrived."""
        return self.show_version, self.deals, self.stock, sorted(self.messages)

    def _welcome(self, frame: dict[str, Any]) -> None:
        self.is_degraded = frame["is_degraded"]
        if (state := frame["state"]) is None:
            return
        self.epoch, self.seq = frame["epoch"], frame["seq"]
        self.show_version = state["show"]["version"]
        self.deals, self.stock, self.messages = {}, {}, [each["id"] for each in state["messages"]]
        for deal in state["deals"]:
            self._deal(deal)

    def _deal(self, deal: dict[str, Any]) -> None:
        if deal["version"] > self.deals.get(deal["id"], (0, ""))[0]:
            self.deals[deal["id"]] = (deal["version"], deal["status"])
        self._stock(deal["id"], deal["version"], deal["stock_left"])

    def _stock(self, deal_id: str, version: int, stock_left: int) -> None:
        if version > self.stock.get(deal_id, (0, 0))[0]:
            self.stock[deal_id] = (version, stock_left)


class Fan:
    """Someone at a show. It goes round `urls`, which may change, as a balancer in front would make it."""

    def __init__(
        self, urls: list[str], show_id: str, who: Someone = GUEST, *, first: int = 0
    ) -> None:
        self.shown = Shown()
        self.closes: list[int | None] = []
        """Codes with which it was left."""
        self.left_at: list[float] = []
        self.welcomes: list[dict[str, Any]] = []
        self.lines: list[bool] = []
        self.logged: Counter[tuple[str | None, int]] = Counter()
        """How often it got each place of the log over the wire."""
        self.connection: ClientConnection | None = None
        self._urls = urls
        self._show_id = show_id
        self._who = who
        self._attempt = 0
        self._turn = first
        self._task = asyncio.create_task(self._stay())

    async def send(self, frame: dict[str, Any]) -> None:
        assert self.connection is not None
        await self.connection.send(msgspec.json.encode(frame).decode())

    async def leave(self) -> None:
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    async def _stay(self) -> None:
        while True:
            with suppress(OSError, InvalidHandshake, ConnectionClosed, TimeoutError):
                async with connect(self._address(), **self._manners()) as self.connection:
                    await self._follow(self.connection)
            if self.connection is not None:
                self.closes.append(self.connection.close_code)
                self.left_at.append(time.monotonic())
                self.connection = None
            ceiling = min(LONGEST_WAIT_S, SHORTEST_WAIT_S * 2 ** (self._attempt + 1))
            self._attempt += 1
            await asyncio.sleep(max(SHORTEST_WAIT_S, ceiling * random.uniform(0.5, 1)))

    def _address(self) -> str:
        url = self._urls[self._turn % len(self._urls)]
        self._turn += 1
        shown = self.shown
        query = f"?since={shown.epoch}.{shown.seq}" if shown.epoch else ""
        return f"{url.replace('http', 'ws', 1)}/live/{self._show_id}{query}"

    def _manners(self) -> dict[str, Any]:
        headers = {"cookie": self._who.cookie} if self._who.cookie else {}
        return {"additional_headers": headers, "compression": None, "close_timeout": 1}

    async def _follow(self, connection: ClientConnection) -> None:
        """Until it is closed, whatever with."""
        with suppress(ConnectionClosed):
            async for text in connection:
                message = msgspec.json.decode(text)
                for frame in message if isinstance(message, list) else [message]:
                    self._take(frame)

    def _take(self, frame: dict[str, Any]) -> None:
        self.shown.apply(frame)
        if frame["t"] == "welcome":
            self._attempt = 0
            self.welcomes.append(frame)
        elif frame["t"] == "line":
            self.lines.append(frame["is_degraded"])
        elif "seq" in frame:
            self.logged[(self.shown.epoch, frame["seq"])] += 1
