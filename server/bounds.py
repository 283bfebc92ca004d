"""How much of a process one connection, and one address, may take: uvicorn's HTTP protocol class with the bounds that it lacks.

It bounds how large a head may be, in what time a head and a body must come, and how many connections an address may have. Whoever
is beyond is told so with the code of a refusal, cut off, and counted. A trusted proxy has as many connections as it likes; of a
socket that it passes on, the address that it names is counted.
"""

import asyncio
from enum import Enum

import msgspec
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)

from kit import metrics
from kit.errors import Refusal
from kit.http import PROBLEM_JSON, details
from kit.words import ENGLISH
from server.crowd import Crowd, Place
from server.errors import HeadTooLarge, Malformed, SlowBody, SlowHead, TooManyConnections
from server.live_socket import LiveSocket

MOST_HEAD_BYTES = 32 * 1024
"""Of a request's first line and headers; and of whatever comes without being a piece of a body."""


class Owed(Enum):
    """What the other side is to send next."""

    HEAD = "head"
    BODY = "body"


WITHIN_S = {Owed.HEAD: 10.0, Owed.BODY: 30.0}
"""The first is also for who connects and says nothing."""
LEAST_BYTES_PER_S = 8 * 1024
"""A large body has a second more for each so many bytes that came."""
TOLD_WITHIN_S = 3.0
"""Then the connection is ended, whether or not the other side took what it was told."""
SILENT = "http.silent"
"""Who said nothing is told nothing: browsers connect ahead, and may not need it."""


