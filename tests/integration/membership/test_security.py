"""docs/privacy.md, S1 to S7: coming back to an account, changing how one signs in, and the letters that tell of it."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from kit.auth import Principal
from kit.errors import TooMany
from kit.mail import Letter, NotSent
from kit.rate_limit import RateLimiter
from membership.accounts import Accounts
from membership.errors import (
    EmailTaken,
    InvalidEmail,
    NoSuchPerson,
    WrongCredentials,
    WrongPassword,
)
from membership.events import StandingChanged
from membership.passwords import Passwords, cheap_passwords
from membership.privacy.store import erasures
from membership.security import store
from membership.security.changing import Changing
from membership.security.confirming import COUNTS_FOR, Confirming, require_password
from membership.security.errors import LinkSpent, PasswordNeeded
from membership.security.letter import TOKEN_LASTS, About, AccountLetter
from membership.security.mailing import AccountMailing
from membership.security.recovering import Recovering
from membership.security.sessions import Sessions
from membership.security.tables import account_letters, account_tokens
from membership.views import Credentials, NewAccount
from tests.support.slices import Unlimited, World

IP = "192.0.2.7"
OLD, NEW = "correct horse", "battery staple"


class Home:
    """Mira's account, and a letter box that keeps what is sent."""

    def __init__(self, world: World, limiter: RateLimiter) -> None:
        work, passwords = world.work, cheap_passwords()
        self.world = world
        self.accounts = Accounts(work, passwords, Unlimited())
        self.recovering = Recovering(work, passwords, limiter)
        self.confirming = Confirming(work, passwords, limiter)
        self.changing = Changing(work, passwords, limiter, self.confirming)
        self.sessions = Sessions(work)
        self.mailing = AccountMailing(work, self, self.composed)
        self.letters: list[AccountLetter] = []
        self.refusal: Exception | None = None
        self._written: dict[str, AccountLetter] = {}

    def composed(self, letter: AccountLetter) -> Letter:
        self._written[letter.id] = letter
        return Letter(id=letter.id, to=letter.to, from_name="", subject="", text="", html="")

    async def send(self, letter: Letter) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.letters.append(self._written[letter.id])

    async def sign_up(self, handle: str = "mira") -> Principal:
        new = NewAccount(handle=handle, email=f"{handle}@example.com", password=OLD)
        _, session_id = await self.accounts.sign_up(new, IP)
        return await self.accounts.principal_of(session_id)

    async def sign_in(self, password: str, login: str = "mira") -> Principal:
        credentials = Credentials(login=login, password=password)
        _, session_id = await self.accounts.sign_in(credentials, IP, device="Firefox, Linux")
        return await self.accounts.principal_of(session_id)

    async def ask(self, email: str = "mira@example.com") -> None:
        await self.recovering.ask(email, IP, "en")

    async def token(self) -> str:
        """Ask, and take the secret out of the letter."""
        await self.ask()
        await self.mailing.send()
        token = self.letters[-1].token
        assert token is not None
        return token

    async def reset(self, token: str, password: str = NEW) -> Principal:
        _, session_id = await self.recovering.reset(token, password, "en", "Safari, iPhone")
        return await self.accounts.principal_of(session_id)

    async def count(self, table: object) -> int:
        async with self.world.work.read() as tx:
            return int(await tx.scalar(select(func.count()).select_from(table)))  # type: ignore[arg-type]

    def sent(self) -> list[tuple[About, str]]:
        return [(letter.about, letter.to) for letter in self.letters]


@pytest.fixture
def home(world: World) -> Home:
    return Home(world, Unlimited())


async def test_who_forgot_their_password_sets_a_new_one_and_is_signed_in_here_alone(
    home: Home,
) -> None:
    before = await home.sign_up()
    token = await home.token()
    home.world.events.clear()
    here = await home.reset(token)
    assert here.account_id == before.account_id
    assert (await home.accounts.principal_of(before.session_id)).is_guest
    assert home.world.events == [StandingChanged(account_id=here.account())]
    with pytest.raises(WrongCredentials):
        await home.sign_in(OLD)
    await home.sign_in(NEW)
    await home.mailing.send()
    assert home.sent() == [
        (About.PASSWORD_FORGOTTEN, "mira@example.com"),
        (About.PASSWORD_CHANGED, "mira@example.com"),
    ]
    assert await home.count(account_letters) == 0


