"""One POST to somebody else's server: bounded in time and in what is read of the answer, and never redirected."""

import asyncio
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Self

import httpcore2

from commerce.webhooks.checked_network import AddressRefused, HostUnknown
from commerce.webhooks.delivery import Answer, Failure
from commerce.webhooks.schedule import retry_after
from kit.clock import Clock

TIMEOUT_S = 10.0
STEP_S = 3.0
"""For finding the host, for connecting to it, and for TLS: together less than there is for all, since the client does not
close a connection whose handshake is cut off from outside."""
EXCERPT_BYTES = 4096
MAX_ERROR = 200
CONNECTIONS = 100
KEEP_ALIVE_S = 5.0


class Posting:
    """Keeps connections for a few seconds, to send on to who answers quickly. Use it as a context."""

    def __init__(
        self, network: httpcore2.AsyncNetworkBackend, clock: Clock, user_agent: str
    ) -> None:
        self._clock = clock
        self._user_agent = user_agent
        self._pool = httpcore2.AsyncConnectionPool(
            network_backend=network,
            max_connections=CONNECTIONS,
            keepalive_expiry=KEEP_ALIVE_S,
        )

    async def __aenter__(self) -> Self:
        await self._pool.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._pool.__aexit__(kind, error, traceback)

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send the JSON, and say what became of it. Never raises for what the other side does."""
        began_at, began = self._clock(), time.monotonic()
        all_headers = {
            **headers,
            "content-type": "application/json",
            "user-agent": self._user_agent,
        }

        def answer(status: int | None, **more: object) -> Answer:
            took_ms = round((time.monotonic() - began) * 1000)
            return Answer(began_at=began_at, took_ms=took_ms, status=status, **more)  # type: ignore[arg-type]

        try:
            async with asyncio.timeout(TIMEOUT_S):
                return await self._exchange(url, all_headers, body, answer)
        except (TimeoutError, httpcore2.TimeoutException):
            return answer(None, error=Failure.TIMED_OUT)
        except AddressRefused:
            return answer(None, error=Failure.NOT_PUBLIC)
        except HostUnknown:
            return answer(None, error=Failure.UNKNOWN_HOST)
        except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
            return answer(None, error=_named(error))

    async def _exchange(
        self,
        url: str,
        headers: Mapping[str, str],
        body: bytes,
        answer: Callable[..., Answer],
    ) -> Answer:
        async with self._pool.stream(
            "POST",
            url,
            headers=list(headers.items()),
            content=body,
            extensions={"timeout": {"connect": STEP_S}},
        ) as response:
            asked = _header(response, b"retry-after")
            excerpt = await _beginning(response)
            wait = retry_after(asked, self._clock())
            return answer(response.status, excerpt=excerpt, retry_after=wait)


async def _beginning(response: httpcore2.Response) -> str:
    """How the body begins, as text. The rest is not read: the connection is given up instead."""
    begun = bytearray()
    async for part in response.aiter_stream():
        begun += part
        if len(begun) >= EXCERPT_BYTES:
            break
    # PostgreSQL's texts cannot hold U+0000.
    return begun[:EXCERPT_BYTES].decode(errors="replace").replace("\0", "\ufffd")


def _header(response: httpcore2.Response, name: bytes) -> str | None:
    found = (value for key, value in response.headers if key.lower() == name)
    value = next(found, None)
    return None if value is None else value.decode("latin-1")


def _named(error: Exception) -> str:
    said = str(error).strip() or type(error).__name__
    return f"{Failure.NOT_CONNECTED}: {said}"[:MAX_ERROR]
