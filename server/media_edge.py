"""What the media process says where none of its addresses answers: problem details, which another site's page may read."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from kit.errors import Refusal
from kit.http import problem
from server.edge import Faults, NoNul, Spoken
from server.faults import refusal_after, refusal_of
from streams.broadcast.signalling import CORS


async def _on_refusal(request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refusal)
    response = problem(refusal, request)
    response.headers.update(CORS)
    return response


async def _on_fault(request: Request, error: Exception) -> Response:
    return await _on_refusal(request, refusal_after(error, request.url.path))


async def _on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    response = await _on_refusal(request, refusal_of(error))
    response.headers.update(error.headers or {})
    return response


MIDDLEWARE = [
    Middleware(Spoken),
    Middleware(Faults, answer=_on_fault),
    Middleware(NoNul, answer=_on_refusal),
]
HANDLERS: dict[Any, Any] = {HTTPException: _on_http_exception}
