"""What a brand's managers set: rewards by tier, limits, the return window and the least that is paid out."""

from collections.abc import Awaitable, Callable

from kit.auth import Principal
from kit.unit_of_work import Tx, UnitOfWork
from kit.words import Text
from membership import store as store_membership
from membership.access import managed_brand
from membership.people import Brand
from share.events import TermsChanged
from share.rewards.checking import checked_terms
from share.rewards.errors import BadRewardTerms, BudgetBelowSpent, TermsChangedMeanwhile
from share.rewards.offer import Unit
from share.rewards.store import terms as store_terms
from share.rewards.terms import BY_RATE, NO_LIMITS, Limits, RewardTerms
from share.rewards.views import LimitsView, NewRewardTerms, RewardTermsView, TierRewardView

FindVoucher = Callable[[Tx, str, str], Awaitable[str | None]]
"""The title of a voucher of the brand that can be handed out; None if there is none with this id."""


class Offering:
    def __init__(self, work: UnitOfWork, find_voucher: FindVoucher) -> None:
        self._work = work
        self._find_voucher = find_voucher

    async def terms(self, principal: Principal, slug: str) -> RewardTermsView:
        """
        Raises:
            NotSignedIn, Forbidden, NoSuchBrand
        """
        async with self._work.read() as tx:
            brand = await managed_brand(tx, principal, slug)
            return _view(brand, await store_terms.terms_of(tx, brand.id))

    async def set_terms(
        self, principal: Principal, slug: str, new: NewRewardTerms
    ) -> RewardTermsView:
        """Reward otherwise from now on: clicks keep what they promised, and rewards their return window.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, BadRewardTerms, TermsChangedMeanwhile, BudgetBelowSpent
        """
        async with self._work.write() as tx:
            brand = await managed_brand(tx, principal, slug)
            await store_membership.lock_brand(tx, brand.id)
            wanted = checked_terms(new, {tier.rank for tier in brand.tiers})
            if isinstance(wanted, BadRewardTerms):
                raise wanted
            await self._check_vouchers(tx, brand, new)
            if (await store_terms.terms_of(tx, brand.id)).version != new.version:
                raise TermsChangedMeanwhile("Reload the page to see it, and change it again.")
            _check_budgets(wanted, await store_terms.lock_limits(tx, [brand.id]), brand)
            await store_terms.save_terms(tx, brand.id, wanted)
            tx.emit(TermsChanged(brand_id=brand.id))
            return _view(brand, await store_terms.terms_of(tx, brand.id))

    async def _check_vouchers(self, tx: Tx, brand: Brand, new: NewRewardTerms) -> None:
        for place, tier in enumerate(new.tiers):
            if tier.friend_voucher_id is None:
                continue
            if await self._find_voucher(tx, brand.id, tier.friend_voucher_id) is None:
                message = Text(
                    "Choose a voucher of {name} that people get from you by name.", name=brand.name
                )
                raise BadRewardTerms(message, fields={f"tiers[{place}].friend_voucher_id": message})


def _check_budgets(
    wanted: RewardTerms, limits: dict[tuple[str, Unit], Limits], brand: Brand
) -> None:
    for unit, of in wanted.limits.items():
        spent = limits.get((brand.id, unit), NO_LIMITS).spent
        if of.budget is not None and of.budget < spent:
            message = "Rewards have taken more than this already. Set at least what is spent."
            raise BudgetBelowSpent(message, fields={f"{unit.value}.budget": message})


def _view(brand: Brand, terms: RewardTerms) -> RewardTermsView:
    tiers = []
    for tier in brand.tiers:
        of = terms.by_rank.get(tier.rank, BY_RATE)
        tiers.append(
            TierRewardView(
                rank=tier.rank,
                name=tier.name,
                share_rate_bp=tier.share_rate_bp,
                kind=of.kind.value,
                amount=of.amount,
                friend_voucher_id=of.friend_voucher_id,
            )
        )
    return RewardTermsView(
        tiers=tiers,
        return_days=terms.return_days,
        least_payout_minor=terms.least_payout_minor,
        money=_limits(terms, Unit.MONEY),
        points=_limits(terms, Unit.POINTS),
        version=terms.version,
    )


def _limits(terms: RewardTerms, unit: Unit) -> LimitsView:
    of = terms.limits.get(unit, NO_LIMITS)
    return LimitsView(
        per_day=of.per_day, per_friend=of.per_friend, budget=of.budget, spent=of.spent
    )
