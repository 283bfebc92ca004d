"""The buyer's verbs: collecting a voucher in a room, entering a code, and seeing what one has.

Copies that many people collect at once are handed out in batches (`kit/group_commit.py`), in the order of arrival.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from commerce.errors import ShowNotLive, TierTooLow
from commerce.refusing import refuse
from commerce.venue import FindVenue, Venue, doors_of, venue_of
from commerce.vouchers.booking import close_books
from commerce.vouchers.books import Books
from commerce.vouchers.errors import NoSuchVoucher
from commerce.vouchers.issued import Issued, refuse_over
from commerce.vouchers.presenting import my_voucher_view, show_voucher_view
from commerce.vouchers.store import uses as store_uses
from commerce.vouchers.store import vouchers as store
from commerce.vouchers.uses import Use
from commerce.vouchers.views import MyVoucherView, ShowVoucherView
from kit.auth import Principal
from kit.errors import Refusal
from kit.group_commit import GroupCommit
from kit.rate_limit import RateLimiter, Rule
from kit.unit_of_work import Tx, UnitOfWork
from membership.ranks import ranks_of

COLLECTIONS = Rule("collect", "60/minute", "You collect too many vouchers.")
CODES = Rule("voucher_code", "20/minute", "You entered too many codes.")


@dataclass(frozen=True, slots=True)
class Wish:
    """Someone wants a copy of a voucher."""

    voucher_id: str
    who: Principal

    @property
    def account_id(self) -> str:
        return self.who.account()


class Collecting:
    def __init__(self, work: UnitOfWork, find_venue: FindVenue, limiter: RateLimiter) -> None:
        self._work = work
        self._find_venue = find_venue
        self._limiter = limiter
        self._commits = GroupCommit[Wish, MyVoucherView](work, self._settle)

    async def collect(self, principal: Principal, voucher_id: str) -> MyVoucherView:
        """Take a copy of a voucher in its show's room. Who has one that is not used keeps it and gets no other, so that
        asking twice is the same as once.

        Raises:
            NotSignedIn, NoSuchVoucher, ShowNotLive, VoucherOver, VoucherUsedUp,
            VoucherLimitReached, TooMany, Unavailable
        """
        await self._limiter.hit(COLLECTIONS, principal.account())
        return await self._commits.submit(Wish(voucher_id, principal))

    async def enter_code(self, principal: Principal, code: str) -> MyVoucherView:
        """Remember the voucher that the code opens. Its place is taken when it is reserved, not now.

        Raises:
            NotSignedIn, NoSuchVoucher, VoucherOver, TooMany
        """
        account_id = principal.account()
        await self._limiter.hit(CODES, account_id)
        async with self._work.write() as tx:
            key = code.strip().upper()
            issued = (await store.vouchers_by_code(tx, [key])).get(key)
            if issued is None:
                raise NoSuchVoucher("No voucher has this code. Check how it is written.")
            refuse(refuse_over(issued, tx.now))
            await store.add_holder(tx, issued.id, account_id)
            uses = await store_uses.uses_of(tx, [issued.id], account_id)
            return my_voucher_view(issued, uses, tx.now)

    async def in_show(self, principal: Principal, show_id: str) -> list[MyVoucherView]:
        """The vouchers that are collected in the show, and what they are to the caller.

        Raises:
            NoSuchShow
        """
        async with self._work.read() as tx:
            await venue_of(tx, self._find_venue, show_id)
            found = await store.vouchers_of_show(tx, show_id)
            return await _views(tx, found, principal.account_id)

    async def of_show(self, show_id: str) -> list[ShowVoucherView]:
        """The vouchers that are collected in the show and are not over, as everybody sees them."""
        async with self._work.read() as tx:
            return [
                show_voucher_view(issued) for issued in await store.vouchers_of_show(tx, show_id)
            ]

    async def in_its_show(self, voucher_id: str) -> ShowVoucherView | None:
        """The voucher as everybody in its show sees it; None if it is not collected in one."""
        async with self._work.read() as tx:
            issued = (await store.vouchers_by_id(tx, [voucher_id])).get(voucher_id)
        return show_voucher_view(issued) if issued and issued.show_id else None

    async def mine(self, principal: Principal) -> list[MyVoucherView]:
        """What the caller has collected, was given, has entered or has used, the newest first.

        Raises:
            NotSignedIn
        """
        account_id = principal.account()
        async with self._work.read() as tx:
            used = [use.voucher_id for use in await store_uses.newest_uses(tx, account_id)]
            ids = {*used, *await store.entered_by(tx, account_id)}
            found = await store.vouchers_by_id(tx, ids)
            newest_first = [found[voucher_id] for voucher_id in sorted(found, reverse=True)]
            return await _views(tx, newest_first, account_id)

    async def close(self) -> None:
        """Hand out what waits, and take nothing more."""
        await self._commits.close()

    async def _settle(self, tx: Tx, wishes: Sequence[Wish]) -> list[MyVoucherView | Refusal]:
        voucher_ids = {wish.voucher_id for wish in wishes}
        books = await store_uses.lock_books(tx, voucher_ids, {wish.account_id for wish in wishes})
        venues = await self._venues(tx, voucher_ids, books)
        closed = {voucher_id: _refuse_all(venues.get(voucher_id)) for voucher_id in voucher_ids}
        outsiders = await _outsiders(tx, wishes, venues)
        handed_out = [
            closed[wish.voucher_id]
            or outsiders.get((wish.voucher_id, wish.account_id))
            or books.hand_out(wish.voucher_id, wish.account_id)
            for wish in wishes
        ]
        await close_books(tx, books)
        return [
            answer if isinstance(answer, Refusal) else _view(books, answer, tx.now)
            for answer in handed_out
        ]

    async def _venues(self, tx: Tx, voucher_ids: Collection[str], books: Books) -> dict[str, Venue]:
        """The shows in which the vouchers are collected, by voucher."""
        found = [books.find(voucher_id) for voucher_id in voucher_ids]
        return {
            issued.id: await venue_of(tx, self._find_venue, issued.show_id)
            for issued in found
            if issued is not None and issued.show_id is not None
        }


def _refuse_all(venue: Venue | None) -> Refusal | None:
    """Why nobody can collect the voucher of this show at this moment, if nobody can."""
    if venue is None:
        return NoSuchVoucher("The show's page lists those to collect.")
    return None if venue.is_live else ShowNotLive("Collect it while the show is live.")


async def _outsiders(
    tx: Tx, wishes: Sequence[Wish], venues: Mapping[str, Venue]
) -> dict[tuple[str, str], Refusal]:
    """Those whom the shows do not let in at this moment, by voucher and person."""
    doors = doors_of(venues, tx.now)
    refused: dict[tuple[str, str], Refusal] = {}
    for voucher_id, needed in doors.items():
        here = [wish for wish in wishes if wish.voucher_id == voucher_id]
        ranks = await ranks_of(tx, [wish.who for wish in here], venues[voucher_id].brand_id)
        for wish in here:
            if ranks.get(wish.account_id, 0) < needed:
                refused[voucher_id, wish.account_id] = TierTooLow(
                    "The show is for others, or not open to you yet."
                )
    return refused


def _view(books: Books, use: Use, now: datetime) -> MyVoucherView:
    held = books.held_by(use.voucher_id, use.account_id)
    return my_voucher_view(books.voucher(use.voucher_id), held, now)


async def _views(tx: Tx, found: Sequence[Issued], account_id: str | None) -> list[MyVoucherView]:
    ids = [issued.id for issued in found]
    uses = await store_uses.uses_of(tx, ids, account_id) if account_id else []
    return [
        my_voucher_view(issued, [use for use in uses if use.voucher_id == issued.id], tx.now)
        for issued in found
    ]
