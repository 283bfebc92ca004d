"""Keeping accounts safe: forgotten and changed passwords, addresses and sessions, and the letters that tell of them."""

from collections.abc import Sequence

from kit.http import Endpoint
from kit.mail import Post
from membership.accounts import Accounts
from membership.campaigns.mailing import AT_ONCE
from membership.routes import SessionCookie
from membership.security.changing import Changing
from membership.security.confirming import Confirming
from membership.security.mailing import AccountMailing
from membership.security.recovering import Recovering
from membership.security.routes import SecurityRoutes
from membership.security.sessions import Sessions
from server.features.feature import Chore, Feature, in_batches
from server.ground import Ground
from web.account_letters import AccountLetters
from web.page import Page
from web.security_pages import SecurityPages


class SecurityFeature(Feature):
    def __init__(self, ground: Ground, accounts: Accounts, post: Post) -> None:
        settings, work, limiter = ground.settings, ground.work, ground.limiter
        passwords = accounts.passwords
        letters = AccountLetters(ground.rendering, settings.public_url or "")
        self.recovering = Recovering(work, passwords, limiter)
        self.mailing = AccountMailing(work, post, letters.compose)
        self._confirming = Confirming(work, passwords, limiter)
        self._changing = Changing(work, passwords, limiter, self._confirming)
        self._sessions = Sessions(work)
        self._cookie = SessionCookie(ground.cookies.session, is_secure=settings.is_secure)
        self._pages = SecurityPages(
            ground.rendering, accounts, self.recovering, self._changing, self._sessions
        )

    def endpoints(self) -> Sequence[Endpoint]:
        return SecurityRoutes(
            self.recovering, self._changing, self._confirming, self._sessions, self._cookie
        ).endpoints()

    def pages(self) -> Sequence[Page]:
        return self._pages.pages()

    def chores(self) -> Sequence[Chore]:
        return (
            Chore("send_account_mail", 1.0, in_batches(self.mailing.send, AT_ONCE)),
            Chore("forget_account_tokens", 3600.0, self.mailing.forget_tokens),
        )
