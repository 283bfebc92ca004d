"""The server's end of one viewer's WebSocket, as uvicorn's WebSocket protocol class.

The handshake and the rules of RFC 6455 are `websockets`' Sans-I/O `ServerProtocol`. It is large and most viewers say
nothing for minutes, so it is dropped after the handshake and taken anew for what arrives; it stays only while a message
is in pieces, else the next socket may have it. What goes out was made once for everyone (`server.frames`) and is written straight to the descriptor.

While nothing is buffered in the transport (`set_write_buffer_limits(high=0)` makes it pause at the first byte that the
kernel refuses) a bare `os.write` cannot overtake anything. Whoever is paused is written to only by the transport.
"""

import asyncio
import logging
import os
import random
import socket
from array import array
from collections.abc import Awaitable, Callable
from operator import attrgetter
from typing import Protocol, cast

import structlog
from uvicorn.config import Config
from uvicorn.server import ServerState
from websockets.extensions.base import Extension
from websockets.extensions.permessage_deflate import (
    PerMessageDeflate,
    ServerPerMessageDeflateFactory,
)
from websockets.frames import CloseCode, Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import OPEN
from websockets.server import ServerProtocol

from kit import metrics
from server import frames
from server.crowd import Place

log = structlog.get_logger()

_quiet = logging.getLogger("dealcast.socket")
_quiet.setLevel(logging.WARNING)  # or it would tell of each connection

MAX_MESSAGE_BYTES = 16 * 1024
MAX_BUFFERED_BYTES = 256 * 1024
"""What may wait in the transport for a viewer who is slow, beside its place in the log."""
SEND_BUFFER_BYTES = 64 * 1024
"""Of the kernel's: left to itself it grows to megabytes and hides that a viewer is slow."""
HANDSHAKE_S = 10.0
GOODBYE_S = 3.0
PONG, PONG_BYTES = 0x8A, 6
TLS, GONE = -1, -2
_spare: dict[bool, ServerProtocol] = {}
"""A parser that is between two messages, for sockets that deflate or do not. To make one takes as long as to parse a claim."""


class Life(Protocol):
    """What a socket tells its owner. Nothing here may block."""

    def on_text(self, text: str) -> None: ...

    def on_paused(self) -> None: ...

    def on_drained(self) -> None: ...

    def on_lost(self) -> None: ...

    def on_shutdown(self) -> None: ...


