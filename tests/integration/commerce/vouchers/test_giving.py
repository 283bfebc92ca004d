"""Vouchers that members are due are handed out once, whatever is said twice."""

import asyncio

import pytest

from commerce.vouchers.errors import (
    NoSuchVoucher,
    VoucherLimitReached,
    VoucherOver,
    VoucherUsedUp,
)
from commerce.vouchers.giving import Giving
from kit.auth import Principal
from kit.ids import new_id
from tests.support.vouchers import VoucherDesk


@pytest.fixture
def giving(desk: VoucherDesk) -> Giving:
    return Giving(desk.work)


async def test_a_copy_that_goes_by_an_id_is_handed_out_once(
    desk: VoucherDesk, giving: Giving, buyer: Principal
) -> None:
    made = await desk.issue(how="grant", total_limit=5, per_person=3)
    use_id = new_id()
    tries = [giving.give(made.terms.id, buyer.account(), use_id) for _ in range(6)]
    assert await asyncio.gather(*tries) == [None] * 6
    assert (await desk.account(made)).taken == 1


async def test_who_has_one_that_is_not_used_gets_no_other(
    desk: VoucherDesk, giving: Giving, buyer: Principal
) -> None:
    made = await desk.issue(how="grant", per_person=3)
    assert await giving.give(made.terms.id, buyer.account(), new_id()) is None
    again = await giving.give(made.terms.id, buyer.account(), new_id())
    assert isinstance(again, VoucherLimitReached)
    assert (await desk.account(made)).held == 1


async def test_what_is_gone_or_over_is_refused(
    desk: VoucherDesk, giving: Giving, buyer: Principal
) -> None:
    made = await desk.issue(how="grant", total_limit=1)
    assert await giving.give(made.terms.id, desk.manager.account(), new_id()) is None
    account_id = buyer.account()
    assert isinstance(await giving.give(made.terms.id, account_id, new_id()), VoucherUsedUp)
    await desk.issuing.end(desk.manager, made.terms.id)
    assert isinstance(await giving.give(made.terms.id, account_id, new_id()), VoucherOver)
    assert isinstance(await giving.give("nothing", account_id, new_id()), NoSuchVoucher)
