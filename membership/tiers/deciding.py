"""Giving members a tier by hand, and taking that back (docs/membership.md, T10)."""

from dataclasses import replace

from msgspec import structs

from kit.auth import Principal
from kit.clock import from_ms, to_ms
from kit.ids import new_id
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory
from membership.access import brand_of, managed_brand
from membership.errors import NoSuchPerson
from membership.people import Brand
from membership.points.errors import NotAMember
from membership.tiers.by_hand import Decision, refuse_tier
from membership.tiers.climbing import climb
from membership.tiers.member import ByHand, Member
from membership.tiers.store import decisions as store
from membership.tiers.store import members as store_members
from membership.tiers.store import programmes as store_programmes
from membership.tiers.views import DecisionView, NewTierByHand


class Deciding:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def give(
        self, principal: Principal, slug: str, handle: str, new: NewTierByHand
    ) -> DecisionView:
        """Put a member on a tier that no rule takes until it ends. The same again changes nothing.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, NoSuchPerson, NotAMember, BadTierByHand
        """
        async with self._work.write() as tx:
            brand, member = await _member(tx, principal, slug, handle)
            until = None if new.until_ms is None else from_ms(new.until_ms)
            given, reason = ByHand(new.rank, until), new.reason.strip()
            last = await store.last(tx, member)
            if last is None or member.by_hand != given or last.reason != reason:
                if refusal := refuse_tier(brand, member, new.rank, until, tx.now):
                    raise refusal
                last = _decision(tx, principal, brand, member, given, reason)
                await _decide(tx, brand, member, last)
            return await _view(tx, last)

    async def take_back(self, principal: Principal, slug: str, handle: str, reason: str) -> None:
        """Let the rules decide again, now. The second time it changes nothing.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, NoSuchPerson, NotAMember
        """
        async with self._work.write() as tx:
            brand, member = await _member(tx, principal, slug, handle)
            if member.by_hand is not None:
                decision = _decision(tx, principal, brand, member, None, reason.strip())
                await _decide(tx, brand, member, decision)

    async def newest(self, principal: Principal, slug: str) -> list[DecisionView]:
        """What was decided last of the brand's members.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand
        """
        async with self._work.read() as tx:
            brand = await managed_brand(tx, principal, slug)
            return await _views(tx, await store.newest(tx, brand.id))

    async def mine(self, principal: Principal, slug: str) -> list[DecisionView]:
        """What was decided of oneself.

        Raises:
            NotSignedIn, NoSuchBrand
        """
        account_id = principal.account()
        async with self._work.read() as tx:
            brand = await brand_of(tx, slug)
            views = await _views(tx, await store.newest(tx, brand.id, account_id))
        return [structs.replace(each, decided_by=None) for each in views]


async def _decide(tx: Tx, brand: Brand, member: Member, decision: Decision) -> None:
    await store.add(tx, decision)
    by_hand = None if decision.rank is None else ByHand(decision.rank, decision.until)
    after = replace(member, by_hand=by_hand)
    rules = await store_programmes.rules(tx, brand.id)
    await climb(tx, brand, rules, after)


async def _member(tx: Tx, principal: Principal, slug: str, handle: str) -> tuple[Brand, Member]:
    brand = await managed_brand(tx, principal, slug)
    person = await directory.account_by_handle(tx, handle)
    if person is None:
        raise NoSuchPerson("Nobody is called @{handle}.", handle=handle)
    member = await store_members.lock_member(tx, brand.id, person.id)
    if member is None:
        raise NotAMember("@{handle} has not joined {name}.", handle=person.handle, name=brand.name)
    return brand, member


def _decision(
    tx: Tx, principal: Principal, brand: Brand, member: Member, given: ByHand | None, reason: str
) -> Decision:
    tier = brand.tier(given.rank) if given else None
    return Decision(
        id=new_id(),
        brand_id=brand.id,
        account_id=member.account_id,
        rank=given.rank if given else None,
        tier_name=tier.name if tier else "",
        until=given.until if given else None,
        reason=reason,
        decided_by=principal.account(),
        decided_at=tx.now,
    )


async def _view(tx: Tx, decision: Decision) -> DecisionView:
    return (await _views(tx, [decision]))[0]


async def _views(tx: Tx, decisions: list[Decision]) -> list[DecisionView]:
    people = {account_id for each in decisions for account_id in (each.account_id, each.decided_by)}
    handles = await directory.handles(tx, people)
    return [
        DecisionView(
            id=each.id,
            handle=handles[each.account_id],
            tier_name=each.tier_name or None,
            until_ms=to_ms(each.until) if each.until else None,
            reason=each.reason,
            decided_by=handles[each.decided_by],
            decided_at_ms=to_ms(each.decided_at),
        )
        for each in decisions
    ]