class LiveSocket(asyncio.Protocol):
    """Waits for the request, lets the reception of `app_state` decide, then serves whoever owns its `life`."""

    __slots__ = (
        "_app_state",
        "_greeting",
        "_is_closing",
        "_parser",
        "_pieces",
        "_request",
        "_server_state",
        "deflates",
        "fd",
        "life",
        "place",
        "transport",
        "was_heard",
    )

    def __init__(
        self, config: Config, server_state: ServerState, app_state: dict[str, object]
    ) -> None:
        self._server_state = server_state
        self._app_state: dict[str, object] | None = app_state
        self._greeting: ServerProtocol | None = ServerProtocol(
            extensions=[_deflate()] if config.ws_per_message_deflate else None,
            max_size=MAX_MESSAGE_BYTES,
            logger=_quiet,
        )
        self._request: Request | None = None
        self._parser: ServerProtocol | None = None
        self._pieces: list[bytes] | None = None
        self._is_closing = False
        self.transport: asyncio.Transport = cast(asyncio.Transport, None)
        self.fd = GONE
        """To write to directly; `TLS` if only the transport may, `GONE` if nobody should."""
        self.deflates = False
        self.was_heard = True
        self.life: Life | None = None
        self.place: Place | None = None
        """Of its address, where these are counted."""

    # What the event loop calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self._server_state.connections.add(self)  # type: ignore[arg-type]

    def data_received(self, data: bytes) -> None:
        self.was_heard = True
        if self._greeting is not None:
            self._greet(self._greeting, data)
        elif len(data) != PONG_BYTES or data[0] != PONG:
            self._parse(data)

    def eof_received(self) -> None:
        """The other side is gone; the loop closes the transport."""

    def pause_writing(self) -> None:
        if self.life is not None:
            self.life.on_paused()

    def resume_writing(self) -> None:
        if self.life is not None:
            self.life.on_drained()

    def connection_lost(self, exc: Exception | None) -> None:
        self._server_state.connections.discard(self)
        self._greeting = self._parser = None
        self.fd = GONE
        life, self.life = self.life, None
        if self.place is not None:
            self.place.leave()
        if life is not None:
            life.on_lost()

    # What the server and the wheel call.

    def shutdown(self) -> None:
        """The process is going down."""
        if self.life is not None:
            self.life.on_shutdown()
        else:
            self.transport.close()

    def ping(self) -> None:
        self.send(frames.PING)

    def give_up(self) -> None:
        """Nobody is there any more."""
        self.transport.abort()

    # What the reception and the owner call.

    def accept(self) -> bool:
        """Complete the handshake; False if the request was not a good one, which it is told."""
        assert self._greeting is not None
        assert self._request is not None
        greeting = self._greeting
        response = greeting.accept(self._request)
        greeting.send_response(response)
        self.transport.writelines(greeting.data_to_send())
        if response.status_code != 101:
            self.transport.close()
            return False
        self.deflates = any(isinstance(found, PerMessageDeflate) for found in greeting.extensions)
        # Its generator refers to it: without that cycle it is freed at once.
        greeting.parser.close()
        self._greeting = self._request = self._app_state = None
        self._prepare_for_writing()
        self.transport.resume_reading()
        return True

    def reject(self, status: int, text: str) -> None:
        assert self._greeting is not None
        self._greeting.send_response(self._greeting.reject(status, text))
        self.transport.writelines(self._greeting.data_to_send())
        self.transport.close()

    def send(self, data: bytes) -> bool:
        """Write to this viewer alone; False if it is too far behind to take it."""
        if self._is_closing or self.transport.is_closing():
            return True
        if self.transport.get_write_buffer_size() > MAX_BUFFERED_BYTES:
            return False
        self.transport.write(data)
        return True

    def write_otherwise(self, data: bytes) -> None:
        """There is no descriptor to write to: by TLS the transport does it, and who is gone needs nothing."""
        if self.fd == TLS:
            self.transport.write(data)

    def send_text(self, payload: bytes) -> bool:
        """A message for this viewer alone: compressing it would serve nobody else."""
        return self.send(frames.text(payload))

    def close(self, code: int) -> None:
        """Say goodbye with a code, and end as soon as the other side has answered or `GOODBYE_S` are over."""
        if self._is_closing:
            return
        metrics.disconnects.labels(str(code)).inc()
        self.send(frames.close(code))
        self._is_closing = True
        self.fd = GONE
        asyncio.get_running_loop().call_later(GOODBYE_S, self.transport.abort)

    # The handshake.

    def _greet(self, greeting: ServerProtocol, data: bytes) -> None:
        greeting.receive_data(data)
        for event in greeting.events_received():
            if isinstance(event, Request) and self._request is None:
                self._request = event
                self.transport.pause_reading()
                self._be_received(event)
        if greeting.handshake_exc is not None:
            self.transport.close()

    def _be_received(self, request: Request) -> None:
        assert self._app_state is not None
        receive = cast(
            Callable[["LiveSocket", Request], Awaitable[None]], self._app_state["receive"]
        )
        task = asyncio.create_task(self._received(receive, request))
        self._server_state.tasks.add(task)
        task.add_done_callback(self._server_state.tasks.discard)

    async def _received(
        self, receive: Callable[["LiveSocket", Request], Awaitable[None]], request: Request
    ) -> None:
        try:
            async with asyncio.timeout(HANDSHAKE_S):
                await receive(self, request)
        except Exception:
            log.exception("socket.not_received", path=request.path)
            self.transport.abort()

    def _prepare_for_writing(self) -> None:
        # Both limits: the low one is not zero by default, and a paused viewer would be resumed too early.
        self.transport.set_write_buffer_limits(high=0, low=0)
        connection = self.transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        is_plain = self.transport.get_extra_info("sslcontext") is None
        self.fd = connection.fileno() if is_plain else TLS

    # What viewers send.

    def _parse(self, data: bytes) -> None:
        parser = self._parser or _spare.pop(self.deflates, None) or self._new_parser()
        parser.receive_data(data)
        for frame in parser.events_received():
            if isinstance(frame, Frame):
                self._take(parser, frame)
        answer = b"".join(parser.data_to_send())
        if answer and not self._is_closing:  # Nothing may follow our own goodbye.
            self.transport.write(answer)
        is_between_messages = self._pieces is None and (
            self._parser is None and holds_whole_frames(data)
        )
        self._parser = None if is_between_messages else parser
        if is_between_messages and parser.state is OPEN:
            _spare[self.deflates] = parser
        if parser.close_expected():
            self._is_closing = True
            self.fd = GONE
            self.transport.close()

    def _new_parser(self) -> ServerProtocol:
        parser = ServerProtocol(state=OPEN, max_size=MAX_MESSAGE_BYTES, logger=_quiet)
        if self.deflates:
            parser.extensions = cast(
                list[Extension],
                [
                    PerMessageDeflate(
                        remote_no_context_takeover=True,
                        local_no_context_takeover=True,
                        remote_max_window_bits=15,
                        local_max_window_bits=15,
                    )
                ],
            )
        return parser

    def _take(self, parser: ServerProtocol, frame: Frame) -> None:
        if frame.opcode is Opcode.BINARY:
            parser.fail(CloseCode.UNSUPPORTED_DATA, "frames are text")
        elif frame.opcode is Opcode.TEXT or frame.opcode is Opcode.CONT:
            self._pieces = [*(self._pieces or ()), bytes(frame.data)]
            if frame.fin:
                message, self._pieces = b"".join(self._pieces), None
                self._tell(parser, message)

    def _tell(self, parser: ServerProtocol, message: bytes) -> None:
        try:
            text = message.decode()
        except UnicodeDecodeError:
            parser.fail(CloseCode.INVALID_DATA, "not UTF-8")
            return
        if self.life is not None and not self._is_closing:
            self.life.on_text(text)


