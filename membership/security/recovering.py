"""Coming back to an account whose password is forgotten: by a letter to its address.

Asking is the same work, and the same answer, whether or not an account has the address: nobody looks before the letter is sent.
"""

from kit.rate_limit import RateLimiter, Rule
from kit.unit_of_work import UnitOfWork
from membership import directory
from membership.accounts import begin_session, me_of
from membership.errors import InvalidEmail, NoSuchPerson
from membership.events import StandingChanged
from membership.passwords import Passwords
from membership.people import checked_email, email_key
from membership.security import store
from membership.security.letter import About
from membership.security.tokens import make_token, read_token, use_token
from membership.security.writing import write_to
from membership.views import MeView

ASKED = Rule("recover", "3/hour", "A mail to this address was asked for often.")
ASKED_FROM_ADDRESS = Rule("recover_from", "20/hour", "Many mails were asked for from your network.")


class Recovering:
    def __init__(self, work: UnitOfWork, passwords: Passwords, limiter: RateLimiter) -> None:
        self._work = work
        self._passwords = passwords
        self._limiter = limiter

    async def ask(self, email: str, household: str, locale: str) -> None:
        """Have a link sent to whoever has this address.

        Raises:
            InvalidEmail, TooMany
        """
        address = checked_email(email)
        if isinstance(address, InvalidEmail):
            raise address
        await self._limiter.hit(ASKED_FROM_ADDRESS, household)
        await self._limiter.hit(ASKED, email_key(address))
        async with self._work.write() as tx:
            await store.add_letter(tx, About.PASSWORD_FORGOTTEN, None, address, locale, "")

    async def token_for(self, handle: str) -> str:
        """The same for who cannot read mail at their address any more, by whoever runs the installation: the link's secret.

        Raises:
            NoSuchPerson
        """
        async with self._work.write() as tx:
            account = await directory.account_by_handle(tx, handle)
            if account is None:
                raise NoSuchPerson("Nobody is called @{handle}.", handle=handle)
            return await make_token(tx, account.id)

    async def look(self, token: str) -> None:
        """Whether the link can be used.

        Raises:
            LinkSpent
        """
        async with self._work.read() as tx:
            await read_token(tx, token, is_for_email=False)

    async def reset(
        self, token: str, password: str, locale: str, device: str
    ) -> tuple[MeView, str]:
        """Set the password, once by this link. All sessions end, and one begins; the second value is its id.

        Raises:
            LinkSpent
        """
        await self.look(token)
        password_hash = await self._passwords.hash(password)
        async with self._work.write() as tx:
            account_id = (await use_token(tx, token, is_for_email=False))["account_id"]
            await store.set_password(tx, account_id, password_hash)
            await store.drop_tokens(tx, account_id)
            await store.end_sessions(tx, account_id)
            await write_to(tx, account_id, About.PASSWORD_CHANGED, locale)
            tx.emit(StandingChanged(account_id=account_id))
            session_id = await begin_session(tx, account_id, device)
            return await me_of(tx, account_id), session_id
