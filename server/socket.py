"""One viewer's socket at `/live/{show_id}`, or `/live/me` for what concerns only the person.

The session's cookie says who comes; a browser's Origin must be ours. A connection is two tasks: one writes what is
in the queue, the other reads commands. Whichever ends first ends both.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress

import msgspec
import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

from chat.speaking import Chat
from kit import metrics
from kit.auth import Principal, Role
from kit.broker import Position
from kit.errors import Invalid, Refusal
from kit.http import invalid_from
from kit.unit_of_work import UnitOfWork
from membership import directory
from server.hub import Hub
from server.room_state import RoomStates
from server.rooms import Viewer, parse_position
from server.wire import (
    HOST_RANK,
    STAFF_RANK,
    Accepted,
    AskTime,
    ClientFrame,
    Close,
    Frame,
    Refused,
    Say,
    ServerTime,
    Welcome,
    You,
)
from streams.errors import NoSuchShow
from streams.shows import Shows

log = structlog.get_logger()

QUEUE_SIZE = 1_024
MAX_COMMANDS = 60
COMMANDS_WINDOW_S = 10.0

Obey = Callable[[str], Awaitable[None]]

_decoder: msgspec.json.Decoder[Say | AskTime] = msgspec.json.Decoder(ClientFrame)


class Sockets:
    """Serves sockets; one `serve` call is one connection's whole life."""

    def __init__(
        self, work: UnitOfWork, hub: Hub, shows: Shows, chat: Chat, states: RoomStates
    ) -> None:
        self._work = work
        self._hub = hub
        self._shows = shows
        self._chat = chat
        self._states = states

    async def serve_room(self, websocket: WebSocket, principal: Principal) -> None:
        """A viewer, host or moderator in a show's room."""
        show_id = websocket.path_params["show_id"]
        connection = await self._accepted(websocket)
        if connection is None:
            return
        try:
            you = await self._you(show_id, principal)
        except NoSuchShow:
            await websocket.close(Close.NO_SUCH_SHOW, "There is no such show.")
            return
        viewer = Viewer(you.rank, connection.send, connection.lose_place)
        async with AsyncExitStack() as stack:
            await self._hub.enter(show_id, viewer)
            stack.push_async_callback(self._hub.leave, show_id, viewer)
            await self._listen(stack, principal, connection)
            since = parse_position(websocket.query_params.get("since"))
            await self._open(show_id, principal, you, viewer, since)
            await connection.run(lambda text: self._obey(connection, principal, show_id, text))

    async def serve_person(self, websocket: WebSocket, principal: Principal) -> None:
        """A signed-in person anywhere else on the site."""
        connection = await self._accepted(websocket)
        if connection is None:
            return
        async with AsyncExitStack() as stack:
            await self._listen(stack, principal, connection)
            you = You(
                account_id=principal.account_id,
                handle=principal.handle,
                rank=0,
                tier_name="",
                is_muted=False,
            )
            connection.send_frame(Welcome(epoch="", seq=0, server_ms=_now_ms(), you=you))
            await connection.run(lambda text: self._obey(connection, principal, None, text))

    async def _accepted(self, websocket: WebSocket) -> "_Connection | None":
        await websocket.accept()
        if self._hub.is_full:
            await websocket.close(Close.TRY_AGAIN_LATER, "This server is full.")
            return None
        return _Connection(websocket)

    async def _listen(
        self, stack: AsyncExitStack, principal: Principal, connection: "_Connection"
    ) -> None:
        if principal.account_id is not None:
            stack.callback(await self._hub.listen(principal.account_id, connection.send))

    async def _you(self, show_id: str, principal: Principal) -> You:
        show = await self._shows.get(show_id)
        async with self._work.read() as tx:
            standing = await directory.standing(tx, show.brand_id, principal.account_id)
        role = principal.role_for(show.brand_id)
        is_muted = (
            principal.account_id is not None
            and await self._chat.is_muted(show_id, principal.account_id)
        )  # fmt: skip
        return You(
            account_id=principal.account_id,
            handle=principal.handle,
            rank=_rank(role, standing.rank),
            tier_name=standing.tier_name,
            is_muted=is_muted,
        )

    async def _open(
        self,
        show_id: str,
        principal: Principal,
        you: You,
        viewer: Viewer,
        since: Position | None,
    ) -> None:
        missed = await self._hub.broker.since(show_id, since) if since else None
        if since is not None and missed is not None:
            position, state = since, None
        else:
            # The position first: what is committed afterwards may show in the state and come again, which is harmless.
            position, missed = await self._hub.broker.position(show_id), []
            state = await self._states.of(show_id, principal, you.rank)
        welcome = Welcome(
            epoch=position.epoch, seq=position.seq, server_ms=_now_ms(), you=you, state=state
        )
        viewer.send(msgspec.json.encode(welcome).decode())
        viewer.open_at(position, missed)

    async def _obey(
        self, connection: "_Connection", principal: Principal, show_id: str | None, text: str
    ) -> None:
        command = _decoder.decode(text)
        if isinstance(command, AskTime):
            connection.send_frame(ServerTime(client_ms=command.client_ms, server_ms=_now_ms()))
            return
        try:
            if show_id is None:
                raise NoSuchShow("There is no room here to speak in.")
            await self._chat.say(principal, show_id, command.text)
        except Refusal as refusal:
            metrics.refusals.labels(refusal.code).inc()
            connection.send_frame(_refused(command.ref, refusal))
        else:
            connection.send_frame(Accepted(ref=command.ref))


