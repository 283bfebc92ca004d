"""Keeping an account safe, over HTTP."""

from starlette.responses import Response

from kit.auth import Role
from kit.http import Call, Endpoint
from membership.errors import EmailTaken, InvalidEmail, WrongPassword
from membership.routes import SessionCookie, device_of
from membership.security.changing import Changing
from membership.security.confirming import Confirming
from membership.security.errors import LinkSpent, PasswordNeeded
from membership.security.recovering import Recovering
from membership.security.sessions import Sessions
from membership.security.views import (
    EmailChange,
    Forgotten,
    PasswordChange,
    PasswordConfirmation,
    PasswordReset,
    SessionView,
)
from membership.views import MeView


class SecurityRoutes:
    def __init__(
        self,
        recovering: Recovering,
        changing: Changing,
        confirming: Confirming,
        sessions: Sessions,
        session_cookie: SessionCookie,
    ) -> None:
        self._recovering = recovering
        self._changing = changing
        self._confirming = confirming
        self._sessions = sessions
        self._cookie = session_cookie

    def endpoints(self) -> list[Endpoint]:
        return [
            Endpoint("POST", "/api/password-reset", Role.GUEST, self.ask,
                     "Have a link for a new password sent to an address, if an account has it",
                     body=Forgotten, status=204, refusals=(InvalidEmail,)),
            Endpoint("PUT", "/api/password-reset", Role.GUEST, self.reset,
                     "Set a new password by such a link; all sessions end, and one begins",
                     body=PasswordReset, returns=MeView, refusals=(LinkSpent,)),
            Endpoint("PUT", "/api/me/password", Role.MEMBER, self.change_password,
                     "Change my password; all other sessions end",
                     body=PasswordChange, status=204, refusals=(WrongPassword,)),
            Endpoint("PUT", "/api/me/email", Role.MEMBER, self.change_email,
                     "Have a link sent to my new address, which is mine once it is followed",
                     body=EmailChange, status=204,
                     refusals=(InvalidEmail, EmailTaken, PasswordNeeded)),
            Endpoint("POST", "/api/session/confirmation", Role.MEMBER, self.confirm,
                     "Give my password again, which counts for ten minutes",
                     body=PasswordConfirmation, status=204, refusals=(WrongPassword,)),
            Endpoint("GET", "/api/me/sessions", Role.MEMBER, self.sessions,
                     "Where I am signed in", returns=list[SessionView]),
            Endpoint("DELETE", "/api/me/sessions", Role.MEMBER, self.end_others,
                     "Sign me out everywhere else", status=204),
        ]  # fmt: skip

    async def ask(self, call: Call[Forgotten]) -> None:
        await self._recovering.ask(call.body.email, call.household, call.words.locale)

    async def reset(self, call: Call[PasswordReset]) -> Response:
        body, device = call.body, device_of(call.request)
        me, session_id = await self._recovering.reset(
            body.token, body.password, call.words.locale, device
        )
        return self._cookie.answer(me, session_id)

    async def change_password(self, call: Call[PasswordChange]) -> None:
        await self._changing.change_password(
            call.principal, call.body.present, call.body.password, call.words.locale
        )

    async def change_email(self, call: Call[EmailChange]) -> None:
        await self._changing.change_email(call.principal, call.body.email, call.words.locale)

    async def confirm(self, call: Call[PasswordConfirmation]) -> None:
        await self._confirming.confirm(call.principal, call.body.password)

    async def sessions(self, call: Call[None]) -> list[SessionView]:
        return await self._sessions.mine(call.principal)

    async def end_others(self, call: Call[None]) -> None:
        await self._sessions.end_others(call.principal)
