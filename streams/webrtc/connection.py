"""One WebRTC connection that the server answers: with a host, or with a viewer."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Literal

import structlog
from aiortc import (
    RTCBundlePolicy,
    RTCConfiguration,
    RTCPeerConnection,
    RTCRtpReceiver,
    RTCRtpTransceiver,
    RTCSessionDescription,
)
from aiortc.codecs import CODECS
from aiortc.exceptions import InvalidStateError, OperationError
from aiortc.rtcdtlstransport import RTCDtlsTransport
from aiortc.rtcrtpparameters import RTCRtpCodecCapability, RTCRtpCodecParameters
from aiortc.sdp import candidate_from_sdp

from kit.ids import new_secret
from streams.errors import BadOffer, CodecNotOffered, NoPortFree
from streams.video.timeline import Kind
from streams.webrtc.network import HostConnection, Network, PortsTaken
from streams.webrtc.offers import WANTED, Offer, candidates_in
from streams.webrtc.receiving import Receiver
from streams.webrtc.sending import Sender

log = structlog.get_logger()

ANSWERED_WITHIN_S = 5.0
CONNECTED_WITHIN_S = 10.0
PROFILES = ("4d001f", "4d401f", "64001f", "640c1f")
"""Of H.264, beside the baseline that the library knows. Nothing is decoded here, so any will do."""

_RECEIVER, _SENDER = "_RTCRtpTransceiver__receiver", "_RTCRtpTransceiver__sender"
"""Where the library keeps what ours takes the place of."""

MakeReceiver = Callable[[Kind, RTCDtlsTransport], Receiver]
MakeSender = Callable[[Kind, RTCDtlsTransport], Sender]


def know_profiles() -> None:
    """Teach the library the usual profiles of H.264, once in a process."""
    known = {codec.parameters.get("profile-level-id") for codec in CODECS["video"]}
    model = next(codec for codec in CODECS["video"] if codec.name == "H264")
    for number, profile in enumerate(profile for profile in PROFILES if profile not in known):
        CODECS["video"].append(
            RTCRtpCodecParameters(
                mimeType=model.mimeType,
                clockRate=model.clockRate,
                payloadType=100 + number,
                rtcpFeedback=model.rtcpFeedback,
                parameters={**model.parameters, "profile-level-id": profile},
            )
        )


def add_transceiver(
    peer: RTCPeerConnection,
    kind: Kind,
    direction: Literal["recvonly", "sendonly"],
    network: Network,
) -> RTCRtpTransceiver:
    """One of the product's codecs, whose packets take the ways of this network."""
    transceiver = peer.addTransceiver(kind, direction=direction)
    transceiver.setCodecPreferences(_preferred(kind))
    transport = transceiver.receiver.transport.transport
    if not isinstance(transport._connection, HostConnection):
        own = HostConnection(network)
        transport._connection = transport.iceGatherer._connection = own
        transport._recv, transport._send = own.recv, own.send
    return transceiver


def set_sender(transceiver: RTCRtpTransceiver, sender: Sender) -> None:
    """Let ours take the place of the library's, under its name."""
    sender._stream_id = transceiver.sender._stream_id
    setattr(transceiver, _SENDER, sender)


