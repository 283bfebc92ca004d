"""Signing up, in and out; who a session belongs to, and for how long."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from kit.auth import GUEST, Role
from kit.errors import NotSignedIn, Refusal, TooMany
from kit.rate_limit import RateLimiter
from membership import store
from membership.accounts import SESSION_LASTS, Accounts
from membership.errors import EmailTaken, HandleTaken, InvalidEmail, WrongCredentials
from membership.events import AccountCreated, SignedIn
from membership.passwords import Passwords, cheap_passwords
from membership.programmes import Programmes
from membership.tables import accounts as accounts_table
from membership.views import Credentials, NewAccount
from tests.support.slices import Unlimited, World

IP = "192.0.2.7"


@pytest.fixture
def accounts(world: World) -> Accounts:
    return Accounts(world.work, cheap_passwords(), Unlimited())


def a_new(handle: str = "Mira_7", email: str = "mira@example.com") -> NewAccount:
    return NewAccount(handle=handle, email=email, password="correct horse")


def a_login(login: str = "mira_7", password: str = "correct horse") -> Credentials:
    return Credentials(login=login, password=password)


async def test_who_signs_up_is_signed_in(accounts: Accounts, world: World) -> None:
    me, session_id = await accounts.sign_up(a_new(), IP)
    assert (me.handle, me.email, me.is_operator) == ("Mira_7", "mira@example.com", False)
    assert (me.roles, me.memberships) == ([], [])
    principal = await accounts.principal_of(session_id)
    assert (principal.account_id, principal.handle) == (me.account_id, "Mira_7")
    assert await accounts.me(principal) == me
    assert world.events == [AccountCreated(account_id=me.account_id)]


async def test_the_password_is_not_kept(accounts: Accounts, world: World) -> None:
    await accounts.sign_up(a_new(), IP)
    async with world.work.read() as tx:
        kept = await tx.scalar(select(accounts_table.c.password_hash))
    assert kept.startswith("$argon2id$")
    assert "correct horse" not in kept


@pytest.mark.parametrize(
    ("new", "refusal", "field"),
    [
        (a_new("mIRA_7", "other@example.com"), HandleTaken, "handle"),
        (a_new("noor", "MIRA@Example.com"), EmailTaken, "email"),
        (a_new("noor", "mira"), InvalidEmail, "email"),
    ],
)
async def test_a_handle_and_an_address_belong_to_one_account(
    accounts: Accounts, new: NewAccount, refusal: type[Refusal], field: str
) -> None:
    await accounts.sign_up(a_new(), IP)
    with pytest.raises(refusal) as refused:
        await accounts.sign_up(new, IP)
    assert set(refused.value.fields) == {field}


async def test_of_fifty_at_once_one_gets_the_handle(accounts: Accounts, world: World) -> None:
    outcomes = await asyncio.gather(
        *(accounts.sign_up(a_new(email=f"mira{number}@example.com"), IP) for number in range(50)),
        return_exceptions=True,
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert [type(outcome) for outcome in refused] == [HandleTaken] * 49
    assert await _count(world) == 1
    assert len(world.happened(AccountCreated)) == 1


async def test_of_fifty_at_once_one_gets_the_address(accounts: Accounts, world: World) -> None:
    outcomes = await asyncio.gather(
        *(accounts.sign_up(a_new(handle=f"mira_{number}"), IP) for number in range(50)),
        return_exceptions=True,
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert [type(outcome) for outcome in refused] == [EmailTaken] * 49
    assert await _count(world) == 1


@pytest.mark.parametrize(
    "login", ["Mira_7", "mira_7", " MIRA_7 ", "mira@example.com", " Mira@EXAMPLE.com "]
)
async def test_one_signs_in_by_handle_or_address_however_written(
    accounts: Accounts, login: str
) -> None:
    me, first = await accounts.sign_up(a_new(), IP)
    again, second = await accounts.sign_in(a_login(login), IP)
    assert again == me
    assert second != first


@pytest.mark.parametrize(
    "credentials",
    [a_login(password="wrong horse"), a_login("nobody"), a_login("nobody@example.com")],
)
async def test_what_is_wrong_is_not_told(accounts: Accounts, credentials: Credentials) -> None:
    await accounts.sign_up(a_new(), IP)
    with pytest.raises(WrongCredentials, match="Check the handle or e-mail address"):
        await accounts.sign_in(credentials, IP)


async def test_a_password_is_checked_even_without_an_account(world: World) -> None:
    checked: list[str | None] = []

    class Watched(Passwords):
        async def matches(self, password: str, password_hash: str | None) -> bool:
            checked.append(password_hash)
            return True  # even then nobody gets in

    accounts = Accounts(world.work, Watched(), Unlimited())
    with pytest.raises(WrongCredentials):
        await accounts.sign_in(a_login("nobody"), IP)
    assert checked == [None]


async def test_signing_out_ends_this_session_and_no_other(accounts: Accounts) -> None:
    _, here = await accounts.sign_up(a_new(), IP)
    _, there = await accounts.sign_in(a_login(), IP)
    await accounts.sign_out(here)
    assert await accounts.principal_of(here) == GUEST
    assert (await accounts.principal_of(there)).handle == "Mira_7"


async def test_a_session_ends_by_itself_and_is_then_forgotten(
    accounts: Accounts, world: World
) -> None:
    _, session_id = await accounts.sign_up(a_new(), IP)
    world.pass_time(SESSION_LASTS - timedelta(seconds=1))
    assert not (await accounts.principal_of(session_id)).is_guest
    world.pass_time(timedelta(seconds=2))
    assert (await accounts.principal_of(session_id)).is_guest
    async with world.work.write() as tx:
        assert await store.forget_sessions(tx) == 1


@pytest.mark.parametrize("session_id", [None, "", "made up"])
async def test_without_a_session_one_is_a_guest(accounts: Accounts, session_id: str | None) -> None:
    assert await accounts.principal_of(session_id) == GUEST
    with pytest.raises(NotSignedIn):
        await accounts.me(GUEST)


async def test_a_session_shows_roles_and_memberships_as_they_are_now(
    accounts: Accounts, world: World
) -> None:
    me, session_id = await accounts.sign_up(a_new(), IP)
    brand, other = await world.brand(), await world.brand()
    async with world.work.write() as tx:
        await store.set_role(tx, brand.id, me.account_id, "host")
    await Programmes(world.work).join(await accounts.principal_of(session_id), other.slug)

    principal = await accounts.principal_of(session_id)
    assert (principal.role_for(brand.id), principal.role_for(other.id)) == (Role.HOST, Role.MEMBER)
    me = await accounts.me(principal)
    assert [(role.brand_slug, role.role) for role in me.roles] == [(brand.slug, "host")]
    assert [(m.brand_slug, m.tier.name) for m in me.memberships] == [(other.slug, "Bronze")]


async def test_guessing_at_one_account_is_slowed_down_and_others_still_sign_in(
    world: World,
) -> None:
    accounts = Accounts(world.work, cheap_passwords(), RateLimiter())
    await accounts.sign_up(a_new(), IP)
    await accounts.sign_up(a_new("noor", "noor@example.com"), IP)
    for _ in range(10):
        with pytest.raises(WrongCredentials):
            await accounts.sign_in(a_login(password="a guess"), IP)
    with pytest.raises(TooMany) as refused:
        await accounts.sign_in(a_login(), IP)
    assert 1 <= (refused.value.retry_after_s or 0) <= 120
    await accounts.sign_in(a_login("noor"), IP)
    await accounts.sign_in(a_login(), "192.0.2.8")  # guessers do not lock the owner out


async def _count(world: World) -> int:
    async with world.work.read() as tx:
        return int(await tx.scalar(select(func.count()).select_from(accounts_table)))


async def test_who_signs_in_after_a_link_is_told_of_with_it(
    accounts: Accounts, world: World
) -> None:
    me, _ = await accounts.sign_up(a_new(), IP)
    await accounts.sign_in(a_login(), IP)
    assert world.happened(SignedIn) == []
    await accounts.sign_in(a_login(), IP, "click")
    assert world.happened(SignedIn) == [SignedIn(account_id=me.account_id, referral_token="click")]
