"""The shortest way to a share link, which is what most people ask for: before anything else looks at the request.

It is for guests. Whoever is signed in, and whatever cannot be answered with a link, goes on to the pages, which know the
person, and say what is wrong.
"""

import time
from collections.abc import Sequence
from functools import cache

from prometheus_client import Counter
from starlette.types import ASGIApp, Receive, Scope, Send

from kit import metrics
from kit.auth import GUEST
from web.following import Following, Header

PREFIX = "/s/"
ROUTE = "/s/{code}"
METHODS = frozenset({"GET", "HEAD"})


class LinkDoor:
    """`headers` go with each answer; a request that has a cookie of the name `session_cookie` is somebody's."""

    def __init__(
        self, app: ASGIApp, following: Following, session_cookie: str, headers: Sequence[Header]
    ) -> None:
        self._app = app
        self._following = following
        self._session = f"{session_cookie}=".encode()
        self._headers = list(headers)
        self._seconds = metrics.http_seconds.labels(ROUTE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        code = _code(scope)
        if code is None:
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        headers = dict(scope["headers"])
        if self._session in headers.get(b"cookie", b""):
            await self._app(scope, receive, send)
            return
        try:
            answer = await self._following.answer(code, scope, headers, GUEST)
        except Exception:  # The pages meet the same, and tell the person and the log of it.
            await self._app(scope, receive, send)
            return
        start = {
            "type": "http.response.start",
            "status": answer.status,
            "headers": answer.headers + self._headers,
        }
        await send(start)
        body = answer.body if scope["method"] == "GET" else b""
        await send({"type": "http.response.body", "body": body})
        _counter(scope["method"], answer.status).inc()
        self._seconds.observe(time.perf_counter() - began)


def _code(scope: Scope) -> str | None:
    if scope["type"] != "http" or not scope["path"].startswith(PREFIX):
        return None
    code: str = scope["path"][len(PREFIX) :]
    return code if scope["method"] in METHODS and "/" not in code else None


@cache
def _counter(method: str, status: int) -> Counter:
    return metrics.http_requests.labels(method, ROUTE, str(status))
