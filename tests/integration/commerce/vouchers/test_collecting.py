"""Collecting vouchers in a room, entering codes, and seeing what one has."""

from datetime import timedelta

import pytest

from commerce.errors import NoSuchShow, ShowNotLive, TierTooLow
from commerce.vouchers.collecting import Collecting
from commerce.vouchers.errors import NoSuchVoucher, VoucherOver
from commerce.vouchers.events import VouchersCollected
from kit.auth import GUEST, Principal
from kit.errors import NotSignedIn, TooMany
from kit.ids import new_id
from kit.rate_limit import RateLimiter
from tests.support.vouchers import VoucherDesk

from ..conftest import Shop


async def test_a_viewer_collects_a_rooms_voucher(desk: VoucherDesk, buyer: Principal) -> None:
    voucher = await desk.issue(how="collect", total_limit=2)
    (seen,) = await desk.collecting.in_show(GUEST, desk.show_id)
    assert (seen.state, seen.places_left) == ("open", 2)
    mine = await desk.collecting.collect(buyer, voucher.terms.id)
    assert (mine.state, mine.places_left, mine.uses_left) == ("ready", 1, 1)
    assert await desk.collecting.collect(buyer, voucher.terms.id) == mine
    assert await desk.collecting.in_show(buyer, desk.show_id) == [mine]
    assert await desk.collecting.mine(buyer) == [mine]
    assert len(desk.world.happened(VouchersCollected)) == 1


async def test_nobody_collects_without_an_account_or_out_of_a_live_show(
    shop: Shop, desk: VoucherDesk, buyer: Principal
) -> None:
    voucher = await desk.issue(how="collect")
    with pytest.raises(NotSignedIn):
        await desk.collecting.collect(GUEST, voucher.terms.id)
    shop.end_show()
    with pytest.raises(ShowNotLive):
        await desk.collecting.collect(buyer, voucher.terms.id)


async def test_who_may_not_come_in_collects_nothing_there(
    shop: Shop, desk: VoucherDesk, buyer: Principal
) -> None:
    voucher = await desk.issue(how="collect")
    shop.open_to(2)
    with pytest.raises(TierTooLow):
        await desk.collecting.collect(buyer, voucher.terms.id)
    await shop.world.put_on_tier(buyer, shop.brand, 2)
    assert (await desk.collecting.collect(buyer, voucher.terms.id)).state == "ready"


async def test_only_what_is_to_be_collected_is_collected(
    desk: VoucherDesk, buyer: Principal
) -> None:
    ended = await desk.issue(how="collect")
    await desk.issuing.end(desk.manager, ended.terms.id)
    with pytest.raises(VoucherOver):
        await desk.collecting.collect(buyer, ended.terms.id)
    coded, granted = await desk.issue(), await desk.issue(how="grant")
    for voucher_id in (coded.terms.id, granted.terms.id, new_id(), "nonsense"):
        with pytest.raises(NoSuchVoucher):
            await desk.collecting.collect(buyer, voucher_id)
    assert await desk.collecting.in_show(buyer, desk.show_id) == []


async def test_the_vouchers_of_a_show_that_does_not_exist_are_not_found(desk: VoucherDesk) -> None:
    with pytest.raises(NoSuchShow):
        await desk.collecting.in_show(GUEST, new_id())


async def test_an_entered_code_is_remembered_and_takes_no_place(
    desk: VoucherDesk, buyer: Principal
) -> None:
    voucher = await desk.issue(code="HELLO", total_limit=1)
    entered = await desk.collecting.enter_code(buyer, " hello")
    assert (entered.state, entered.places_left) == ("ready", 1)
    assert await desk.collecting.enter_code(buyer, "HELLO") == entered
    assert await desk.collecting.mine(buyer) == [entered]
    assert (await desk.account(voucher)).taken == 0


async def test_a_code_that_is_wrong_or_over_is_refused(desk: VoucherDesk, buyer: Principal) -> None:
    await desk.issue(code="HELLO")
    for wrong in ("HELL", "", "hello1"):
        with pytest.raises(NoSuchVoucher):
            await desk.collecting.enter_code(buyer, wrong)
    desk.world.pass_time(timedelta(days=1))
    with pytest.raises(VoucherOver):
        await desk.collecting.enter_code(buyer, "HELLO")


async def test_who_tries_many_codes_is_asked_to_wait(
    shop: Shop, desk: VoucherDesk, buyer: Principal
) -> None:
    collecting = Collecting(desk.work, shop.find_stage, RateLimiter())
    for _ in range(20):
        with pytest.raises(NoSuchVoucher):
            await collecting.enter_code(buyer, "NO-SUCH-CODE")
    with pytest.raises(TooMany):
        await collecting.enter_code(buyer, "NO-SUCH-CODE")


async def test_what_one_has_is_listed_for_oneself_only(desk: VoucherDesk, buyer: Principal) -> None:
    voucher = await desk.issue(how="collect")
    await desk.collecting.collect(buyer, voucher.terms.id)
    rival = await desk.world.person("rival")
    assert await desk.collecting.mine(rival) == []
    with pytest.raises(NotSignedIn):
        await desk.collecting.mine(GUEST)
