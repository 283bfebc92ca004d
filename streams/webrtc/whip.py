"""Publishing by WHIP (RFC 9725) from this program: an offer is posted, its answer taken, and packets go out until either side ends it."""

import asyncio
import time
from contextlib import suppress
from urllib.parse import urljoin

import httpcore2
import msgspec
import structlog
from aiortc import RTCBundlePolicy, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.rtp import AnyRtcpPacket

from streams.video.timeline import Kind
from streams.webrtc.connection import CONNECTED_WITHIN_S, add_transceiver, set_sender
from streams.webrtc.network import Network
from streams.webrtc.sending import Sender, Show

log = structlog.get_logger()

KINDS: tuple[Kind, ...] = ("audio", "video")
ANSWERED_WITHIN_S = 10.0
SILENT_FOR_S = 5.0
"""A server says each second what it received. One that says nothing for so long is gone."""
LOOK_EVERY_S = 0.5


class NotPublished(Exception):
    """Nothing could be published; the text says why, and what to do."""


class Unreachable(NotPublished):
    """Nobody answers there, or no way leads through for packets. It may be better in a moment."""


class Refused(NotPublished):
    """The server said no. `code` is that of its problem details."""

    def __init__(self, status: int, code: str, words: str) -> None:
        super().__init__(words)
        self.status, self.code = status, code


class _Problem(msgspec.Struct):
    code: str = ""
    title: str = ""
    detail: str = ""


class _Line(Sender):
    """A sender that notes when the other side spoke last."""

    heard_at_s = float("-inf")

    async def _handle_rtcp_packet(self, packet: AnyRtcpPacket) -> None:
        self.heard_at_s = time.monotonic()
        await super()._handle_rtcp_packet(packet)


class Whip:
    """One connection to a server, on which `show` is published. Use it as a context."""

    def __init__(self, url: str, key: str, show: Show, network: Network) -> None:
        self._url, self._key = url, key
        self._show, self._network = show, network
        self._http = httpcore2.AsyncConnectionPool()
        self._peer = RTCPeerConnection(
            RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)
        )
        self._lines: list[_Line] = []
        self._session: str | None = None

    async def __aenter__(self) -> "Whip":
        """Connect.

        Raises:
            Unreachable: nobody answers, or not in time.
            Refused: the server does not take it.
        """
        try:
            await self._open()
        except BaseException:
            await self._close()
            raise
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._close()

    async def until_lost(self) -> None:
        """Return when the other side has ended it, or fallen silent."""
        connected_at_s = time.monotonic()
        while self._peer.connectionState == "connected":
            heard_at_s = max(connected_at_s, *(line.heard_at_s for line in self._lines))
            if time.monotonic() - heard_at_s > SILENT_FOR_S:
                return
            await asyncio.sleep(LOOK_EVERY_S)

    async def _open(self) -> None:
        for kind in KINDS:
            transceiver = add_transceiver(self._peer, kind, "sendonly", self._network)
            line = _Line(kind, transceiver.sender.transport, self._show)
            set_sender(transceiver, line)
            self._lines.append(line)
        await self._peer.setLocalDescription()
        answer = await self._post(str(self._peer.localDescription.sdp))
        await self._peer.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        await self._connected()

    async def _post(self, offer: str) -> str:
        headers = [("content-type", "application/sdp"), ("authorization", f"Bearer {self._key}")]
        try:
            async with asyncio.timeout(ANSWERED_WITHIN_S):
                answer = await self._http.request(
                    "POST", self._url, headers=headers, content=offer.encode()
                )
        except (TimeoutError, OSError, httpcore2.TimeoutException, httpcore2.NetworkError,
                httpcore2.ProtocolError) as error:  # fmt: skip
            raise Unreachable(
                f"No media process answers at {self._url}. Start one: dealcast serve --media"
            ) from error
        if answer.status != 201:
            raise _refused(answer)
        location = dict(answer.headers).get(b"Location") or dict(answer.headers).get(b"location")
        self._session = urljoin(self._url, (location or b"").decode())
        return answer.content.decode()

    async def _connected(self) -> None:
        try:
            async with asyncio.timeout(CONNECTED_WITHIN_S):
                while self._peer.connectionState != "connected":
                    if self._peer.connectionState in {"failed", "closed"}:
                        raise TimeoutError
                    await asyncio.sleep(0.02)
        except TimeoutError as error:
            raise Unreachable(
                "The server answered, but no packets reach it. A firewall may keep UDP back."
            ) from error

    async def _close(self) -> None:
        if self._session is not None and self._peer.connectionState == "connected":
            with suppress(Exception):  # whoever is gone needs not be told
                async with asyncio.timeout(1):
                    await self._http.request("DELETE", self._session)
        await self._peer.close()
        await self._http.aclose()


def _refused(answer: httpcore2.Response) -> NotPublished:
    try:
        problem = msgspec.json.decode(answer.content, type=_Problem)
    except msgspec.MsgspecError:
        problem = _Problem()
    words = f"{problem.title}. {problem.detail}" if problem.title else f"Status {answer.status}."
    if answer.status >= 500:
        return Unreachable(f"The server cannot take it at the moment. {words}")
    return Refused(answer.status, problem.code, words)
