"""What browsers carry for us, signed: who is signed in, by which link they came, and which browser it is."""

from collections.abc import Mapping
from datetime import timedelta

from starlette.requests import HTTPConnection

from kit.auth import Signer
from membership.accounts import SESSION_LASTS
from membership.routes import SESSION_COOKIE
from web.following import REFERRAL_COOKIE

REFERRAL_LASTS = timedelta(days=90)


class Cookies:
    def __init__(self, secret_key: str) -> None:
        self.session = Signer(secret_key, "session", SESSION_LASTS)
        self.referral = Signer(secret_key, "referral", REFERRAL_LASTS)
        self.visitor = Signer(secret_key, "visitor", REFERRAL_LASTS)

    def session_in(self, cookies: Mapping[str, str]) -> str | None:
        return self.session.unsign(cookies.get(SESSION_COOKIE))

    def referral_in(self, cookies: Mapping[str, str]) -> str | None:
        """The click by which this browser came, if it came by a share link."""
        return self.referral.unsign(cookies.get(REFERRAL_COOKIE))

    def referral_of(self, connection: HTTPConnection) -> str | None:
        return self.referral_in(connection.cookies)
