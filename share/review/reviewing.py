"""Looking at held rewards, and deciding about each: once, by somebody, with a reason."""

from datetime import timedelta

from sqlalchemy import RowMapping

from kit.auth import Principal, Role
from kit.errors import Invalid
from kit.ids import is_id
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory
from membership.access import managed_brand
from share.events import RewardCorrected
from share.review.errors import CaseDecided, NoSuchCase, OwnCase
from share.review.events import RewardReleased
from share.review.presenting import case_views
from share.review.rules import BY_CODE
from share.review.store import cases
from share.review.views import CasePageView, CaseView, NewDecision
from share.rewards.holding import refuse_rewards, release_rewards
from share.rewards.reward import Status

PAGE = 50
REFUNDED = "The order was refunded, so there is nothing left to decide."


class Reviewing:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def cases(
        self,
        principal: Principal,
        slug: str | None,
        *,
        is_waiting: bool = True,
        rule: str | None = None,
        older_than_h: int = 0,
        after: str | None = None,
    ) -> CasePageView:
        """Cases of the brand, or of all brands, 50 at a time: those that wait, the oldest first, or those that are decided,
        the newest first. For the brand's managers; of all brands for operators.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, Invalid
        """
        if rule is not None and rule not in BY_CODE:
            raise Invalid.field("rule", "There is no such rule.")
        if after is not None and not is_id(after):
            raise Invalid.field("after", "Take it from the page before.")
        async with self._work.read() as tx:
            rows = await cases.cases(
                tx,
                brand_id=await _brand_id(tx, principal, slug),
                is_waiting=is_waiting,
                rule=rule,
                until=tx.now - timedelta(hours=older_than_h) if older_than_h else None,
                after=after,
                limit=PAGE + 1,
            )
            views = await case_views(tx, rows[:PAGE])
        return CasePageView(cases=views, next=views[-1].reward_id if len(rows) > PAGE else None)

    async def waiting(self, principal: Principal, slug: str | None) -> int:
        """How many cases of the brand, or of all brands, wait.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand
        """
        async with self._work.read() as tx:
            return await cases.waiting(tx, await _brand_id(tx, principal, slug))

    async def decide(self, principal: Principal, reward_id: str, new: NewDecision) -> CaseView:
        """Release the reward, or refuse it. Of two who decide at once the first does.

        Raises:
            NotSignedIn, Forbidden, OwnCase, NoSuchCase, CaseDecided
        """
        async with self._work.write() as tx:
            case = await _existing(tx, principal, reward_id)
            if not await cases.take(tx, reward_id):
                raise await _decided(tx, reward_id)
            if case["reward_status"] == Status.CANCELLED:
                raise CaseDecided(REFUNDED)
            is_released = new.action == "release"
            change = release_rewards if is_released else refuse_rewards
            await change(tx, [reward_id])
            outcome = cases.RELEASED if is_released else cases.REFUSED
            tx.add(
                cases.new_decisions(
                    tx, [reward_id], outcome, principal.account(), new.reason.strip()
                )
            )
            kind = RewardReleased if is_released else RewardCorrected
            tx.emit(
                kind(
                    reward_id=reward_id,
                    link_code=case["code"],
                    account_id=case["sharer_id"],
                    order_id=case["order_id"],
                )
            )
        async with self._work.read() as tx:
            return await _view(tx, reward_id)

    async def close_case_of(self, reward_id: str) -> None:
        """If the reward is cancelled, because its order was refunded, there is nothing left to decide."""
        async with self._work.write() as tx:
            case = await cases.case(tx, reward_id)
            if case is None or case["reward_status"] != Status.CANCELLED:
                return
            if await cases.take(tx, reward_id):
                await release_rewards(tx, [reward_id])
                tx.add(cases.new_decisions(tx, [reward_id], cases.CLOSED))


async def _brand_id(tx: Tx, principal: Principal, slug: str | None) -> str | None:
    if slug is not None:
        return (await managed_brand(tx, principal, slug)).id
    principal.require_anywhere(Role.OPERATOR)
    return None


async def _existing(tx: Tx, principal: Principal, reward_id: str) -> RowMapping:
    """The case, if the person may decide about it."""
    case = await cases.case(tx, reward_id) if is_id(reward_id) else None
    if case is None:
        raise NoSuchCase("Look for it on the review page of the brand.")
    principal.require(Role.MANAGER, case["brand_id"])
    if principal.account() in {case["sharer_id"], case["friend_id"]}:
        raise OwnCase("It is about your own link or order. Leave it to somebody else.")
    return case


async def _decided(tx: Tx, reward_id: str) -> CaseDecided:
    """Who was faster, and what they decided."""
    case = await cases.case(tx, reward_id)
    assert case is not None, "cases are never deleted"
    if case["outcome"] == cases.CLOSED:
        return CaseDecided(REFUNDED)
    if not case["by_id"]:
        return CaseDecided("The rules refused the reward.")
    by = (await directory.handles(tx, [case["by_id"]]))[case["by_id"]]
    if case["outcome"] == cases.RELEASED:
        return CaseDecided("{by} released the reward.", by=by)
    return CaseDecided("{by} refused the reward.", by=by)


async def _view(tx: Tx, reward_id: str) -> CaseView:
    case = await cases.case(tx, reward_id)
    assert case is not None, "cases are never deleted"
    return (await case_views(tx, [case]))[0]
