"""Signing up, in and out, and who a session belongs to."""

from datetime import timedelta

from kit.auth import GUEST, Principal, Role
from kit.clock import to_ms
from kit.errors import Conflict
from kit.ids import new_id, new_secret
from kit.rate_limit import RateLimiter, Rule
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory, store
from membership.errors import EmailTaken, HandleTaken, InvalidEmail, WrongCredentials
from membership.events import AccountCreated, SignedIn, StandingChanged
from membership.passwords import Passwords
from membership.people import Account, Brand, checked_email
from membership.views import Credentials, MembershipView, MeView, NewAccount, RoleView

SESSION_LASTS = timedelta(days=30)
SIGN_UPS = Rule("sign_up", "120/hour", "Too many accounts were made from your network.")
SIGN_INS = Rule("sign_in", "10/minute", "Too many tries to sign in to this account.")
SIGN_INS_FROM_ADDRESS = Rule("sign_in_from", "60/minute", "Too many sign-ins from your network.")


class Accounts:
    def __init__(self, work: UnitOfWork, passwords: Passwords, limiter: RateLimiter) -> None:
        self._work = work
        self.passwords = passwords
        self._limiter = limiter

    async def sign_up(
        self,
        new: NewAccount,
        household: str,
        referral_token: str | None = None,
        device: str = "",
    ) -> tuple[MeView, str]:
        """Make an account and a session for it; the second value is the session's id.

        Raises:
            InvalidEmail, HandleTaken, EmailTaken, TooMany
        """
        await self._limiter.hit(SIGN_UPS, household)
        account = await self.create(new, referral_token=referral_token)
        async with self._work.write() as tx:
            return await me_of(tx, account.id), await begin_session(tx, account.id, device)

    async def create(
        self, new: NewAccount, *, is_operator: bool = False, referral_token: str | None = None
    ) -> Account:
        """Make an account.

        Raises:
            InvalidEmail, HandleTaken, EmailTaken
        """
        email = checked_email(new.email)
        if isinstance(email, InvalidEmail):
            raise email
        account = Account(new_id(), new.handle, email, is_operator)
        async with self._work.read() as tx:
            await _check_free(tx, account)
        password_hash = await self.passwords.hash(new.password)
        async with self._work.write() as tx:
            if not await store.add_account(tx, account, password_hash):
                await _check_free(tx, account)
                raise Conflict("Try again.")
            tx.emit(AccountCreated(account_id=account.id, referral_token=referral_token))
        return account

    async def sign_in(
        self,
        credentials: Credentials,
        household: str,
        referral_token: str | None = None,
        device: str = "",
    ) -> tuple[MeView, str]:
        """Begin a session; the second value is its id. `referral_token` tells by what link they came, if by one.

        Raises:
            WrongCredentials, TooMany
        """
        await self._limiter.hit(SIGN_INS_FROM_ADDRESS, household)
        # By account and network together: strangers must not be able to lock an owner out.
        await self._limiter.hit(SIGN_INS, credentials.login.strip().lower(), household)
        async with self._work.read() as tx:
            found = await store.credentials(tx, credentials.login)
        password_hash = found["password_hash"] if found else None
        if not await self.passwords.matches(credentials.password, password_hash) or not found:
            raise _wrong()
        async with self._work.write() as tx:
            account_id = found["id"]
            await store.lock_account(tx, account_id)
            if await store.password_hash(tx, account_id) != password_hash:
                raise _wrong()  # it was changed while it was checked
            if referral_token is not None:
                tx.emit(SignedIn(account_id=account_id, referral_token=referral_token))
            return await me_of(tx, account_id), await begin_session(tx, account_id, device)

    async def sign_out(self, session_id: str) -> None:
        async with self._work.write() as tx:
            ended = await store.principals(tx, [session_id])
            await store.end_session(tx, session_id)
            for principal in ended.values():
                tx.emit(StandingChanged(account_id=principal.account()))

    async def principal_of(self, session_id: str | None) -> Principal:
        """Who holds this session: a guest if it is missing, ended or too old."""
        if session_id is None:
            return GUEST
        async with self._work.read() as tx:
            return (await store.principals(tx, [session_id])).get(session_id, GUEST)

    async def me(self, principal: Principal) -> MeView:
        """Who the caller is.

        Raises:
            NotSignedIn
        """
        async with self._work.read() as tx:
            return await me_of(tx, principal.account())


async def begin_session(tx: Tx, account_id: str, device: str) -> str:
    """The new session's id."""
    session_id = new_secret()
    await store.add_session(tx, session_id, account_id, tx.now + SESSION_LASTS, device)
    return session_id


async def me_of(tx: Tx, account_id: str) -> MeView:
    """Who the account is, to its owner."""
    account = await directory.account(tx, account_id)
    assert account is not None, "a session without its account"
    roles = await store.roles(tx, account_id)
    memberships = await store.memberships(tx, account_id)
    found = await directory.brands_by_id(tx, {*roles, *memberships})
    brands = sorted(found.values(), key=lambda brand: brand.name)
    return MeView(
        account_id=account.id,
        handle=account.handle,
        email=account.email,
        is_operator=account.is_operator,
        roles=[_role(brand, roles[brand.id]) for brand in brands if brand.id in roles],
        memberships=[
            MembershipView(
                brand_id=brand.id,
                brand_slug=brand.slug,
                brand_name=brand.name,
                tier=tier.view(),
                joined_at_ms=to_ms(memberships[brand.id]["joined_at"]),
            )
            for brand in brands
            if brand.id in memberships
            and (tier := brand.tier(memberships[brand.id]["tier_rank"])) is not None
        ],
    )


async def _check_free(tx: Tx, account: Account) -> None:
    if await store.has_handle(tx, account.handle):
        message = "This handle is taken. Choose another."
        raise HandleTaken(message, fields={"handle": message})
    if await store.has_email(tx, account.email):
        message = "There is already an account with this address. Sign in instead."
        raise EmailTaken(message, fields={"email": message})


def _role(brand: Brand, role: Role) -> RoleView:
    return RoleView(
        brand_id=brand.id,
        brand_slug=brand.slug,
        brand_name=brand.name,
        role=role.name.lower(),
    )


def _wrong() -> WrongCredentials:
    return WrongCredentials("Check the handle or e-mail address and the password.")
