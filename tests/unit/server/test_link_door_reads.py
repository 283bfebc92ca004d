"""What the door to share links reads by itself, and what it leaves to a parser."""

import asyncio
from types import SimpleNamespace

import pytest
import uvicorn
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.server import ServerState

from server.link_door import LinkDoor


async def nobody(_scope: object, _receive: object, _send: object) -> None:
    """No application."""


def is_plain(request: str) -> bool:
    keeper = SimpleNamespace(following=None)
    config = uvicorn.Config(nobody, http=LinkDoor, log_config=None)
    door = LinkDoor(config, ServerState(), {"doorkeeper": keeper}, asyncio.get_running_loop())
    door.flow = FlowControl(asyncio.Transport())
    return door._plain(request.encode()) is not None


@pytest.mark.parametrize(
    "plain",
    [
        "GET /s/abc HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /s/Mira-01 HTTP/1.1\r\nhost:a\r\nAccept: \t*/* \r\nX-Empty:\r\n\r\n",
        "GET /s/abc HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\nCookie: dc_visitor=x\r\n\r\n",
        "GET /s/abc HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n",
    ],
)
async def test_a_request_for_a_link_is_plain(plain: str) -> None:
    assert is_plain(plain)


@pytest.mark.parametrize(
    "odd",
    [
        "GET /s/abc HTTP/1.0\r\nHost: a\r\n\r\n",
        "GET  /s/abc HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /s/abc HTTP/1.1\r\nHost : a\r\n\r\n",
        "GET /s/abc HTTP/1.1\r\nHost: a\r\n more\r\n\r\n",
        "GET /s/abc HTTP/1.1\nHost: a\r\n\r\n",
        "GET /s/abc HTTP/1.1\r\nHost: a\nX: b\r\n\r\n",
        "GET /s/abc HTTP/1.1\r\nHost: a\0\r\n\r\n",
        "GET /s/abc HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n",
        "GET /s/abc HTTP/1.1\r\nHost: a\r\nTRANSFER-ENCODING: chunked\r\n\r\n",
        "GET /s/abc HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\n\r\n",
        "GET /s/abc HTTP/1.1\r\nHost: a\r\nCookie: dc_session=x\r\n\r\n",
        "GET /s/abc HTTP/1.1\r\n\r\n",
        "POST /s/abc HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /s/abc?x=1 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /s/abc/qr.svg HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /s/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /s/abc HTTP/1.1\r\nHost: a\r\n",
        "GET /s/abc HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
    ],
)
async def test_what_is_written_otherwise_is_for_a_parser(odd: str) -> None:
    assert not is_plain(odd)
