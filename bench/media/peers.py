"""The library's own peers on the loopback, and how their offers are answered over HTTP."""

import asyncio
import urllib.request

import aioice.ice
from aiortc import RTCBundlePolicy, RTCConfiguration, RTCPeerConnection, RTCSessionDescription

HOST = "127.0.0.1"
Peer = RTCPeerConnection


def local_peer() -> Peer:
    aioice.ice.get_host_addresses = lambda **_: [HOST]
    return RTCPeerConnection(
        RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)
    )


async def offered(peer: Peer) -> str:
    """Without addresses of its own: where it is, the server learns from what comes, also through a line between them."""
    await peer.setLocalDescription()
    lines = str(peer.localDescription.sdp).splitlines(keepends=True)
    return "".join(
        line for line in lines if not line.startswith(("a=candidate:", "a=end-of-candidates"))
    )


async def answered(peer: Peer, url: str, headers: dict[str, str], offer: str) -> None:
    answer = await asyncio.to_thread(_post, url, headers, offer)
    await peer.setRemoteDescription(RTCSessionDescription(answer, "answer"))


def _post(url: str, headers: dict[str, str], body: str) -> str:
    request = urllib.request.Request(url, body.encode(), headers, method="POST")
    with urllib.request.urlopen(request, timeout=20) as answer:
        return str(answer.read().decode())