async def test_an_address_that_nobody_has_is_answered_the_same_and_gets_no_mail(
    home: Home,
) -> None:
    await home.sign_up()
    await home.ask("nobody@example.com")
    await home.ask(" MIRA@Example.com ")
    assert await home.count(account_letters) == 2
    assert await home.mailing.send() == 2
    assert home.sent() == [(About.PASSWORD_FORGOTTEN, "MIRA@example.com")]
    assert await home.count(account_letters) == 0
    with pytest.raises(InvalidEmail):
        await home.ask("mira")


async def test_a_link_works_once_for_half_an_hour_and_is_not_kept(home: Home) -> None:
    await home.sign_up()
    late, token = await home.token(), ""
    home.world.pass_time(TOKEN_LASTS)
    for use in (home.recovering.look, home.reset):
        with pytest.raises(LinkSpent):
            await use(late)
    other, token = await home.token(), await home.token()
    async with home.world.work.read() as tx:
        kept = [row["hash"] for row in await tx.all(select(account_tokens))]
    assert token not in str(kept)
    await home.recovering.look(token)
    await home.reset(token)
    for spent in (token, other, "made up"):
        with pytest.raises(LinkSpent):
            await home.reset(spent, "another one")
    await home.sign_in(NEW)
    await home.token()
    home.world.pass_time(TOKEN_LASTS)
    await home.mailing.forget_tokens()
    assert await home.count(account_tokens) == 0


