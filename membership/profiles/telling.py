"""Saying something of oneself."""

from dataclasses import asdict
from datetime import datetime

import msgspec

from kit.auth import Principal
from kit.clock import to_ms
from kit.errors import Invalid
from kit.unit_of_work import Tx, UnitOfWork
from membership import store as membership
from membership.profiles import store
from membership.profiles.profile import Profile, checked
from membership.profiles.views import NewProfile, ProfileChangeView, ProfileView

PAGE = "profile"
"""By what profiles are changed."""
LISTED_CHANGES = 20


class Profiles:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def mine(self, principal: Principal) -> ProfileView:
        """
        Raises:
            NotSignedIn
        """
        async with self._work.read() as tx:
            return await profile_of(tx, principal.account())

    async def changes(self, principal: Principal) -> list[ProfileChangeView]:
        """The last 20, the newest first.

        Raises:
            NotSignedIn
        """
        async with self._work.read() as tx:
            rows = await store.last_changes(tx, principal.account(), LISTED_CHANGES)
        return [
            ProfileChangeView(
                fields=row["fields"].split(),
                source=row["source"],
                at_ms=to_ms(row["changed_at"]),
            )
            for row in rows
        ]

    async def change(self, principal: Principal, new: NewProfile) -> ProfileView:
        """Say this of oneself, and nothing else. What was said already changes nothing.

        Raises:
            NotSignedIn, Invalid
        """
        account_id = principal.account()
        wanted = checked(_stripped(new))
        if isinstance(wanted, Invalid):
            raise wanted
        async with self._work.write() as tx:
            await membership.lock_account(tx, account_id)
            before, changed_at = await store.profile(tx, account_id)
            fields = wanted.changes(before)
            if not fields:
                return _view(before, changed_at)
            await store.save(tx, account_id, wanted)
            await store.note_change(tx, account_id, fields, PAGE)
            return _view(wanted, tx.now)


async def profile_of(tx: Tx, account_id: str) -> ProfileView:
    return _view(*await store.profile(tx, account_id))


def _stripped(new: NewProfile) -> Profile:
    name = (new.display_name or "").strip() or None
    return Profile(**{**msgspec.structs.asdict(new), "display_name": name})


def _view(profile: Profile, changed_at: datetime | None) -> ProfileView:
    return ProfileView(**asdict(profile), changed_at_ms=to_ms(changed_at) if changed_at else None)
