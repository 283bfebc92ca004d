"""The ASGI application: API, pages, sockets and static files behind one edge."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from kit import metrics
from kit.errors import Refusal
from kit.http import problem, starlette_routes
from kit.settings import Settings
from server.crowd import Crowd
from server.edge import (
    Faults,
    Identified,
    NoNul,
    OwnOrigin,
    Recording,
    Spoken,
    wants_page,
)
from server.faults import refusal_after, refusal_of
from server.health import Health
from server.link_door import Doorkeeper
from server.packing import Packing
from server.wiring import Dealcast
from web.assets import StaticApp
from web.page import route
from web.problem_page import ProblemPage
from web.rendering import Rendering

log = structlog.get_logger()


def create_app(settings: Settings, *, has_worker: bool) -> Starlette:
    """One web process. With `has_worker` it also does the worker's chores."""
    return serving(Dealcast(settings), has_worker=has_worker)


def serving(dealcast: Dealcast, *, has_worker: bool) -> Starlette:
    """The application that serves these parts."""
    refusals = _Refusals(dealcast.rendering)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[dict[str, object]]:
        async with dealcast.running(has_worker=has_worker):
            # The protocol classes find here whom they serve (`LiveSocket`, `LinkDoor`, `BoundedHttp`).
            yield {
                "receive": dealcast.reception.receive,
                "doorkeeper": Doorkeeper(dealcast.following),
                "crowd": Crowd(dealcast.settings.connections_per_address),
            }

    return Starlette(
        routes=[
            *starlette_routes(dealcast.endpoints),
            Route("/openapi.json", _document(lambda: dealcast.openapi)),
            Route("/asyncapi.json", _document(lambda: dealcast.asyncapi)),
            *Health(dealcast.database, dealcast.broker).routes(),
            Mount(
                "/static",
                StaticApp(dealcast.rendering.assets.static),
                name="static",
            ),
            *(route(page, refusals.page) for page in dealcast.pages()),
        ],
        middleware=[
            Middleware(Recording),
            Middleware(Faults, answer=refusals.on_fault),
            Middleware(NoNul, answer=refusals.on_refusal),
            Middleware(OwnOrigin, public_url=dealcast.settings.public_url),
            Middleware(Identified, find_principal=dealcast.principal_behind),
            Middleware(Packing),
            Middleware(Spoken),
        ],
        exception_handlers=refusals.handlers(),
        lifespan=lifespan,
    )


class _Refusals:
    """Whatever goes wrong becomes a page for a person and problem details for a program."""

    def __init__(self, rendering: Rendering) -> None:
        self.page = ProblemPage(rendering)

    def handlers(self) -> dict[Any, Any]:
        return {Refusal: self.on_refusal, HTTPException: self._on_http_exception}

    async def on_refusal(self, request: Request, refusal: Exception) -> Response:
        assert isinstance(refusal, Refusal)
        return self._answer(request, refusal)

    async def on_fault(self, request: Request, error: Exception) -> Response:
        return self._answer(request, refusal_after(error, request.url.path))

    async def _on_http_exception(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        response = self._answer(request, refusal_of(error))
        response.headers.update(error.headers or {})
        return response

    def _answer(self, request: Request, refusal: Refusal) -> Response:
        if wants_page(request):
            metrics.refusals.labels(refusal.code).inc()
            return self.page.response(request, refusal)
        return problem(refusal, request)


def _document(make: Callable[[], dict[str, Any]]) -> Callable[[Request], Awaitable[Response]]:
    async def document(_request: Request) -> Response:
        # Whoever asks first has it made, in a thread: it takes longer than a room should wait.
        return JSONResponse(await asyncio.to_thread(make))

    return document
