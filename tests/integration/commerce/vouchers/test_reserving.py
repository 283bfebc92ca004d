"""What becomes of one use of a voucher, from the reservation to its return (docs/pricing.md, B1 to B4)."""

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from commerce.pricing.quote import from_json, to_json
from commerce.pricing.refunding import refundable
from commerce.vouchers.errors import BudgetSpent, VoucherOver
from commerce.vouchers.events import VouchersReserved, VouchersReturned
from commerce.vouchers.reserving import (
    give_back,
    give_back_parts,
    reserve_vouchers,
    use_vouchers,
)
from commerce.vouchers.tables import vouchers
from commerce.vouchers.views import VoucherView
from kit.auth import Principal
from kit.errors import Refusal
from tests.support.vouchers import VoucherDesk

from ..conftest import Shop


async def state_of(desk: VoucherDesk, buyer: Principal) -> str:
    """Of the only voucher that the person has."""
    (mine,) = await desk.collecting.mine(buyer)
    return mine.state


async def coded(desk: VoucherDesk, buyer: Principal, **facts: object) -> VoucherView:
    """A voucher whose code the buyer has entered."""
    voucher = await desk.issue(code="WELCOME", **facts)
    await desk.collecting.enter_code(buyer, " welcome ")
    return voucher


async def test_a_use_is_reserved_used_and_returned(
    shop: Shop, desk: VoucherDesk, buyer: Principal
) -> None:
    voucher = await coded(desk, buyer, total_limit=5, budget_minor=250)
    assert await state_of(desk, buyer) == "ready"
    (order,) = await desk.held_orders([buyer], await shop.live_deal())
    quote = await desk.quote(buyer, [order], voucher_ids=[voucher.terms.id])
    assert quote.total_minor == 1_900

    async with desk.work.write() as tx:
        await reserve_vouchers(tx, buyer.account(), quote)
    account = await desk.account(voucher)
    assert (account.taken, account.reserved, account.spent_minor) == (1, 1, 100)
    assert (account.shares_minor, account.ledger_minor) == (100, 150)
    assert await state_of(desk, buyer) == "reserved"

    async with desk.work.write() as tx:
        assert await use_vouchers(tx, order) == 1
        assert await use_vouchers(tx, order) == 0
    assert await state_of(desk, buyer) == "used"

    async with desk.work.write() as tx:
        assert len(await give_back(tx, order)) == 1
        assert await give_back(tx, order) == []
    account = await desk.account(voucher)
    assert (account.taken, account.held, account.spent_minor) == (0, 0, 0)
    assert account.ledger_minor == 250
    assert await state_of(desk, buyer) == "ready"
    assert len(desk.world.happened(VouchersReserved)) == 1
    assert len(desk.world.happened(VouchersReturned)) == 1


async def test_a_partial_refund_gives_back_the_part_of_its_units(
    shop: Shop, desk: VoucherDesk, buyer: Principal
) -> None:
    voucher = await coded(desk, buyer, budget_minor=500)
    order = await shop.claim(buyer, await shop.live_deal(per_buyer_limit=3), quantity=3)
    quote = await desk.quote(buyer, [order.id], voucher_ids=[voucher.terms.id])
    async with desk.work.write() as tx:
        await reserve_vouchers(tx, buyer.account(), quote)
        await use_vouchers(tx, order.id)
    (line,) = from_json(to_json(quote)).lines
    for refunded in range(3):
        part = refundable(line, 1, refunded)
        costs = {discount.voucher_id: discount.cost_minor for discount in part.discounts}
        async with desk.work.write() as tx:
            await give_back_parts(tx, order.id, costs)
        assert (part.amount_minor, costs) == [
            (1_967, {voucher.terms.id: 33}),
            (1_967, {voucher.terms.id: 33}),
            (1_966, {voucher.terms.id: 34}),
        ][refunded]
    account = await desk.account(voucher)
    assert (account.spent_minor, account.shares_minor, account.ledger_minor) == (0, 0, 500)
    assert account.taken == 1


