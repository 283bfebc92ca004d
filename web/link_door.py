"""The shortest way to a share link: before routes are looked at, since that is what most people ask for.

Whatever cannot be answered with a link goes on to the pages, which say what is wrong.
"""

from starlette.types import ASGIApp, Receive, Scope, Send

from kit.auth import Principal
from kit.errors import Refusal
from web.following import Following

PREFIX = "/s/"
METHODS = frozenset({"GET", "HEAD"})


class LinkDoor:
    def __init__(self, app: ASGIApp, following: Following, route: object) -> None:
        """`route` is what the request is counted under."""
        self._app = app
        self._following = following
        self._route = route

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        code = _code(scope)
        if code is None:
            await self._app(scope, receive, send)
            return
        principal: Principal = scope["state"]["principal"]
        try:
            answer = await self._following.answer(code, scope, principal)
        except Refusal:
            await self._app(scope, receive, send)
            return
        scope["route"] = self._route
        start = {"type": "http.response.start", "status": answer.status, "headers": answer.headers}
        await send(start)
        body = answer.body if scope["method"] == "GET" else b""
        await send({"type": "http.response.body", "body": body})


def _code(scope: Scope) -> str | None:
    if scope["type"] != "http" or not scope["path"].startswith(PREFIX):
        return None
    code: str = scope["path"][len(PREFIX) :]
    return code if scope["method"] in METHODS and "/" not in code else None