class Connection:
    """Answered once; then it connects within `CONNECTED_WITHIN_S` or is closed. `on_end` is called once, when it has ended."""

    def __init__(self, network: Network, on_end: Callable[["Connection"], None]) -> None:
        self.secret = new_secret()
        """Whoever knows it may change or end the connection."""
        self.receivers: dict[Kind, Receiver] = {}
        self.senders: dict[Kind, Sender] = {}
        self._network = network
        self._on_end = on_end
        self._peer = RTCPeerConnection(
            RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)
        )
        self._peer.on("connectionstatechange", self._on_change)
        self._has_ended = False
        self._deadline: asyncio.TimerHandle | None = None
        self._closing: asyncio.Task[None] | None = None

    @property
    def is_connected(self) -> bool:
        return self._peer.connectionState == "connected"

    async def receive(self, offer: Offer, make: MakeReceiver) -> str:
        """Answer a host. See `_answer` for what it raises."""
        for kind in offer.kinds:
            transceiver = self._add(kind, "recvonly")
            receiver = make(kind, transceiver.receiver.transport)
            receiver._set_rtcp_ssrc(transceiver.sender._ssrc)
            setattr(transceiver, _RECEIVER, receiver)
            self.receivers[kind] = receiver
        return await self._answer(offer)

    async def send(self, offer: Offer, make: MakeSender) -> str:
        """Answer a viewer. See `_answer` for what it raises."""
        for kind in offer.kinds:
            transceiver = self._add(kind, "sendonly")
            sender = make(kind, transceiver.sender.transport)
            set_sender(transceiver, sender)
            self.senders[kind] = sender
        return await self._answer(offer)

    async def add_candidates(self, fragment: bytes) -> None:
        """Take addresses of the other side that it found after its offer.

        Raises:
            BadOffer: it is no fragment of a session description.
        """
        transport = self._peer.getTransceivers()[0].receiver.transport.transport
        for line in candidates_in(fragment):
            with suppress(InvalidStateError, ValueError):
                await transport.addRemoteCandidate(candidate_from_sdp(line))

    async def close(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        await self._peer.close()
        self._end()

    def _add(self, kind: Kind, direction: Literal["recvonly", "sendonly"]) -> RTCRtpTransceiver:
        return add_transceiver(self._peer, kind, direction, self._network)

    async def _answer(self, offer: Offer) -> str:
        """The answer's SDP.

        Raises:
            BadOffer: the offer says what cannot be, or not in time.
            CodecNotOffered: H.264 or Opus is offered in a form that nobody here knows.
            NoPortFree: all UDP ports are taken.
        """
        try:
            async with asyncio.timeout(ANSWERED_WITHIN_S):
                await self._peer.setRemoteDescription(RTCSessionDescription(offer.sdp, "offer"))
                for transceiver in self._peer.getTransceivers():
                    # As the DTLS server we also suit peers whose certificate is an RSA one.
                    if transceiver.receiver.transport._role == "auto":
                        transceiver.receiver.transport._set_role("server")
                await self._peer.setLocalDescription()
        except PortsTaken as error:
            await self.close()
            raise NoPortFree("All ports for video are taken. Try again in a moment.") from error
        except OperationError as error:
            await self.close()
            raise CodecNotOffered("Offer H.264 in packetization mode 1, and Opus.") from error
        # The library answers what it did not expect in an offer with whatever its own code raises.
        except Exception as error:
            await self.close()
            raise BadOffer("The session description does not fit together.") from error
        loop = asyncio.get_running_loop()
        self._deadline = loop.call_later(CONNECTED_WITHIN_S, self._give_up)
        return str(self._peer.localDescription.sdp)

    def _on_change(self) -> None:
        log.debug("webrtc.state", state=self._peer.connectionState)
        if self._peer.connectionState == "failed":
            self._close_soon()
        elif self._peer.connectionState == "closed":
            self._end()

    def _give_up(self) -> None:
        if not self.is_connected:
            log.info("webrtc.never_connected")
            self._close_soon()

    def _close_soon(self) -> None:
        if self._closing is None:
            self._closing = asyncio.create_task(self.close())

    def _end(self) -> None:
        if not self._has_ended:
            self._has_ended = True
            self._on_end(self)


def _preferred(kind: Kind) -> list[RTCRtpCodecCapability]:
    wanted = {WANTED[kind].lower(), "rtx"}
    known = RTCRtpReceiver.getCapabilities(kind)
    assert known is not None
    return [codec for codec in known.codecs if codec.mimeType.split("/")[1].lower() in wanted]
