"""Accounts, brands and their staff. Whoever is somebody else to a brand now is let into its rooms anew."""

from collections.abc import Mapping, Sequence

from kit.events import Event
from kit.http import Endpoint
from membership import events as membership
from membership.accounts import Accounts
from membership.brands import Brands
from membership.passwords import Passwords
from membership.programmes import Programmes
from membership.routes import MembershipRoutes, SessionCookie
from membership.staff import Staff
from server.features.feature import Feature, Reaction
from server.ground import Ground
from web.account_pages import AccountPages
from web.page import Page


class AccountsFeature(Feature):
    def __init__(self, ground: Ground, passwords: Passwords) -> None:
        self.accounts = Accounts(ground.work, passwords, ground.limiter)
        self.brands = Brands(ground.work)
        self.staff = Staff(ground.work)
        self._programmes = Programmes(ground.work)
        self._pages = AccountPages(ground.rendering)
        self._cookies = ground.cookies
        self._is_secure = ground.settings.is_secure
        self._hub = ground.hub

    def endpoints(self) -> Sequence[Endpoint]:
        return MembershipRoutes(
            self.accounts,
            self.brands,
            self._programmes,
            self.staff,
            SessionCookie(self._cookies.session, is_secure=self._is_secure),
            self._cookies.referral_of,
        ).endpoints()

    def pages(self) -> Sequence[Page]:
        return self._pages.pages()

    def reactions(self) -> Mapping[type[Event], tuple[Reaction, ...]]:
        return {membership.StandingChanged: (self._send_away,)}

    async def _send_away(self, event: membership.StandingChanged) -> None:
        await self._hub.send_away(event.account_id)
