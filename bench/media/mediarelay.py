"""The library's own way: pictures and sound of a publisher are decoded, and `MediaRelay` gives them to each viewer, for whom they are encoded.

    mediarelay.py PORT

POST /whip and POST /whep take offers as the product's addresses do.
"""

import sys
from typing import Any

import uvicorn
from aiortc import MediaStreamTrack, RTCSessionDescription
from aiortc.contrib.media import MediaRelay
from peers import Peer, local_peer
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

relay = MediaRelay()
tracks: dict[str, MediaStreamTrack] = {}
peers: set[Peer] = set()


async def answer(peer: Peer, offer: bytes) -> Response:
    await peer.setRemoteDescription(RTCSessionDescription(offer.decode(), "offer"))
    await peer.setLocalDescription()
    return Response(peer.localDescription.sdp, 201, media_type="application/sdp")


async def publish(request: Request) -> Response:
    peer = local_peer()
    peers.add(peer)

    @peer.on("track")
    def take(track: MediaStreamTrack) -> None:
        tracks[track.kind] = track

    return await answer(peer, await request.body())


async def watch(request: Request) -> Response:
    peer = local_peer()
    peers.add(peer)
    for kind in ("audio", "video"):
        peer.addTrack(relay.subscribe(tracks[kind]))
    known: Any = peer.getTransceivers()
    for transceiver in known:
        wanted = {"audio": "opus", "video": "h264"}[transceiver.kind]
        codecs = transceiver.sender.getCapabilities(transceiver.kind).codecs
        transceiver.setCodecPreferences(
            [each for each in codecs if wanted in each.mimeType.lower()]
        )
    return await answer(peer, await request.body())


if __name__ == "__main__":
    app = Starlette(
        routes=[Route("/whip", publish, methods=["POST"]), Route("/whep", watch, methods=["POST"])]
    )
    uvicorn.run(app, port=int(sys.argv[1]), loop="uvloop", log_level="warning")