class BoundedHttp(HttpToolsProtocol):
    """The process's `Crowd` stands in `app_state` as `crowd`; without one connections are not counted."""

    has_trusted_proxy = False
    _owed: Owed | None = Owed.HEAD
    _timed: Owed | None = None
    """What the timer is for."""
    _patience: asyncio.TimerHandle | None = None
    _unread_bytes = 0
    """That came since the connection or a message began, or since a piece of a body."""
    _body_bytes = 0
    """Since the timer was begun."""
    _refusal: Refusal | None = None
    _place: Place | None = None
    _has_only_come = True
    """Nothing was read yet."""

    # What the event loop calls.

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if isinstance(self.app, ProxyHeadersMiddleware) and self.client:
            self.has_trusted_proxy = self.client[0] in self.app.trusted_hosts
        self._wait()
        if self.client and not self.has_trusted_proxy:
            self._enter(self.client[0])

    def data_received(self, data: bytes) -> None:
        self._has_only_come = False
        self._unread_bytes += len(data)
        self._owed = self._owed or Owed.HEAD
        super().data_received(data)
        if self._is_over():
            return
        if self._unread_bytes > MOST_HEAD_BYTES:
            self.cut_off(HeadTooLarge())
        else:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._stop_waiting()
        place, self._place = self._place, None
        if place is not None:
            place.leave()

    # What the parser calls.

    def on_message_begin(self) -> None:
        self._stop_waiting()  # the time of this head begins now
        self._owed = Owed.HEAD
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        if self._unread_bytes > MOST_HEAD_BYTES and self._head_bytes() > MOST_HEAD_BYTES:
            self._refusal = HeadTooLarge()
            raise self._refusal
        self._owed, self._unread_bytes, self._body_bytes = Owed.BODY, 0, 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._unread_bytes = 0
        self._body_bytes += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._owed, self._unread_bytes = None, 0
        super().on_message_complete()

    # What uvicorn calls.

    def send_400_response(self, msg: str) -> None:
        self.cut_off(self._refusal or Malformed())

    def handle_websocket_upgrade(self) -> None:
        address = self._forwarded_address()
        if address is not None and not self._enter(address):
            return
        super().handle_websocket_upgrade()
        self._stop_waiting()
        live = self.transport.get_protocol()
        assert isinstance(live, LiveSocket)
        live.place, self._place = self._place, None

    # For who derives from it.

    def owe_nothing(self) -> None:
        """What was owed came in another way."""
        self._owed = None
        self._stop_waiting()

    def cut_off(self, refusal: Refusal) -> None:
        """Say why, unless an answer is on its way, and end the connection."""
        metrics.cut_off.labels(refusal.code).inc()
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is None or cycle.response_complete or not cycle.response_started:
            self.transport.write(_written(refusal, self.server_state.default_headers))
        if cycle is not None:
            cycle.disconnected = True
            cycle.message_event.set()
        if self._owed is None or self._has_only_come:
            self.transport.close()
        else:
            self._hear_no_more()

    def _hear_no_more(self) -> None:
        """To close at once would take back what was said, from who is still sending."""
        self._stop_waiting()
        self.transport.set_protocol(_Deaf(self))
        self.transport.write_eof()
        self.loop.call_later(TOLD_WITHIN_S, self.transport.abort)

    def _head_bytes(self) -> int:
        return len(self.url) + sum(len(name) + len(value) for name, value in self.headers)

    # Who it is.

    def _forwarded_address(self) -> str | None:
        """The one that a trusted proxy names."""
        named = dict(self.headers).get(b"x-forwarded-for")
        if named is None or not self.has_trusted_proxy:
            return None
        found: tuple[str, int] = self.app.trusted_hosts.get_trusted_client_address(
            named.decode("latin-1")
        )
        return found[0] or None

    def _enter(self, address: str) -> bool:
        """Be counted; False if the address has too many connections, and this one was cut off."""
        crowd: Crowd | None = self.app_state.get("crowd")
        if crowd is None:
            return True
        self._place = crowd.enter(address)
        if self._place is None:
            self.cut_off(TooManyConnections())
        return self._place is not None

    # How long it may take.

    def _wait(self) -> None:
        """Have a timer for what is owed."""
        if self._owed is self._timed:
            return
        self._stop_waiting()
        if self._owed is not None:
            self._timed = self._owed
            self._wait_for(WITHIN_S[self._owed])

    def _wait_for(self, seconds: float) -> None:
        self._body_bytes = 0
        self._patience = self.loop.call_later(seconds, self._lose_patience)

    def _stop_waiting(self) -> None:
        self._timed = None
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _is_over(self) -> bool:
        """The connection was ended, or it is a socket's now."""
        return self.transport.is_closing() or self.transport.get_protocol() is not self

    def _lose_patience(self) -> None:
        if self._is_our_turn():
            self._wait_for(WITHIN_S[Owed.HEAD])
        elif self._owed is Owed.BODY and self._body_bytes:
            self._wait_for(self._body_bytes / LEAST_BYTES_PER_S)
        elif self._owed is Owed.BODY:
            self.cut_off(SlowBody())
        elif self._has_only_come:
            metrics.cut_off.labels(SILENT).inc()
            self.transport.close()
        else:
            self.cut_off(SlowHead())

    def _is_our_turn(self) -> bool:
        """Whether the other side can send no more, or waits for an answer to what it sent before."""
        if self.flow.read_paused:
            return True
        cycle: RequestResponseCycle | None = self.cycle
        is_answering = cycle is not None and not cycle.response_complete
        return is_answering and self._owed is Owed.HEAD


class _Deaf(asyncio.Protocol):
    """What still comes is not listened to."""

    def __init__(self, before: BoundedHttp) -> None:
        self._before = before

    def connection_lost(self, exc: Exception | None) -> None:
        self._before.connection_lost(exc)


def _written(refusal: Refusal, headers: list[tuple[bytes, bytes]]) -> bytes:
    """As an answer of HTTP. Nobody knows in which language."""
    body = msgspec.json.encode(details(refusal, ENGLISH))
    said = b"".join(b"%b: %b\r\n" % header for header in headers)
    return (
        b"%bcontent-type: %b\r\ncontent-length: %d\r\ncache-control: no-store\r\nconnection: close\r\n%b\r\n%b"
        % (STATUS_LINE[refusal.status], PROBLEM_JSON.encode(), len(body), said, body)
    )
