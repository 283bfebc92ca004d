"""The least that a Python web server can do for a redirect: one route of Starlette."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route


async def follow(request: Request) -> RedirectResponse:
    return RedirectResponse(f"/shows/{request.path_params['code']}", 302)


app = Starlette(routes=[Route("/s/{code}", follow)])
