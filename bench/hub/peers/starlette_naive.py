"""Starlette as its documentation and most tutorials have it: a set of sockets and a loop of `await send_text`."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from lines import WELCOME, publish_lines
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

port, publisher_port = int(sys.argv[1]), int(sys.argv[2])
viewers: set[WebSocket] = set()


async def room(websocket: WebSocket) -> None:
    await websocket.accept()
    viewers.add(websocket)
    await websocket.send_text(WELCOME)
    try:
        while True:
            await websocket.receive_text()
    except WebSocketDisconnect:
        viewers.discard(websocket)


async def publish(line: bytes) -> None:
    text = line.decode()
    for viewer in tuple(viewers):
        try:
            await viewer.send_text(text)
        except (RuntimeError, WebSocketDisconnect):
            viewers.discard(viewer)


@asynccontextmanager
async def lifespan(_app: Starlette) -> AsyncIterator[None]:
    await publish_lines(publisher_port, publish)
    yield


uvicorn.run(
    Starlette(routes=[WebSocketRoute("/room", room)], lifespan=lifespan),
    host="127.0.0.1",
    port=port,
    loop="uvloop",
    http="httptools",
    ws_ping_interval=None,
    log_level="warning",
)
