"""What every request passes on its way in and out: who it is from, whether it may change anything, and what is
recorded of it.
"""

import time
from collections.abc import Awaitable, Callable

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kit import metrics
from kit.auth import GUEST, Principal
from kit.errors import ForeignOrigin, NotFound
from kit.http import problem
from kit.ids import new_id
from server.origin import is_own_origin
from web.languages import language_for, words_in
from web.policy import OWN_ONLY

log = structlog.get_logger()

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
SECRET_PREFIXES = ("/reset-password/", "/confirm-email/")
"""What follows opens an account, and is kept nowhere."""
ANONYMOUS_PREFIXES = ("/static/", "/pictures/", "/healthz", "/readyz", "/metrics")
SECURITY_HEADERS = {
    "content-security-policy": OWN_ONLY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "permissions-policy": "camera=(self), microphone=(self), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
}

AnswerFault = Callable[[Request, Exception], Awaitable[Response]]
FindPrincipal = Callable[[HTTPConnection], Awaitable[Principal]]


class Recording:
    """Gives each request an id, logs it, counts it, and adds the headers that protect our pages."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = new_id()
        started = time.perf_counter()
        status = 500

        async def send_on(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["x-request-id"] = request_id
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, send_on)
            finally:
                _record(scope, status, time.perf_counter() - started)


class Faults:
    """Answers for what nobody caught. Within `Recording`, so that such an answer is recorded as any other."""

    def __init__(self, app: ASGIApp, answer: AnswerFault) -> None:
        self._app = app
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        has_begun = False

        async def send_on(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, send_on)
        except Exception as error:
            if scope["type"] != "http" or has_begun:
                raise
            response = await self._answer(Request(scope), error)
            await response(scope, receive, send)


class NoNul:
    """Refuses addresses with U+0000, which PostgreSQL's texts cannot hold: nothing is there."""

    def __init__(self, app: ASGIApp, answer: AnswerFault) -> None:
        self._app = app
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _has_nul(scope):
            await self._app(scope, receive, send)
        else:
            response = await self._answer(Request(scope), NotFound("Check the address."))
            await response(scope, receive, send)


class OwnOrigin:
    """Refuses changes that come from another site's page. Sockets are refused by the reception."""

    def __init__(self, app: ASGIApp, public_url: str | None) -> None:
        self._app = app
        self._public_url = public_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._is_fine(scope):
            await self._app(scope, receive, send)
        else:
            refusal = ForeignOrigin("Reload the page and try again from there.")
            await problem(refusal, Request(scope))(scope, receive, send)

    def _is_fine(self, scope: Scope) -> bool:
        if scope["method"] in SAFE_METHODS:
            return True
        headers = Headers(scope=scope)
        return is_own_origin(headers.get("origin"), headers.get("host"), self._public_url)


class Spoken:
    """Puts the words in which someone is spoken to into `request.state.words`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            state = scope.setdefault("state", {})
            spoken = state.get("principal", GUEST).language
            state["words"] = words_in(language_for(dict(scope["headers"]), spoken))
        await self._app(scope, receive, send)


class Identified:
    """Puts the `Principal` behind the session cookie into `request.state.principal`."""

    def __init__(self, app: ASGIApp, find_principal: FindPrincipal) -> None:
        self._app = app
        self._find_principal = find_principal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            is_anonymous = scope["path"].startswith(ANONYMOUS_PREFIXES)
            principal = GUEST if is_anonymous else await self._find_principal(HTTPConnection(scope))
            scope.setdefault("state", {})["principal"] = principal
        await self._app(scope, receive, send)


def wants_page(request: Request) -> bool:
    """Whether a refusal should be a page for a person rather than a problem for a program."""
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get(
        "accept", ""
    )


def without_secret(path: str) -> str:
    """As it may be logged."""
    return next((f"{prefix}…" for prefix in SECRET_PREFIXES if path.startswith(prefix)), path)


def _has_nul(scope: Scope) -> bool:
    return "\0" in scope["path"] or b"%00" in scope["query_string"]


def _record(scope: Scope, status: int, seconds: float) -> None:
    route = getattr(scope.get("route"), "path", "unmatched")
    metrics.http_requests.labels(scope["method"], route, str(status)).inc()
    metrics.http_seconds.labels(route).observe(seconds)
    level = log.error if status >= 500 else log.debug if status < 400 else log.info
    level("http", method=scope["method"], path=without_secret(scope["path"]), status=status,
          ms=round(seconds * 1000, 1))  # fmt: skip
