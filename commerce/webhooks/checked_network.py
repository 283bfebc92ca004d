"""A network in which only allowed addresses can be reached.

The HTTP client says which host it wants; the name is resolved here, every address that it has is checked, and the connection is
opened to one of those, not to the name. So there is no moment in which the name could be given another address. TLS and the
Host header go on to name the host.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import httpcore2
from httpcore2 import AsyncNetworkBackend, AsyncNetworkStream, ConnectError, ConnectTimeout

from commerce.webhooks.addresses import is_allowed

Resolve = Callable[[str, int], Awaitable[list[str]]]


class AddressRefused(ConnectError):
    """The host leads to an address that nobody may be sent to."""


class HostUnknown(ConnectError):
    """The name has no address."""


async def resolve(host: str, port: int) -> list[str]:
    """The host's IP addresses.

    Raises:
        HostUnknown
    """
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise HostUnknown(f"The name {host} is not known.") from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class CheckedNetwork(AsyncNetworkBackend):
    def __init__(self, *, allows_loopback: bool, resolve: Resolve = resolve) -> None:
        self._allows_loopback = allows_loopback
        self._resolve = resolve
        self._network = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> AsyncNetworkStream:
        """Connect to the first of the host's addresses that takes us. Each has its share of the time.

        Raises:
            AddressRefused: one of them is not allowed.
            HostUnknown, ConnectError, ConnectTimeout
        """
        addresses = await self._checked(host, port, timeout)
        share = timeout / len(addresses) if timeout else None
        failure: Exception | None = None
        for address in addresses:
            try:
                return await self._network.connect_tcp(
                    address, port, share, local_address, socket_options
                )
            except (ConnectError, ConnectTimeout) as error:
                failure = error
        assert failure is not None, "a name without addresses is not known"
        raise failure

    async def _checked(self, host: str, port: int, timeout: float | None) -> list[str]:
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._resolve(host, port)
        except TimeoutError as error:
            raise ConnectTimeout(f"The name {host} was not found in time.") from error
        if not addresses:
            raise HostUnknown(f"The name {host} has no address.")
        if not all(is_allowed(one, allows_loopback=self._allows_loopback) for one in addresses):
            raise AddressRefused(f"The address of {host} is not public.")
        return addresses
