"""The page for what went wrong: what it is, what to do, and a way on."""

from starlette.requests import Request
from starlette.responses import Response

from kit.errors import Refusal
from kit.http import words_of
from web.rendering import Rendering


class ServerFault(Refusal):
    code = "server_fault"
    status = 500
    title = "Something broke on our side"


class ProblemPage:
    def __init__(self, rendering: Rendering) -> None:
        self._rendering = rendering

    def response(self, request: Request, refusal: Refusal) -> Response:
        page = self._rendering.page(
            request,
            "problem.html",
            status=refusal.status,
            problem=refusal.said(words_of(request)),
            code=refusal.status,
        )
        if refusal.retry_after_s is not None:
            page.headers["retry-after"] = str(refusal.retry_after_s)
        return page
