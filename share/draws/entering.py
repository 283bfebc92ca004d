"""Entering a draw. Everyone in a room presses in the same seconds, so entries are settled in batches (`kit/group_commit.py`)."""

from collections.abc import Sequence
from dataclasses import dataclass

from kit.auth import Principal, Role
from kit.errors import Refusal
from kit.group_commit import GroupCommit
from kit.ids import new_code
from kit.rate_limit import RateLimiter, Rule
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory
from share.draws import store
from share.draws.draw import Draw, entered, refuse_entry
from share.draws.errors import NoSuchDraw
from share.draws.events import DrawEntered
from share.draws.views import TicketView

ENTRIES = Rule("draw_entry", "30/minute", "You entered draws too often.")
TICKET_LENGTH = 10
"""50 bits, so that no two in a draw are the same."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Someone wants a ticket."""

    principal: Principal
    draw_id: str

    @property
    def key(self) -> tuple[str, str]:
        return self.draw_id, self.principal.account()


class Entering:
    def __init__(self, work: UnitOfWork, limiter: RateLimiter) -> None:
        self._work = work
        self._limiter = limiter
        self._commits = GroupCommit[Wish, TicketView](work, _settle)

    async def enter(self, principal: Principal, draw_id: str) -> TicketView:
        """Take a ticket. Who has one keeps it, so that asking twice is the same as once.

        Raises:
            NotSignedIn, NoSuchDraw, DrawClosed, StaffCannotWin, ForMembers, DrawFull, TooMany, Unavailable
        """
        await self._limiter.hit(ENTRIES, principal.account())
        return await self._commits.submit(Wish(principal, draw_id))

    async def close(self) -> None:
        """Settle those who enter, and take no more."""
        await self._commits.close()


async def _settle(tx: Tx, wishes: Sequence[Wish]) -> list[TicketView | Refusal]:
    draws = await store.lock_draws(tx, {wish.draw_id for wish in wishes})
    accounts = {wish.principal.account() for wish in wishes}
    had = await store.entries_of(tx, draws, accounts)
    ranks = {
        draw.brand_id: await directory.standings(tx, draw.brand_id, accounts)
        for draw in draws.values()
    }
    counter = _Counter(draws, had)
    answers: list[TicketView | Refusal] = []
    for wish in wishes:
        draw = counter.draws.get(wish.draw_id)
        standing = ranks[draw.brand_id].get(wish.principal.account()) if draw else None
        answers.append(counter.serve(wish, standing.rank if standing else 0, tx))
    await counter.save(tx, draws)
    return answers


class _Counter:
    """Hands out tickets, one after the other."""

    def __init__(self, draws: dict[str, Draw], had: dict[tuple[str, str], TicketView]) -> None:
        self.draws = dict(draws)
        self._entries = dict(had)
        self._new: list[dict[str, object]] = []

    def serve(self, wish: Wish, rank: int, tx: Tx) -> TicketView | Refusal:
        draw = self.draws.get(wish.draw_id)
        if draw is None:
            return NoSuchDraw("The link may be old. The show's room has its draws.")
        if wish.key not in self._entries:
            is_staff = wish.principal.role_for(draw.brand_id) >= Role.MODERATOR
            refusal = refuse_entry(draw, rank, tx.now, is_staff=is_staff)
            if refusal is not None:
                return refusal
            self._hand_out(wish, draw, tx)
        return self._entries[wish.key]

    def _hand_out(self, wish: Wish, draw: Draw, tx: Tx) -> None:
        ticket = new_code(TICKET_LENGTH)
        self._entries[wish.key] = TicketView(draw_id=draw.id, ticket=ticket, place=None)
        self.draws[draw.id] = entered(draw, 1)
        self._new.append(
            {
                "draw_id": draw.id,
                "account_id": wish.principal.account(),
                "ticket": ticket,
                "entered_at": tx.now,
            }
        )

    async def save(self, tx: Tx, before: dict[str, Draw]) -> None:
        if not self._new:
            return
        await store.add_entries(tx, self._new)
        for draw in self.draws.values():
            old = before[draw.id]
            if draw is old:
                continue
            await store.save_draw(tx, draw)
            tx.emit(
                DrawEntered(
                    draw_id=draw.id,
                    show_id=draw.show_id,
                    before=old.entrants,
                    entrants=draw.entrants,
                )
            )
