"""Changing how one signs in: one's password and address. Whoever has it from somebody else is told at the address that was."""

from kit.auth import Principal
from kit.rate_limit import RateLimiter, Rule
from kit.unit_of_work import UnitOfWork
from membership import store as membership
from membership.errors import EmailTaken, InvalidEmail
from membership.events import StandingChanged
from membership.passwords import Passwords
from membership.people import checked_email
from membership.security import store
from membership.security.confirming import Confirming, require_password, wrong_password
from membership.security.letter import About
from membership.security.tokens import read_token, use_token
from membership.security.writing import write_to

ADDRESSES = Rule("new_email", "5/hour", "You named new addresses often.")


class Changing:
    def __init__(
        self, work: UnitOfWork, passwords: Passwords, limiter: RateLimiter, confirming: Confirming
    ) -> None:
        self._work = work
        self._passwords = passwords
        self._limiter = limiter
        self._confirming = confirming

    async def change_password(
        self, principal: Principal, present: str, password: str, locale: str
    ) -> None:
        """Have another password from now on. All other sessions end.

        Raises:
            NotSignedIn, TooMany, WrongPassword
        """
        account_id = principal.account()
        checked = await self._confirming.check(principal, present, "present")
        password_hash = await self._passwords.hash(password)
        async with self._work.write() as tx:
            await membership.lock_account(tx, account_id)
            if await membership.password_hash(tx, account_id) != checked:
                raise wrong_password("present")  # it was changed while it was checked
            await store.set_password(tx, account_id, password_hash)
            await store.drop_tokens(tx, account_id)
            await store.end_sessions(tx, account_id, besides=principal.session_id)
            await write_to(tx, account_id, About.PASSWORD_CHANGED, locale)
            tx.emit(StandingChanged(account_id=account_id))

    async def change_email(self, principal: Principal, email: str, locale: str) -> None:
        """Have a link sent to a new address. It is the account's once that link is followed.

        Raises:
            NotSignedIn, InvalidEmail, PasswordNeeded, TooMany, EmailTaken
        """
        account_id = principal.account()
        address = checked_email(email)
        if isinstance(address, InvalidEmail):
            raise address
        async with self._work.read() as tx:
            await require_password(tx, principal)
        await self._limiter.hit(ADDRESSES, account_id)
        async with self._work.write() as tx:
            # Whoever drops the account's links meanwhile has ended the session too.
            await membership.lock_account(tx, account_id)
            await require_password(tx, principal)
            if await membership.has_email(tx, address):
                raise _taken()
            await write_to(tx, account_id, About.EMAIL_TO_CONFIRM, locale, to=address)

    async def new_email(self, token: str) -> str:
        """The address that a link confirms.

        Raises:
            LinkSpent
        """
        async with self._work.read() as tx:
            return str((await read_token(tx, token, is_for_email=True))["email"])

    async def confirm_email(self, token: str, locale: str) -> str:
        """Make the address that the link was sent to the account's, once. The one that was is written to.

        Raises:
            LinkSpent, EmailTaken
        """
        async with self._work.write() as tx:
            found = await use_token(tx, token, is_for_email=True)
            account_id, email = found["account_id"], found["email"]
            await write_to(tx, account_id, About.EMAIL_CHANGED, locale, detail=email)
            if not await store.set_email(tx, account_id, email):
                raise _taken()
            await store.drop_tokens(tx, account_id)
        return str(email)


def _taken() -> EmailTaken:
    message = "There is already an account with this address."
    return EmailTaken(message, fields={"email": message})
