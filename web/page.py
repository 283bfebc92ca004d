"""A page as a value: its path, who may open it, and what answers.

A guest who opens a member's page is sent to sign in and comes back afterwards. Any other refusal becomes a
problem page with a way on.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kit.auth import Principal, Role
from kit.errors import Refusal
from web.problem_page import ProblemPage

Handler = Callable[[Request, Principal], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Page:
    path: str
    access: Role
    handler: Handler
    takes_post: bool = False
    """Whether a form of the page, or who has its address, may also send something to it."""


def route(page: Page, problems: ProblemPage) -> Route:
    async def endpoint(request: Request) -> Response:
        principal: Principal = request.state.principal
        if principal.is_guest and page.access > Role.GUEST:
            return to_sign_in(request)
        try:
            principal.require_anywhere(page.access)
            return await page.handler(request, principal)
        except Refusal as refusal:
            return problems.response(request, refusal)

    methods = ["GET", "HEAD", "POST"] if page.takes_post else ["GET", "HEAD"]
    return Route(page.path, endpoint, methods=methods)


def to_sign_in(request: Request) -> RedirectResponse:
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/sign-in?next={quote(request.url.path + query, safe='/')}", 303)


def local_path(wanted: str | None) -> str:
    """`wanted` if it is a path on this site, else the festival page. A link must not send people elsewhere.

    Browsers read `\\` as `/`, drop tabs and line breaks, and take `//host` for another site.
    """
    if not wanted or not wanted.startswith("/") or wanted.startswith("//"):
        return "/"
    if "\\" in wanted or any(character.isspace() or ord(character) < 32 for character in wanted):
        return "/"
    parts = urlsplit(wanted)
    return "/" if parts.scheme or parts.netloc else wanted