class _Connection:
    """A socket with a bounded queue in front."""

    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket
        self._queue: asyncio.Queue[str] = asyncio.Queue(QUEUE_SIZE)
        self._close_code: int | None = None
        self._closing = asyncio.Event()
        self._commands: deque[float] = deque(maxlen=MAX_COMMANDS)

    def send(self, frame: str) -> None:
        """Queue a frame; a viewer that is a whole queue behind is sent away to come back."""
        try:
            self._queue.put_nowait(frame)
        except asyncio.QueueFull:
            self.close(Close.TOO_SLOW)

    def send_frame(self, frame: Frame) -> None:
        self.send(msgspec.json.encode(frame).decode())

    def lose_place(self) -> None:
        self.close(Close.LOST_PLACE)

    def close(self, code: int) -> None:
        if self._close_code is None:
            self._close_code = code
            self._closing.set()

    async def run(self, obey: Obey) -> None:
        """Write and read until either side closes."""
        tasks = [
            asyncio.create_task(self._write()),
            asyncio.create_task(self._read(obey)),
            asyncio.create_task(self._closing.wait()),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            results = await asyncio.gather(*tasks, return_exceptions=True)
        for result in results:
            if isinstance(result, Exception) and not isinstance(result, WebSocketDisconnect):
                log.error("socket.failed", exc_info=result)
        await self._finish()

    async def _write(self) -> None:
        while True:
            await self._websocket.send_text(await self._queue.get())

    async def _read(self, obey: Obey) -> None:
        while True:
            text = await self._websocket.receive_text()
            if self._is_flooding():
                self.close(Close.TOO_MANY_COMMANDS)
                return
            try:
                await obey(text)
            except msgspec.ValidationError as error:
                self.send_frame(_refused("", invalid_from(error)))
            except msgspec.DecodeError:
                self.send_frame(_refused("", Invalid("A frame is one JSON object.")))

    def _is_flooding(self) -> bool:
        now = time.monotonic()
        is_full = len(self._commands) == MAX_COMMANDS
        if is_full and now - self._commands[0] < COMMANDS_WINDOW_S:
            return True
        self._commands.append(now)
        return False

    async def _finish(self) -> None:
        code = self._close_code
        if code is not None:
            metrics.disconnects.labels(str(code)).inc()
            with suppress(RuntimeError, WebSocketDisconnect):
                await self._websocket.close(code)


def _rank(role: Role, tier_rank: int) -> int:
    if role >= Role.HOST:
        return HOST_RANK
    return STAFF_RANK if role >= Role.MODERATOR else tier_rank


def _refused(ref: str, refusal: Refusal) -> Refused:
    return Refused(
        ref=ref,
        code=refusal.code,
        title=refusal.title,
        detail=refusal.detail,
        retry_after_s=refusal.retry_after_s,
    )


def _now_ms() -> float:
    return time.time() * 1000
