"""The best combination of vouchers for the buyer (S2), by a bounded search.

Candidates stand in the order of their turns. The search goes through them, each time first with the candidate and then without it,
and leaves a branch as soon as even the most that is still to come could not beat the best combination so far.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from commerce.pricing.candidates import Amounts, Candidate

MOST_STEPS = 1_024


@dataclass(frozen=True, slots=True)
class Taken:
    """A voucher that is used, and what it takes of each line."""

    candidate: Candidate
    base_minor: int
    parts: Amounts

    @property
    def discount_minor(self) -> int:
        return sum(self.parts)


@dataclass(frozen=True, slots=True)
class Choice:
    taken: tuple[Taken, ...]
    amounts: Amounts
    """What each line has left to pay."""
    is_exhaustive: bool

    @property
    def rank(self) -> tuple[int, int]:
        """The lower the better for the buyer: the total, then how many vouchers it spends."""
        return sum(self.amounts), len(self.taken)


def best_choice(
    candidates: Sequence[Candidate], amounts: Amounts, most_steps: int = MOST_STEPS
) -> Choice:
    """The combination to use; `candidates` in the order of their turns."""
    search = _Search(candidates, most_steps)
    search.go(0, amounts, ())
    assert search.best is not None, "without any voucher there is a choice too"
    return Choice(search.best.taken, search.best.amounts, search.steps_left > 0)


def take(candidate: Candidate, amounts: Amounts) -> Taken | None:
    """What the voucher takes of these amounts; None if that is nothing (V6)."""
    discount = candidate.discount(amounts)
    if discount == 0:
        return None
    return Taken(candidate, candidate.base(amounts), candidate.split(discount, amounts))


def less(amounts: Amounts, taken: Taken) -> Amounts:
    return tuple(amount - part for amount, part in zip(amounts, taken.parts, strict=True))


class _Search:
    def __init__(self, candidates: Sequence[Candidate], most_steps: int) -> None:
        self._candidates = candidates
        self.steps_left = most_steps
        self.best: Choice | None = None

    def go(self, index: int, amounts: Amounts, taken: tuple[Taken, ...]) -> None:
        """Try all combinations of the candidates from `index` on, after those that are taken."""
        if self.steps_left == 0 or not self._can_win(index, amounts, len(taken)):
            return
        self.steps_left -= 1
        if index == len(self._candidates):
            self.best = Choice(taken, amounts, is_exhaustive=True)
            return
        candidate = self._candidates[index]
        if not any(candidate.excludes(earlier.candidate) for earlier in taken):
            more = take(candidate, amounts)
            if more is not None:
                self.go(index + 1, less(amounts, more), (*taken, more))
        self.go(index + 1, amounts, taken)

    def _can_win(self, index: int, amounts: Amounts, spent: int) -> bool:
        if self.best is None:
            return True
        # No voucher takes more of less, so none to come can take more than it would now.
        most = sum(candidate.worth(amounts) for candidate in self._candidates[index:])
        return (max(0, sum(amounts) - most), spent) < self.best.rank
