"""Giving one's password again before something that a stolen session must not do. It counts for ten minutes."""

from datetime import timedelta

from kit.auth import Principal
from kit.rate_limit import RateLimiter, Rule
from kit.unit_of_work import Tx, UnitOfWork
from membership import store as membership
from membership.errors import WrongPassword
from membership.passwords import Passwords
from membership.security import store
from membership.security.errors import PasswordNeeded

COUNTS_FOR = timedelta(minutes=10)
TRIES = Rule("own_password", "10/hour", "That was the wrong password often.")


class Confirming:
    def __init__(self, work: UnitOfWork, passwords: Passwords, limiter: RateLimiter) -> None:
        self._work = work
        self._passwords = passwords
        self._limiter = limiter

    async def confirm(self, principal: Principal, password: str) -> None:
        """
        Raises:
            NotSignedIn, TooMany, WrongPassword
        """
        await self.check(principal, password)
        async with self._work.write() as tx:
            await store.confirm_session(tx, principal.session_id)

    async def check(
        self, principal: Principal, password: str, field: str = "password"
    ) -> str | None:
        """Refuse what is not the caller's password, which stands in this field; its hash.

        Raises:
            NotSignedIn, TooMany, WrongPassword
        """
        account_id = principal.account()
        # By session: who stole one must not be able to lock the owner out of theirs.
        await self._limiter.hit(TRIES, principal.session_id or account_id)
        async with self._work.read() as tx:
            password_hash = await membership.password_hash(tx, account_id)
        if not await self._passwords.matches(password, password_hash):
            raise wrong_password(field)
        return password_hash


def wrong_password(field: str) -> WrongPassword:
    message = "Enter the password with which you sign in."
    return WrongPassword(message, fields={field: message})


async def require_password(tx: Tx, principal: Principal) -> None:
    """Refuse unless the caller gave their password in this session within the last ten minutes.

    Raises:
        PasswordNeeded
    """
    confirmed_at = await store.confirmed_at(tx, principal.session_id)
    if confirmed_at is None or confirmed_at < tx.now - COUNTS_FOR:
        raise PasswordNeeded("Enter your password, then try again. It counts for ten minutes.")