async def test_another_choice_for_the_same_order_replaces_the_first(
    shop: Shop, desk: VoucherDesk, buyer: Principal
) -> None:
    first = await desk.issue(code="FIRST", budget_minor=100, total_limit=1)
    second = await desk.issue(code="SECOND", amount_minor=300)
    (order,) = await desk.held_orders([buyer], await shop.live_deal())
    for code, total in [("FIRST", 1_900), ("FIRST", 1_900), ("SECOND", 1_700)]:
        quote = await desk.quote(buyer, [order], codes=[code])
        assert quote.total_minor == total
        async with desk.work.write() as tx:
            await reserve_vouchers(tx, buyer.account(), quote)
    assert (await desk.account(first)).held == 0
    assert (await desk.account(second)).held == 1


async def test_what_changes_after_the_quote_is_refused_and_changes_nothing(
    shop: Shop, desk: VoucherDesk, buyer: Principal
) -> None:
    voucher = await desk.issue(code="ONCE", total_limit=2, budget_minor=150)
    rival = await shop.world.person("rival")
    deal = await shop.live_deal()
    mine, other = await desk.held_orders([buyer, rival], deal)
    quote = await desk.quote(buyer, [mine], codes=["ONCE"])
    faster = await desk.quote(rival, [other], codes=["ONCE"])
    async with desk.work.write() as tx:
        await reserve_vouchers(tx, rival.account(), faster)
    before = await desk.account(voucher)
    with pytest.raises(BudgetSpent):
        async with desk.work.write() as tx:
            await reserve_vouchers(tx, buyer.account(), quote)
    await desk.issuing.end(desk.manager, voucher.terms.id)
    with pytest.raises(VoucherOver):
        async with desk.work.write() as tx:
            await reserve_vouchers(tx, buyer.account(), quote)
    assert await desk.account(voucher) == before


@pytest.mark.parametrize(
    "change",
    [{"spent_minor": 251}, {"spent_minor": -1}, {"taken": 4}, {"taken": -1}],
    ids=["overspent", "underspent", "overtaken", "undertaken"],
)
async def test_the_database_itself_refuses_to_pass_a_limit(
    desk: VoucherDesk, change: dict[str, int]
) -> None:
    voucher = await desk.issue(total_limit=3, budget_minor=250)
    with pytest.raises(IntegrityError):
        async with desk.work.write() as tx:
            await tx.execute(
                update(vouchers).where(vouchers.c.id == voucher.terms.id).values(**change)
            )


def test_the_codes_of_refusals_are_those_of_notes() -> None:
    from commerce.pricing.quote import Code
    from commerce.vouchers import errors

    refusals: list[type[Refusal]] = [
        errors.NoSuchVoucher,
        errors.VoucherNotStarted,
        errors.VoucherOver,
        errors.VoucherUsedUp,
        errors.VoucherLimitReached,
        errors.BudgetSpent,
    ]
    assert {refusal.code for refusal in refusals} <= {code.value for code in Code}


async def test_to_reserve_a_quote_without_vouchers_gives_back_what_there_was_and_says_so(
    shop: Shop, desk: VoucherDesk, buyer: Principal
) -> None:
    voucher = await desk.issue(code="ONCE")
    (order,) = await desk.held_orders([buyer], await shop.live_deal())
    with_code = await desk.quote(buyer, [order], codes=["ONCE"])
    await desk.reserve(buyer, with_code)
    assert await desk.reserve(buyer, await desk.quote(buyer, [order])) == []
    assert (await desk.account(voucher)).held == 0
    assert len(desk.world.happened(VouchersReturned)) == 1


async def test_an_order_that_leaves_a_shared_use_says_so_too(
    shop: Shop, desk: VoucherDesk, buyer: Principal
) -> None:
    voucher = await desk.issue(code="ONCE", budget_minor=500)
    first, second = await desk.held_orders([buyer, buyer], await shop.live_deal())
    quote = await desk.quote(buyer, [first, second], codes=["ONCE"])
    await desk.reserve(buyer, quote)
    async with desk.work.write() as tx:
        assert await give_back(tx, first) == []
    assert (await desk.account(voucher)).spent_minor == 50
    assert len(desk.world.happened(VouchersReturned)) == 1
