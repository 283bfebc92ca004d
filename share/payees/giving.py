"""A sharer's verbs: saying where their money is to go, and taking it back."""

from sqlalchemy import RowMapping

from kit.auth import Principal
from kit.clock import to_ms
from kit.errors import Invalid
from kit.rate_limit import RateLimiter, Rule
from kit.unit_of_work import UnitOfWork
from membership.security.confirming import require_password
from membership.security.letter import About
from membership.security.writing import write_to
from share.events import PayeeChanged
from share.payees import store
from share.payees.bank_account import checked
from share.payees.sealing import Sealing
from share.payees.views import MyPayoutDetailsView, NewPayoutDetails, PayoutDetailsView

CHANGES = Rule("payout_details", "20/hour", "You changed your bank account often.")


class Payees:
    def __init__(self, work: UnitOfWork, limiter: RateLimiter, sealing: Sealing) -> None:
        self._work = work
        self._limiter = limiter
        self._sealing = sealing

    async def mine(self, principal: Principal) -> MyPayoutDetailsView:
        """
        Raises:
            NotSignedIn
        """
        account_id = principal.account()
        async with self._work.read() as tx:
            return _view(await store.details(tx, account_id, self._sealing))

    async def give(
        self, principal: Principal, new: NewPayoutDetails, locale: str = "en"
    ) -> MyPayoutDetailsView:
        """Have payouts go to this bank account from now on, of all brands. The person is written to, in the locale's language.

        Raises:
            NotSignedIn, TooMany, Invalid, PasswordNeeded
        """
        account_id = principal.account()
        bank_account = checked(new)
        if isinstance(bank_account, Invalid):
            raise bank_account
        await self._limiter.hit(CHANGES, account_id)
        async with self._work.write() as tx:
            await require_password(tx, principal)
            await store.save(tx, account_id, bank_account, self._sealing)
            await write_to(tx, account_id, About.PAYEE_CHANGED, locale, detail=bank_account.hint)
            tx.emit(PayeeChanged(account_id=account_id))
            return _view(await store.details(tx, account_id, self._sealing))

    async def take_back(self, principal: Principal, locale: str = "en") -> None:
        """Have payouts leave the person out, who is written to. What is not there need not be.

        Raises:
            NotSignedIn, PasswordNeeded
        """
        account_id = principal.account()
        async with self._work.write() as tx:
            await require_password(tx, principal)
            if await store.remove(tx, account_id):
                await write_to(tx, account_id, About.PAYEE_FORGOTTEN, locale)
                tx.emit(PayeeChanged(account_id=account_id))


def _view(row: RowMapping | None) -> MyPayoutDetailsView:
    if row is None:
        return MyPayoutDetailsView(details=None)
    return MyPayoutDetailsView(
        details=PayoutDetailsView(
            holder=row["holder"],
            hint=row["hint"],
            bic=row["bic"],
            changed_at_ms=to_ms(row["changed_at"]),
        )
    )
