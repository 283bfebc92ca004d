"""Membership over HTTP."""

from collections.abc import Callable

from starlette.requests import HTTPConnection
from starlette.responses import Response

from kit.auth import Role, Signer
from kit.http import Call, Endpoint, json_response
from membership.accounts import SESSION_LASTS, Accounts
from membership.brands import Brands
from membership.errors import (
    EmailTaken,
    HandleTaken,
    InvalidEmail,
    LastManager,
    NoProgramme,
    NoSuchBrand,
    NoSuchPerson,
    NotOnStaff,
    WrongCredentials,
)
from membership.programmes import Programmes
from membership.security.device import device
from membership.staff import Staff
from membership.views import (
    BrandView,
    Credentials,
    MembershipView,
    MeView,
    NewAccount,
    NewRole,
    StaffView,
)

SESSION_COOKIE = "dc_session"

ReferralOf = Callable[[HTTPConnection], str | None]
"""By what share link a browser came, if by one."""


class SessionCookie:
    """Carries the session to and fro, signed."""

    def __init__(self, signer: Signer, *, is_secure: bool) -> None:
        self._signer = signer
        self._is_secure = is_secure

    def answer(self, me: MeView, session_id: str, status: int = 200) -> Response:
        """Tell someone who they are from now on."""
        response = json_response(me, status)
        response.set_cookie(
            SESSION_COOKIE,
            self._signer.sign(session_id),
            max_age=int(SESSION_LASTS.total_seconds()),
            httponly=True,
            samesite="lax",
            secure=self._is_secure,
        )
        return response


class MembershipRoutes:
    def __init__(
        self,
        accounts: Accounts,
        brands: Brands,
        programmes: Programmes,
        staff: Staff,
        session_cookie: SessionCookie,
        referral_of: ReferralOf,
    ) -> None:
        self._accounts = accounts
        self._brands = brands
        self._programmes = programmes
        self._staff = staff
        self._cookie = session_cookie
        self._referral_of = referral_of

    def endpoints(self) -> list[Endpoint]:
        slug, person = "/api/brands/{slug}", "/api/brands/{slug}/staff/{handle}"
        return [
            Endpoint("POST", "/api/accounts", Role.GUEST, self.sign_up, "Create an account",
                     body=NewAccount, returns=MeView, status=201,
                     refusals=(HandleTaken, EmailTaken, InvalidEmail)),
            Endpoint("POST", "/api/session", Role.GUEST, self.sign_in, "Sign in",
                     body=Credentials, returns=MeView, refusals=(WrongCredentials,)),
            Endpoint("DELETE", "/api/session", Role.GUEST, self.sign_out, "Sign out", status=204),
            Endpoint("GET", "/api/me", Role.MEMBER, self.me, "Who I am", returns=MeView),
            Endpoint("GET", "/api/brands", Role.GUEST, self.brands, "Brands by name",
                     returns=list[BrandView],
                     query={"q": "A part of the name", "id": "Only the brand with this id",
                            "after": "The id of the last brand of the page before"},
                     refusals=(NoSuchBrand,)),
            Endpoint("GET", slug, Role.GUEST, self.brand, "One brand",
                     returns=BrandView, refusals=(NoSuchBrand,)),
            Endpoint("PUT", f"{slug}/membership", Role.MEMBER, self.join, "Join a brand's members",
                     returns=MembershipView, refusals=(NoSuchBrand, NoProgramme)),
            Endpoint("GET", f"{slug}/staff", Role.MANAGER, self.staff, "A brand's staff",
                     returns=list[StaffView], refusals=(NoSuchBrand,)),
            Endpoint("PUT", person, Role.MANAGER, self.appoint, "Give someone a role",
                     body=NewRole, returns=StaffView,
                     refusals=(NoSuchBrand, NoSuchPerson, LastManager)),
            Endpoint("DELETE", person, Role.MANAGER, self.dismiss, "Take someone off the staff",
                     status=204, refusals=(NoSuchBrand, NoSuchPerson, NotOnStaff, LastManager)),
        ]  # fmt: skip

    async def sign_up(self, call: Call[NewAccount]) -> Response:
        me, session_id = await self._accounts.sign_up(
            call.body, call.household, self._referral_of(call.request), device_of(call.request)
        )
        return self._cookie.answer(me, session_id, 201)

    async def sign_in(self, call: Call[Credentials]) -> Response:
        me, session_id = await self._accounts.sign_in(
            call.body, call.household, self._referral_of(call.request), device_of(call.request)
        )
        return self._cookie.answer(me, session_id)

    async def sign_out(self, call: Call[None]) -> Response:
        if call.principal.session_id is not None:
            await self._accounts.sign_out(call.principal.session_id)
        response = Response(status_code=204)
        response.delete_cookie(SESSION_COOKIE)
        return response

    async def me(self, call: Call[None]) -> MeView:
        return await self._accounts.me(call.principal)

    async def brands(self, call: Call[None]) -> list[BrandView]:
        if brand_id := call.query("id"):
            return await self._brands.those([brand_id])
        return await self._brands.find(call.query("q") or "", call.query("after"))

    async def brand(self, call: Call[None]) -> BrandView:
        return await self._brands.by_slug(call.path("slug"))

    async def join(self, call: Call[None]) -> MembershipView:
        referral_token = self._referral_of(call.request)
        return await self._programmes.join(call.principal, call.path("slug"), referral_token)

    async def staff(self, call: Call[None]) -> list[StaffView]:
        return await self._staff.list(call.principal, call.path("slug"))

    async def appoint(self, call: Call[NewRole]) -> StaffView:
        return await self._staff.appoint(
            call.principal, call.path("slug"), call.path("handle"), call.body.role
        )

    async def dismiss(self, call: Call[None]) -> None:
        await self._staff.dismiss(call.principal, call.path("slug"), call.path("handle"))


def device_of(request: HTTPConnection) -> str:
    return device(request.headers.get("user-agent", ""))