async def test_of_ten_at_once_one_uses_a_link(home: Home) -> None:
    await home.sign_up()
    token = await home.token()
    outcomes = await asyncio.gather(
        *(home.reset(token, f"password {number}") for number in range(10)), return_exceptions=True
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert [type(outcome) for outcome in refused] == [LinkSpent] * 9


async def test_a_session_that_begins_with_the_old_password_meanwhile_does_not(home: Home) -> None:
    await home.sign_up()
    token = await home.token()

    class Slow(Passwords):
        async def matches(self, password: str, password_hash: str | None) -> bool:
            await home.reset(token)
            return True

    accounts = Accounts(home.world.work, Slow(), Unlimited())
    with pytest.raises(WrongCredentials):
        await accounts.sign_in(Credentials(login="mira", password=OLD), IP)


async def test_mails_are_asked_for_so_often_and_no_more(world: World) -> None:
    home = Home(world, RateLimiter())
    for email in ("mira@example.com", "MIRA@example.com", "mira@EXAMPLE.com"):
        await home.ask(email)
    with pytest.raises(TooMany):
        await home.ask()
    for number in range(16):
        await home.ask(f"friend{number}@example.com")
    with pytest.raises(TooMany):
        await home.ask("one-more@example.com")
    await home.recovering.ask("one-more@example.com", "192.0.2.8", "en")


async def test_who_cannot_read_their_mail_is_given_a_link_by_the_operator(home: Home) -> None:
    await home.sign_up()
    await home.reset(await home.recovering.token_for("MIRA"))
    with pytest.raises(NoSuchPerson):
        await home.recovering.token_for("nobody")


async def test_who_is_erased_does_not_come_back_by_a_letter(home: Home) -> None:
    mira = await home.sign_up()
    token = await home.token()
    await home.ask()
    async with home.world.work.write() as tx:
        await erasures.anonymise(tx, mira.account(), "gone_1")
    with pytest.raises(LinkSpent):
        await home.reset(token)
    home.letters.clear()
    await home.mailing.send()
    assert home.letters == []


async def test_a_password_is_changed_by_who_knows_it_and_ends_all_other_sessions(
    home: Home,
) -> None:
    here, there = await home.sign_up(), await home.sign_in(OLD)
    token = await home.token()
    with pytest.raises(WrongPassword) as refused:
        await home.changing.change_password(here, "a guess", NEW, "en")
    assert set(refused.value.fields) == {"present"}
    await home.changing.change_password(here, OLD, NEW, "en")
    assert not (await home.accounts.principal_of(here.session_id)).is_guest
    assert (await home.accounts.principal_of(there.session_id)).is_guest
    with pytest.raises(LinkSpent):
        await home.reset(token)
    await home.mailing.send()
    assert home.sent()[-1] == (About.PASSWORD_CHANGED, "mira@example.com")
    await home.sign_in(NEW)


async def test_guessing_a_password_in_one_session_locks_nobody_out_of_another(
    world: World,
) -> None:
    home = Home(world, RateLimiter())
    thief, owner = await home.sign_up(), await home.sign_in(OLD)
    for _ in range(10):
        with pytest.raises(WrongPassword):
            await home.confirming.confirm(thief, "a guess")
    with pytest.raises(TooMany):
        await home.confirming.confirm(thief, OLD)
    await home.confirming.confirm(owner, OLD)


async def test_a_password_counts_for_ten_minutes_in_the_session_that_gave_it(home: Home) -> None:
    async def is_needed(principal: Principal) -> bool:
        async with home.world.work.read() as tx:
            try:
                await require_password(tx, principal)
            except PasswordNeeded:
                return True
        return False

    here, there = await home.sign_up(), await home.sign_in(OLD)
    home.world.pass_time(COUNTS_FOR)
    assert not await is_needed(here)
    home.world.pass_time(timedelta(seconds=1))
    assert await is_needed(here)
    await home.confirming.confirm(here, OLD)
    assert (await is_needed(here), await is_needed(there)) == (False, True)


async def test_an_address_is_the_accounts_once_its_letter_was_followed(home: Home) -> None:
    mira = await home.sign_up()
    await home.sign_up("noor")
    with pytest.raises(EmailTaken):
        await home.changing.change_email(mira, "NOOR@example.com", "en")
    await home.changing.change_email(mira, "mira@new.example.com", "en")
    await home.mailing.send()
    assert home.sent() == [(About.EMAIL_TO_CONFIRM, "mira@new.example.com")]
    token = home.letters[-1].token or ""
    assert (await home.accounts.me(mira)).email == "mira@example.com"
    with pytest.raises(LinkSpent):
        await home.reset(token)
    assert await home.changing.new_email(token) == "mira@new.example.com"
    assert await home.changing.confirm_email(token, "en") == "mira@new.example.com"
    with pytest.raises(LinkSpent):
        await home.changing.confirm_email(token, "en")
    await home.mailing.send()
    told = home.letters[-1]
    assert (told.about, told.to) == (About.EMAIL_CHANGED, "mira@example.com")
    assert told.detail == "mira@new.example.com"
    await home.sign_in(OLD, "mira@new.example.com")
    with pytest.raises(WrongCredentials):
        await home.sign_in(OLD, "mira@example.com")


async def test_an_address_that_another_took_meanwhile_is_refused_and_nobody_is_told(
    home: Home,
) -> None:
    mira = await home.sign_up()
    await home.changing.change_email(mira, "noor@example.com", "en")
    await home.mailing.send()
    await home.sign_up("noor")
    with pytest.raises(EmailTaken):
        await home.changing.confirm_email(home.letters[-1].token or "", "en")
    assert await home.mailing.send() == 0
    home.world.pass_time(COUNTS_FOR + timedelta(seconds=1))
    with pytest.raises(PasswordNeeded):
        await home.changing.change_email(mira, "mira@new.example.com", "en")


@pytest.mark.parametrize("how", ["new password", "link", "signing out"])
async def test_an_address_that_a_thief_named_is_not_the_accounts_once_they_were_thrown_out(
    home: Home, how: str
) -> None:
    """Their mail server puts the letter off, so that its link would be made afterwards."""
    thief = await home.sign_up()
    owner = await home.sign_in(OLD)
    token = await home.token()
    home.refusal = NotSent("try later", is_final=False)
    await home.changing.change_email(thief, "thief@example.com", "en")
    await home.mailing.send()
    if how == "new password":
        await home.changing.change_password(owner, OLD, NEW, "en")
    elif how == "link":
        await home.reset(token)
    else:
        await home.sessions.end_others(owner)
    home.refusal = None
    home.world.pass_time(timedelta(minutes=1))
    await home.mailing.send()
    assert About.EMAIL_TO_CONFIRM not in [letter.about for letter in home.letters]


async def test_a_letter_that_a_worker_is_about_to_send_brings_no_link_that_was_dropped(
    home: Home,
) -> None:
    mira = await home.sign_up()
    await home.changing.change_email(mira, "mira@new.example.com", "en")
    async with home.world.work.write() as tx:
        [taken] = await store.take_letters(tx, 20, tx.now + timedelta(minutes=5))
    await home.changing.change_password(mira, OLD, NEW, "en")
    await home.mailing._send(taken)
    assert (home.letters, await home.count(account_tokens)) == ([], 0)


async def test_a_link_that_a_thief_has_already_is_spent_when_they_are_signed_out(
    home: Home,
) -> None:
    thief, owner = await home.sign_up(), await home.sign_in(OLD)
    await home.changing.change_email(thief, "thief@example.com", "en")
    await home.mailing.send()
    await home.sessions.end_others(owner)
    with pytest.raises(LinkSpent):
        await home.changing.confirm_email(home.letters[-1].token or "", "en")


async def test_who_knows_the_old_password_does_not_change_one_that_was_set_meanwhile(
    home: Home,
) -> None:
    thief = await home.sign_up()
    token = await home.token()

    class Slow(Passwords):
        async def matches(self, password: str, password_hash: str | None) -> bool:
            await home.reset(token)
            return True

    work, slow = home.world.work, Slow()
    changing = Changing(work, slow, Unlimited(), Confirming(work, slow, Unlimited()))
    with pytest.raises(WrongPassword):
        await changing.change_password(thief, OLD, "the thief's own", "en")
    await home.sign_in(NEW)


async def test_nobody_finds_out_by_the_hundred_which_addresses_have_an_account(
    world: World,
) -> None:
    home = Home(world, RateLimiter())
    mira, _ = await home.sign_up(), await home.sign_up("noor")
    for _ in range(5):
        with pytest.raises(EmailTaken):
            await home.changing.change_email(mira, "noor@example.com", "en")
    with pytest.raises(TooMany):
        await home.changing.change_email(mira, "noor@example.com", "en")


async def test_one_sees_where_one_is_signed_in_and_ends_it_from_elsewhere(home: Home) -> None:
    there = await home.sign_up()
    home.world.pass_time(timedelta(hours=1))
    here = await home.sign_in(OLD)
    seen = [(each.device, each.is_this) for each in await home.sessions.mine(here)]
    assert seen == [("Firefox, Linux", True), ("", False)]
    home.world.events.clear()
    for _ in range(2):
        await home.sessions.end_others(here)
    assert home.world.events == [StandingChanged(account_id=here.account())]
    assert (await home.accounts.principal_of(there.session_id)).is_guest
    assert [each.is_this for each in await home.sessions.mine(here)] == [True]


async def test_a_letter_is_sent_once_by_however_many_workers(home: Home) -> None:
    await home.sign_up()
    await home.ask()
    workers = [AccountMailing(home.world.work, home, home.composed) for _ in range(3)]
    await asyncio.gather(*(worker.send() for worker in workers))
    assert len(home.letters) == 1


@pytest.mark.parametrize("refusal", [NotSent("try later", is_final=False), RuntimeError("broken")])
async def test_a_letter_that_is_not_taken_is_tried_again_and_keeps_no_other_from_being_sent(
    home: Home, refusal: Exception
) -> None:
    await home.sign_up()
    await home.ask()
    home.refusal = refusal
    assert await home.mailing.send() == 1
    home.refusal = None
    await home.ask()
    assert await home.mailing.send() == 1
    home.world.pass_time(timedelta(minutes=1))
    assert await home.mailing.send() == 1
    assert len(home.letters) == 2
    assert await home.count(account_letters) == 0


async def test_a_letter_that_is_never_taken_is_given_up(home: Home) -> None:
    await home.sign_up()
    await home.ask()
    home.refusal = NotSent("nobody of this name", is_final=True)
    await home.mailing.send()
    assert await home.count(account_letters) == 0
    home.refusal = NotSent("try later", is_final=False)
    await home.ask()
    tries = 0
    while await home.count(account_letters):
        tries += await home.mailing.send()
        home.world.pass_time(timedelta(hours=2))
    assert tries == 5


async def test_a_letter_whose_worker_died_is_sent_by_another(home: Home) -> None:
    await home.sign_up()
    await home.ask()
    async with home.world.work.write() as tx:
        await store.take_letters(tx, 20, tx.now + timedelta(minutes=5))
    assert await home.mailing.send() == 0
    home.world.pass_time(timedelta(minutes=5))
    assert await home.mailing.send() == 1
    assert len(home.letters) == 1
