"""Being erased. At once nobody can sign in any more and the account names nobody; then the worker clears what is left, step by step.

Every step can be done again and does nothing then, so a crash between two of them is finished by the next worker. What was under way
while the account was erased (a message, a visit to a show) may be written a moment later, so all steps are done once more after a minute.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import structlog

from kit.auth import Principal, Role
from kit.errors import Refusal
from kit.ids import new_id
from kit.one_by_one import OneByOne
from kit.rate_limit import RateLimiter, Rule
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory
from membership import store as membership
from membership.errors import WrongPassword
from membership.events import StandingChanged
from membership.passwords import Passwords
from membership.privacy.errors import LastToManage, OrderInPayment
from membership.privacy.events import AccountErased
from membership.privacy.store import erasures as store

log = structlog.get_logger()

BATCH = 20
AGAIN_AFTER = timedelta(minutes=1)
PASSES = 2
ERASURES = Rule("erase", "5/hour", "That was the wrong password often.")
NAME_LENGTH = 16

Step = Callable[[Tx, str], Awaitable[object]]
"""Clears something of the account with this id, in a transaction of its own. Raises a Refusal if that has to wait."""
NumbersInPayment = Callable[[Tx, str], Awaitable[list[str]]]
"""The numbers of the orders that keep the account with this id from being erased."""


class Erasing:
    def __init__(
        self,
        work: UnitOfWork,
        passwords: Passwords,
        limiter: RateLimiter,
        numbers_in_payment: NumbersInPayment,
        steps: Sequence[Step],
    ) -> None:
        self._work = work
        self._passwords = passwords
        self._limiter = limiter
        self._numbers_in_payment = numbers_in_payment
        self._steps = steps
        self._due = OneByOne[str]("clear_erased")

    async def erase(self, principal: Principal, password: str) -> None:
        """Erase the caller. A second time nothing changes.

        Raises:
            NotSignedIn, TooMany, WrongPassword, OrderInPayment, LastToManage
        """
        account_id = principal.account()
        await self._limiter.hit(ERASURES, account_id)
        async with self._work.read() as tx:
            password_hash = await membership.password_hash(tx, account_id)
        if not await self._passwords.matches(password, password_hash):
            message = "Enter the password with which you sign in."
            raise WrongPassword(message, fields={"password": message})
        async with self._work.write() as tx:
            await membership.lock_account(tx, account_id)
            if await store.erasure(tx, account_id) is not None:
                return
            await self._check(tx, account_id)
            await store.add_erasure(tx, account_id)
            await store.anonymise(tx, account_id, f"gone_{new_id()[-NAME_LENGTH:]}")
            tx.emit(StandingChanged(account_id=account_id))
            tx.emit(AccountErased(account_id=account_id))

    async def go_on(self) -> int:
        """Clear what is left of the people who were erased and are due; how many. For the worker."""
        async with self._work.read() as tx:
            rows = await store.due_erasures(tx, self._due.reach(BATCH))
        passes = {row["account_id"]: row["passes"] for row in rows}
        return len(await self._due.each(passes, lambda id: self._clear(id, passes[id])))

    async def clear(self, account_id: str) -> None:
        """The same for one of them, as soon as it happened."""
        async with self._work.read() as tx:
            row = await store.erasure(tx, account_id)
        if row is not None and row["passes"] == 0:
            await self._clear(account_id, 0)

    async def _clear(self, account_id: str, passes: int) -> None:
        is_done = True
        for step in self._steps:
            try:
                async with self._work.write() as tx:
                    await step(tx, account_id)
            except Refusal as refusal:
                is_done = False
                log.info("erasure.waits", account_id=account_id, code=refusal.code)
        await self._save(account_id, passes + is_done)

    async def _save(self, account_id: str, passes: int) -> None:
        async with self._work.write() as tx:
            due_at = None if passes >= PASSES else tx.now + AGAIN_AFTER
            await store.save(tx, account_id, passes, due_at)

    async def _check(self, tx: Tx, account_id: str) -> None:
        numbers = await self._numbers_in_payment(tx, account_id)
        if numbers:
            raise OrderInPayment(
                "Of order {number} a payment is under way or a balance is to be paid. Wait for its outcome, pay it, or give the order up first.",
                number=numbers[0],
            )
        for brand_id, role in (await membership.roles(tx, account_id)).items():
            await membership.lock_brand(tx, brand_id)
            is_last = await membership.other_managers(tx, brand_id, account_id) == 0
            if role is Role.MANAGER and is_last:
                brand = await directory.brand(tx, brand_id)
                raise LastToManage(
                    "Make someone else a manager of {name} first.",
                    name=brand.name if brand else "",
                )
