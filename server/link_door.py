"""The shortest way to a share link, which is what most people ask for: uvicorn's HTTP protocol class, which answers it
without a task, a middleware or a router.

It is for guests who ask for nothing but a link's address. Whoever is signed in, and whatever cannot be answered from
memory and by one batch of clicks, goes on to the pages as any other request, which know the person, and say what is wrong.
"""

import asyncio
import re
import time
from collections import deque
from functools import cache, lru_cache
from typing import Any, cast

import structlog
from prometheus_client import Counter
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)

from kit import metrics
from kit.errors import TooMany, Unavailable
from membership.routes import SESSION_COOKIE
from server.edge import SECURITY_HEADERS
from share.clicks import WAITING, Counted, Visitor
from share.destinations import is_code
from web.following import COUNTED_WITHIN_S, Answer, Following

log = structlog.get_logger()

PREFIX = b"/s/"
ROUTE = "/s/{code}"
LOOK_EVERY_S = 0.25
_SESSION = f"{SESSION_COOKIE}=".encode()
_NOT_PLAIN = frozenset({b"content-length", b"transfer-encoding", b"upgrade", b"expect"})
_IPV4 = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}")
_SECURITY = b"".join(f"{name}: {value}\r\n".encode() for name, value in SECURITY_HEADERS.items())
_seconds = metrics.http_seconds.labels(ROUTE)


class Doorkeeper:
    """What the door of a process knows. Nobody waits for a batch longer than they should: it looks now and then, for all who
    wait."""

    def __init__(self, following: Following) -> None:
        self.following = following
        self._waiting: deque[tuple[float, Opening]] = deque()
        self._looks: asyncio.TimerHandle | None = None

    def wait(self, opening: "Opening") -> None:
        loop = asyncio.get_running_loop()
        self._waiting.append((loop.time() + COUNTED_WITHIN_S, opening))
        if self._looks is None:
            self._looks = loop.call_later(LOOK_EVERY_S, self._look)

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting and (self._waiting[0][1].done() or self._waiting[0][0] <= loop.time()):
            self._waiting.popleft()[1].too_late()
        self._looks = loop.call_later(LOOK_EVERY_S, self._look) if self._waiting else None


class LinkDoor(HttpToolsProtocol):
    """The process's doorkeeper stands in `app_state`; without one nothing is answered here."""

    def on_headers_complete(self) -> None:
        opening = self._opening()
        if opening is None:
            super().on_headers_complete()
        else:
            self.cycle = cast(Any, opening)
            opening.begin()

    def _opening(self) -> "Opening | None":
        if not self.url.startswith(PREFIX) or self.parser.get_method() != b"GET":
            return None
        keeper: Doorkeeper | None = self.app_state.get("doorkeeper")
        before = cast("RequestResponseCycle | None", self.cycle)
        is_busy = before is not None and not before.response_complete
        if keeper is None or is_busy or self.flow.write_paused:
            return None
        headers = dict(self.headers)
        code = self.url[len(PREFIX) :].decode("latin-1")
        if not is_code(code) or _SESSION in headers.get(b"cookie", b""):
            return None
        if not _NOT_PLAIN.isdisjoint(headers) or self.parser.get_http_version() != "1.1":
            return None
        return Opening(self, keeper, code, headers)

    def ip_of(self, headers: dict[bytes, bytes]) -> str:
        """As the application is told it: the address that a trusted proxy names, or the connection's."""
        address = self.client[0] if self.client else "unknown"
        forwarded = headers.get(b"x-forwarded-for")
        if forwarded is None or not isinstance(self.app, ProxyHeadersMiddleware):
            return address
        trusted = self.app.trusted_hosts
        if not _is_trusted(trusted, address):
            return address
        named = forwarded.decode("latin-1")
        if _IPV4.fullmatch(named):
            return named
        return trusted.get_trusted_client_address(named)[0] or address

    def base_url(self, headers: dict[bytes, bytes]) -> str | None:
        """Scheme and host that this request names; None if that is not plain."""
        host = headers.get(b"host")
        if host is None or b"x-forwarded-proto" in headers:
            return None
        return f"{self.scheme}://{host.decode('latin-1')}"

    def hand_on(self, opening: "Opening") -> None:
        """Have the application answer it."""
        scope = opening.scope
        path = PREFIX.decode() + opening.code
        scope.update(method="GET", path=path, raw_path=path.encode(), query_string=b"")
        cycle = RequestResponseCycle(
            scope=scope,
            transport=self.transport,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=self.access_log,
            default_headers=self.server_state.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=False,
            keep_alive=opening.keep_alive,
            on_response=self.on_response_complete,
        )
        cycle.more_body = opening.more_body
        if cast(Any, self.cycle) is opening:
            self.cycle = cycle
        self._start_asgi_task(cycle, self.app)


