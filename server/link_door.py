"""The shortest way to a share link, which is what most people ask for: uvicorn's HTTP protocol class, which reads a plain
request for one by itself and answers it without a parser's callbacks, a task, a middleware or a router.

It is for guests who ask for nothing but a link's address, in one piece. Whoever is signed in, and whatever cannot be answered
from memory and by one batch of clicks, goes on to the pages as any other request, which know the person, and say what is
wrong.
"""

import asyncio
import re
import time
from collections import deque
from contextlib import suppress
from functools import cache

import structlog
from prometheus_client import Counter
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle
from uvicorn.server import ServerState

from kit import metrics
from kit.errors import TooMany, Unavailable
from server.bounds import MOST_HEAD_BYTES, BoundedHttp
from server.edge import SECURITY_HEADERS
from server.plain_request import Headers, PlainRequest, plain_request
from share.clicks import WAITING, Counted, Visitor
from share.opening import Destination
from web.following import COUNTED_WITHIN_S, Answer, Following, Header, written

log = structlog.get_logger()

ROUTE = "/s/{code}"
LOOK_EVERY_S = 0.25
ASKED_AT_ONCE = 500
_IPV4 = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}")
_SECURITY = b"".join(f"{name}: {value}\r\n".encode() for name, value in SECURITY_HEADERS.items())
_seconds = metrics.http_seconds.labels(ROUTE)


class Doorkeeper:
    """What the door of a process knows. Nobody waits for a batch longer than they should: it looks now and then, for all who
    wait."""

    def __init__(self, following: Following) -> None:
        self.following = following
        self._waiting: deque[Opening] = deque()
        self._asking: list[Opening] = []
        self._asks: asyncio.Task[None] | None = None
        self._said: tuple[list[Header], bytes] = [], b""
        self._looks: asyncio.TimerHandle | None = None

    def said_of_all(self, state: ServerState) -> bytes:
        """The headers of all answers, as uvicorn has them for this second."""
        if self._said[0] is not state.default_headers:
            self._said = state.default_headers, written(state.default_headers)
        return self._said[1]

    def look_up(self, opening: "Opening") -> None:
        """Ask where the link leads, with all who come while the last question is on its way."""
        self._asking.append(opening)
        if self._asks is None:
            self._asks = asyncio.create_task(self._look_up_all())

    async def _look_up_all(self) -> None:
        while self._asking:
            asking, self._asking = self._asking[:ASKED_AT_ONCE], self._asking[ASKED_AT_ONCE:]
            with suppress(Exception):  # the pages meet the same, and say so
                await self.following.destinations.load([*{each.code for each in asking}])
            for each in asking:
                each.looked_up()
        self._asks = None

    def wait(self, opening: "Opening") -> None:
        self._waiting.append(opening)
        if self._looks is None:
            self._looks = asyncio.get_running_loop().call_later(LOOK_EVERY_S, self._look)

    def _look(self) -> None:
        is_late = time.perf_counter() - COUNTED_WITHIN_S
        while self._waiting and (self._waiting[0].is_answered or self._waiting[0].began <= is_late):
            self._waiting.popleft().too_late()
        loop = asyncio.get_running_loop()
        self._looks = loop.call_later(LOOK_EVERY_S, self._look) if self._waiting else None


class LinkDoor(BoundedHttp):
    """The process's doorkeeper stands in `app_state`; without one nothing is answered here.

    While somebody waits for their answer here, what else they send waits too. The parser never sees what is answered here.
    """

    _opening: "Opening | None" = None
    _later = b""
    _is_between_requests = True
    """Whether the parser is."""
    _answered_at = 0.0

    def data_received(self, data: bytes) -> None:
        if self._opening is not None:
            self._later += data
            self.flow.pause_reading()
            return
        opening = self._plain(data)
        if opening is None:
            super().data_received(data)
        else:
            self._opening = opening
            self.owe_nothing()
            opening.begin()

    def on_message_begin(self) -> None:
        self._is_between_requests = False
        super().on_message_begin()

    def on_message_complete(self) -> None:
        self._is_between_requests = True
        super().on_message_complete()

    def _plain(self, data: bytes) -> "Opening | None":
        keeper: Doorkeeper | None = self.app_state.get("doorkeeper")
        cycle: RequestResponseCycle | None = self.cycle
        is_busy = cycle is not None and not cycle.response_complete
        if keeper is None or is_busy or not self._is_between_requests or self.flow.write_paused:
            return None
        request = plain_request(data) if len(data) <= MOST_HEAD_BYTES else None
        return None if request is None else Opening(self, keeper, request)

    def ip_of(self, headers: Headers) -> str:
        """As the application is told it: the address that a trusted proxy names, or the connection's."""
        address = self.client[0] if self.client else "unknown"
        forwarded = headers.get(b"x-forwarded-for")
        if forwarded is None or not self.has_trusted_proxy:
            return address
        named = forwarded.decode("latin-1")
        if _IPV4.fullmatch(named):
            return named
        return self.app.trusted_hosts.get_trusted_client_address(named)[0] or address

    def hand_on(self, data: bytes) -> None:
        """Have the application answer it, if somebody is still there."""
        self._opening = None
        if not self.transport.is_closing():
            super().data_received(data)
            self._go_on()

    def give_up(self) -> None:
        self._opening = None
        self.transport.abort()

    def answered(self) -> None:
        """As `on_response_complete`, with one timer for all requests of a connection."""
        self._opening = None
        self.server_state.total_requests += 1
        self._answered_at = self.loop.time()
        if self.timeout_keep_alive_task is None and not self.transport.is_closing():
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )
        self._go_on()

    def _go_on(self) -> None:
        if self._later and not self.transport.is_closing():
            later, self._later = self._later, b""
            self.flow.resume_reading()
            self.data_received(later)

    def timeout_keep_alive_handler(self) -> None:
        quiet_s = 0.0 if self._opening else self.loop.time() - self._answered_at
        if quiet_s >= self.timeout_keep_alive:
            super().timeout_keep_alive_handler()
        else:
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive - quiet_s, self.timeout_keep_alive_handler
            )

    def shutdown(self) -> None:
        if self._opening is None:
            super().shutdown()
        else:
            self._opening.keeps_alive = False


