"""picows, a WebSocket library in Cython: a loop of its `send` on uvloop."""

import sys

import uvloop
from lines import WELCOME, publish_lines
from picows import WSListener, WSMsgType, WSTransport, WSUpgradeRequest, ws_create_server

port, publisher_port = int(sys.argv[1]), int(sys.argv[2])
viewers: set[WSTransport] = set()


class Viewer(WSListener):
    def on_ws_connected(self, transport: WSTransport) -> None:
        viewers.add(transport)
        transport.send(WSMsgType.TEXT, WELCOME.encode())

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        viewers.discard(transport)


def publish(line: bytes) -> None:
    for viewer in tuple(viewers):
        viewer.send(WSMsgType.TEXT, line)


def viewer_for(_request: WSUpgradeRequest) -> Viewer:
    return Viewer()


async def main() -> None:
    await publish_lines(publisher_port, publish)
    server = await ws_create_server(viewer_for, "127.0.0.1", port, backlog=4096)
    await server.serve_forever()


uvloop.run(main())