class Writers:
    """Sockets that have nothing buffered, held as quickly as they can be written to.

    Their descriptors stand side by side in one array: for a room of thousands, following a reference to each socket
    would cost as much again as the Python around the system call. They are in order, because the kernel made its sockets in
    that order: so it finds the next one near the last, which saves a tenth to a fifth of a write. An array is good
    until one of its sockets is lost; whoever gathers them does so anew before the next write.
    """

    __slots__ = ("_descriptors", "_sockets", "_turn")

    def __init__(self, sockets: list[LiveSocket]) -> None:
        self._sockets = sorted(sockets, key=attrgetter("fd"))
        self._descriptors = array("i", [live.fd for live in self._sockets])
        self._turn = random.randrange(len(sockets)) if sockets else 0

    def __len__(self) -> int:
        return len(self._sockets)

    def write(self, data: bytes) -> None:
        """Write the same bytes to all, beginning elsewhere each time, so that nobody is always the last."""
        if not self._sockets:
            return
        turn = self._turn = (self._turn + 7_919) % len(self._sockets)
        size, write = len(data), os.write
        for at, descriptor in enumerate(self._descriptors[turn:] + self._descriptors[:turn], turn):
            try:
                sent = write(descriptor, data)
            except BlockingIOError:
                sent = 0
            except OSError:
                self._sockets[at % len(self._sockets)].write_otherwise(data)
                continue
            if sent != size:
                self._sockets[at % len(self._sockets)].transport.write(data[sent:])


def holds_whole_frames(data: bytes) -> bool:
    """Whether a client's bytes are exactly some whole frames, of which none is a piece of a message."""
    at, end = 0, len(data)
    while at + 2 <= end:
        if not data[at] & 0x80:
            return False
        size, header = data[at + 1] & 0x7F, 6
        if size == 126:
            size, header = int.from_bytes(data[at + 2 : at + 4], "big"), 8
        elif size == 127:
            size, header = int.from_bytes(data[at + 2 : at + 10], "big"), 14
        at += header + size
    return at == end


def _deflate() -> ServerPerMessageDeflateFactory:
    return ServerPerMessageDeflateFactory(
        server_no_context_takeover=True, client_no_context_takeover=True
    )
