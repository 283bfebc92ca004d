"""Where one is signed in, and ending it from elsewhere."""

from kit.auth import Principal
from kit.clock import to_ms
from kit.unit_of_work import UnitOfWork
from membership import store as membership
from membership.events import StandingChanged
from membership.security import store
from membership.security.views import SessionView


class Sessions:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def mine(self, principal: Principal) -> list[SessionView]:
        """The newest first.

        Raises:
            NotSignedIn
        """
        async with self._work.read() as tx:
            rows = await store.sessions_of(tx, principal.account())
        return [
            SessionView(
                device=row["device"],
                since_ms=to_ms(row["created_at"]),
                is_this=row["id"] == principal.session_id,
            )
            for row in rows
        ]

    async def end_others(self, principal: Principal) -> None:
        """Sign the caller out everywhere else. Links that were sent there do nothing any more.

        Raises:
            NotSignedIn
        """
        account_id = principal.account()
        async with self._work.write() as tx:
            await membership.lock_account(tx, account_id)
            await store.drop_tokens(tx, account_id)
            if await store.end_sessions(tx, account_id, besides=principal.session_id):
                tx.emit(StandingChanged(account_id=account_id))
