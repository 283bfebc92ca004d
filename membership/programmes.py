"""Joining a brand's programme."""

from kit.auth import Principal
from kit.clock import to_ms
from kit.unit_of_work import UnitOfWork
from membership import store
from membership.access import brand_of
from membership.errors import NoProgramme
from membership.events import MemberJoined
from membership.tiers.climbing import enter
from membership.tiers.rules import next_review
from membership.tiers.store import programmes as store_programmes
from membership.views import MembershipView


class Programmes:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def join(
        self, principal: Principal, slug: str, referral_token: str | None = None
    ) -> MembershipView:
        """Become a member on the first tier; who is one already stays as they are.

        Raises:
            NotSignedIn, NoSuchBrand, NoProgramme
        """
        account_id = principal.account()
        async with self._work.write() as tx:
            brand = await brand_of(tx, slug)
            if not brand.tiers:
                raise NoProgramme()
            first = brand.tiers[0]
            review_at = next_review(await store_programmes.rules(tx, brand.id), tx.now)
            if await store.join(tx, brand.id, account_id, first.rank, review_at):
                await enter(tx, brand, account_id, [first])
                tx.emit(
                    MemberJoined(
                        brand_id=brand.id,
                        account_id=account_id,
                        tier_rank=first.rank,
                        referral_token=referral_token,
                    )
                )
            member = (await store.memberships(tx, account_id))[brand.id]
            tier = brand.tier(member["tier_rank"]) or first
            return MembershipView(
                brand_id=brand.id,
                brand_slug=brand.slug,
                brand_name=brand.name,
                tier=tier.view(),
                joined_at_ms=to_ms(member["joined_at"]),
            )