class Opening:
    """One request for a link, from its arrival to its answer."""

    __slots__ = (
        "_answer", "_door", "_following", "_keeper", "_request", "_visitor", "began", "is_answered", "keeps_alive",
    )  # fmt: skip

    def __init__(self, door: LinkDoor, keeper: Doorkeeper, request: PlainRequest) -> None:
        self.began = time.perf_counter()
        self.is_answered = False
        self.keeps_alive = request.keeps_alive
        self._door = door
        self._keeper = keeper
        self._following = keeper.following
        self._request = request

    @property
    def code(self) -> str:
        return self._request.code

    def begin(self) -> None:
        destination = self._following.destinations.known(self.code)
        if destination is not None:
            self._open(destination)
        else:
            self._keeper.look_up(self)

    def looked_up(self) -> None:
        self._open(self._following.destinations.known(self.code))

    def _open(self, destination: Destination | None) -> None:
        try:
            is_counted = destination is not None and self._is_counted(destination)
        except Exception:
            # The pages meet the same, and tell the person and the log of it.
            log.warning("link_door.handed_on", exc_info=True)
            is_counted = False
        if not is_counted:
            self._hand_on()

    def _hand_on(self) -> None:
        self.is_answered = True
        self._door.hand_on(self._request.data)

    def _is_counted(self, destination: Destination) -> bool:
        """Or about to be; False if only the pages can tell what to answer."""
        following, headers = self._following, self._request.headers
        visitor = following.visitor(self._door.ip_of(headers), "GET", headers)
        answer = following.ready(destination, visitor, headers, self._door.scheme or "http")
        if answer is None:
            return False
        self._answer: Answer = answer
        self._visitor: Visitor = visitor
        try:
            counted = following.clicks.enter(destination, visitor, self)
        except (TooMany, Unavailable):
            self._uncounted()
            return True
        if counted is WAITING:
            self._keeper.wait(self)
        else:
            self._finish(counted)
        return True

    # What the batch asks and tells (`kit.group_commit.Awaited`).

    def done(self) -> bool:
        return self.is_answered

    def set_result(self, counted: Counted) -> None:
        self._following.clicks.remember(counted)
        self._finish(counted)

    def set_exception(self, error: Exception) -> None:
        self._uncounted()

    def cancel(self) -> None:
        self._uncounted()

    def too_late(self) -> None:
        if not self.is_answered:
            self._uncounted()

    def _uncounted(self) -> None:
        metrics.clicks_not_counted.inc()
        self._finish(None)

    def _finish(self, counted: Counted | None) -> None:
        """Others wait behind this one: whatever goes wrong with its answer is its own affair."""
        if self.is_answered:
            return
        self.is_answered = True
        try:
            self._write(counted)
        except Exception:
            log.exception("link_door.not_answered", code=self.code)
            self._door.give_up()

    def _write(self, counted: Counted | None) -> None:
        door, answer = self._door, self._answer
        if not door.transport.is_closing():
            cookies = written(self._following.cookies(counted, self._visitor))
            close = b"" if self.keeps_alive else b"connection: close\r\n"
            door.transport.write(
                b"%b%b%b%b%b%b\r\n%b"
                % (
                    STATUS_LINE[answer.status], self._keeper.said_of_all(door.server_state), answer.lines, cookies,
                    _SECURITY, close, answer.body,
                )
            )  # fmt: skip
            if not self.keeps_alive:
                door.transport.close()
        _counter(answer.status).inc()
        _seconds.observe(time.perf_counter() - self.began)
        door.answered()


@cache
def _counter(status: int) -> Counter:
    return metrics.http_requests.labels("GET", ROUTE, str(status))