class Opening:
    """One request for a link, from its headers to its answer. To the protocol it is what it is about to answer."""

    __slots__ = (
        "_answer", "_began", "_door", "_following", "_headers", "_keeper", "_visitor", "body", "code", "disconnected",
        "keep_alive", "message_event", "more_body", "response_complete", "scope",
    )  # fmt: skip

    def __init__(
        self, door: LinkDoor, keeper: Doorkeeper, code: str, headers: dict[bytes, bytes]
    ) -> None:
        self._began = time.perf_counter()
        self._door = door
        self._keeper = keeper
        self._following = keeper.following
        self._headers = headers
        self.code = code
        self.scope: Any = door.scope
        self.keep_alive = door.parser.should_keep_alive()
        # What the protocol looks at while it waits.
        self.body = bytearray()
        self.more_body = True
        self.message_event = _NOBODY_WAITS
        self.disconnected = False
        self.response_complete = False

    def begin(self) -> None:
        destination = self._following.destinations.known(self.code)
        if destination is not None:
            self._open()
        else:
            self._following.destinations.ask(self.code.lower()).add_done_callback(self._looked_up)

    def _looked_up(self, _found: "asyncio.Future[None]") -> None:
        if not self.disconnected:
            self.code = self.code.lower()
            self._open()

    def _open(self) -> None:
        try:
            self._count()
        except Exception:
            # The pages meet the same, and tell the person and the log of it.
            log.warning("link_door.handed_on", exc_info=True)
            self._door.hand_on(self)

    def _count(self) -> None:
        following, headers = self._following, self._headers
        destination = following.destinations.known(self.code)
        base_url = following.public_url or self._door.base_url(headers)
        if destination is None or base_url is None:
            self._door.hand_on(self)
            return
        visitor = following.visitor(self._door.ip_of(headers), "GET", headers)
        answer = following.ready(destination, visitor, headers, base_url)
        if answer is None:
            self._door.hand_on(self)
            return
        self._answer: Answer = answer
        self._visitor: Visitor = visitor
        try:
            counted = following.clicks.enter(destination, visitor, self)
        except (TooMany, Unavailable):
            self._uncounted()
            return
        if counted is WAITING:
            self._keeper.wait(self)
        else:
            self._finish(counted)

    # What the batch asks and tells (`kit.group_commit.Awaited`).

    def done(self) -> bool:
        return self.response_complete

    def set_result(self, counted: Counted) -> None:
        self._following.clicks.remember(counted)
        self._finish(counted)

    def set_exception(self, error: Exception) -> None:
        self._uncounted()

    def cancel(self) -> None:
        self._uncounted()

    def too_late(self) -> None:
        if not self.response_complete:
            self._uncounted()

    def _uncounted(self) -> None:
        metrics.clicks_not_counted.inc()
        self._finish(None)

    def _finish(self, counted: Counted | None) -> None:
        """Others wait behind this one: whatever goes wrong with its answer is its own affair."""
        if self.response_complete:
            return
        self.response_complete = True
        try:
            self._write(counted)
        except Exception:
            log.exception("link_door.not_answered", code=self.code)
            self._door.transport.abort()

    def _write(self, counted: Counted | None) -> None:
        door = self._door
        status, headers, body = self._answer
        if not self.disconnected:
            said = [*door.server_state.default_headers, *headers]
            said += self._following.cookies(counted, self._visitor)
            lines = b"".join([b"%b: %b\r\n" % header for header in said])
            close = b"" if self.keep_alive else b"connection: close\r\n"
            head = STATUS_LINE[status] + lines + _SECURITY + close
            door.transport.write(head + b"\r\n" + body)
            if not self.keep_alive:
                door.transport.close()
        _counter(status).inc()
        _seconds.observe(time.perf_counter() - self._began)
        door.on_response_complete()


class _Nobody:
    def set(self) -> None:
        """Nobody waits for the request's body."""


_NOBODY_WAITS = _Nobody()


@lru_cache(maxsize=1_024)
def _is_trusted(trusted: Any, address: str) -> bool:
    return address in trusted


@cache
def _counter(status: int) -> Counter:
    return metrics.http_requests.labels("GET", ROUTE, str(status))
