"""Where WebRTC's packets come in: addresses, a range of UDP ports, and the address that the world knows the machine by.

A server is reached by its own addresses, so it asks no STUN or TURN server for others.
"""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from socket import SO_RCVBUF, SOL_SOCKET

from aioice import Candidate
from aioice.candidate import candidate_foundation, candidate_priority
from aioice.ice import Connection, StunProtocol

TRIES = 50
RECEIVE_BYTES = 2 * 1024 * 1024
"""Kept by the kernel while the process is busy: a key frame comes all at once. The system may allow less (net.core.rmem_max)."""


@dataclass(frozen=True, slots=True)
class Network:
    addresses: tuple[str, ...] = ()
    """Of this machine, to listen on; all but the loopback if none is given."""
    ports: range | None = None
    """UDP ports that a firewall lets through; any if not given. Each host and each viewer takes one."""
    public_address: str | None = None
    """By which the world reaches the machine, where that is another address (NAT 1:1)."""


class PortsTaken(OSError):
    """No port of the range is free."""


class HostConnection(Connection):
    """An ICE connection that offers the addresses of its network, and nothing else."""

    def __init__(self, network: Network) -> None:
        super().__init__(ice_controlling=False)
        self._network = network

    async def get_component_candidates(
        self, component: int, addresses: list[str], timeout: int = 5
    ) -> list[Candidate]:
        """One candidate for each address.

        Raises:
            PortsTaken: no port is free.
        """
        own: Sequence[str] = self._network.addresses or addresses
        candidates = []
        for address in own:
            protocol = await self._listen(address)
            host, port = protocol.transport.get_extra_info("sockname")[:2]
            host = self._network.public_address or host
            protocol.local_candidate = Candidate(
                foundation=candidate_foundation("host", "udp", host),
                component=component,
                transport="udp",
                priority=candidate_priority(component, "host"),
                host=host,
                port=port,
                type="host",
            )
            self._protocols.append(protocol)
            candidates.append(protocol.local_candidate)
        return candidates

    async def _listen(self, address: str) -> StunProtocol:
        loop = asyncio.get_running_loop()
        for port in self._tried():
            try:
                _, protocol = await loop.create_datagram_endpoint(
                    lambda: StunProtocol(self), local_addr=(address, port)
                )
            except OSError:
                continue
            protocol.transport.get_extra_info("socket").setsockopt(
                SOL_SOCKET, SO_RCVBUF, RECEIVE_BYTES
            )
            return protocol
        raise PortsTaken(f"no free UDP port on {address}")

    def _tried(self) -> list[int]:
        ports = self._network.ports
        return [0] if ports is None else random.sample(ports, min(TRIES, len(ports)))
