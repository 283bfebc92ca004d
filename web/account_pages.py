"""Signing in and up. Whoever is signed in already goes on to where they wanted."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kit.auth import Principal, Role
from web.page import Page, local_path
from web.rendering import Rendering


class AccountPages:
    def __init__(self, rendering: Rendering) -> None:
        self._rendering = rendering

    def pages(self) -> list[Page]:
        return [
            Page("/sign-in", Role.GUEST, self.sign_in),
            Page("/sign-up", Role.GUEST, self.sign_up),
        ]

    async def sign_in(self, request: Request, principal: Principal) -> Response:
        return self._form(request, principal, "sign-in")

    async def sign_up(self, request: Request, principal: Principal) -> Response:
        return self._form(request, principal, "sign-up")

    def _form(self, request: Request, principal: Principal, mode: str) -> Response:
        onward = local_path(request.query_params.get("next"))
        if not principal.is_guest:
            return RedirectResponse(onward, 303)
        return self._rendering.page(
            request, "account.html", entries=("account",), mode=mode, onward=onward
        )
