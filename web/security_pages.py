"""Coming back to an account, and keeping it safe: a forgotten password, a new address, and where one is signed in."""

from starlette.requests import Request
from starlette.responses import Response

from kit.auth import Principal, Role
from kit.http import words_of
from membership.accounts import Accounts
from membership.security.changing import Changing
from membership.security.errors import LinkSpent
from membership.security.recovering import Recovering
from membership.security.sessions import Sessions
from web.page import Page
from web.rendering import Rendering


class SecurityPages:
    def __init__(
        self,
        rendering: Rendering,
        accounts: Accounts,
        recovering: Recovering,
        changing: Changing,
        sessions: Sessions,
    ) -> None:
        self._rendering = rendering
        self._accounts = accounts
        self._recovering = recovering
        self._changing = changing
        self._sessions = sessions

    def pages(self) -> list[Page]:
        return [
            Page("/forgot-password", Role.GUEST, self.forgot),
            Page("/reset-password/{token}", Role.GUEST, self.reset),
            Page("/confirm-email/{token}", Role.GUEST, self.confirm, takes_post=True),
            Page("/profile/security", Role.MEMBER, self.security),
        ]

    async def forgot(self, request: Request, _principal: Principal) -> Response:
        return self._asking(request)

    async def reset(self, request: Request, _principal: Principal) -> Response:
        """Whose link is spent asks for another one here."""
        token = request.path_params["token"]
        try:
            await self._recovering.look(token)
        except LinkSpent as spent:
            return self._asking(request, spent)
        return self._rendering.page(
            request, "reset_password.html", entries=("account",), token=token
        )

    async def confirm(self, request: Request, _principal: Principal) -> Response:
        """Opening it changes nothing: mail programs and scanners open links. Its button does."""
        token, is_sent = request.path_params["token"], request.method == "POST"
        if is_sent:
            email = await self._changing.confirm_email(token, words_of(request).locale)
        else:
            email = await self._changing.new_email(token)
        return self._rendering.page(request, "confirm_email.html", email=email, is_done=is_sent)

    async def security(self, request: Request, principal: Principal) -> Response:
        return self._rendering.page(
            request,
            "security.html",
            entries=("security",),
            me=await self._accounts.me(principal),
            sessions=await self._sessions.mine(principal),
        )

    def _asking(self, request: Request, spent: LinkSpent | None = None) -> Response:
        return self._rendering.page(
            request,
            "forgot_password.html",
            entries=("account",),
            status=spent.status if spent else 200,
            spent=spent.said(words_of(request)) if spent else None,
        )
