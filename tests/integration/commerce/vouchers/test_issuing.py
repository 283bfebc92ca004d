"""Issuing vouchers, handing them out, and ending them."""

import pytest

from commerce.errors import ForeignProduct, NoSuchProduct, NoSuchShow, ShowOver
from commerce.vouchers.errors import (
    BadTerms,
    CodeTaken,
    NoSuchVoucher,
    NotGranted,
    VoucherLimitReached,
    VoucherOver,
)
from commerce.vouchers.events import VoucherEnded, VoucherIssued
from kit.auth import Principal
from kit.errors import Forbidden
from kit.ids import new_id
from membership.errors import NoSuchBrand, NoSuchPerson
from tests.support.vouchers import VoucherDesk

from ..conftest import Shop


async def test_a_manager_issues_a_voucher_and_sees_it_in_the_list(desk: VoucherDesk) -> None:
    first = await desk.issue(kind="percent", rate_bp=1_000, cap_minor=500, budget_minor=10_000)
    second = await desk.issue(code="hello-1")
    assert (second.code, len(first.code or "")) == ("HELLO-1", 10)
    assert (first.taken, first.spent_minor, first.terms.currency) == (0, 0, "EUR")
    assert await desk.issuing.issued(desk.manager, desk.brand.slug) == [second, first]
    assert (await desk.account(first)).ledger_minor == 10_000
    assert len(desk.world.happened(VoucherIssued)) == 2


async def test_only_a_manager_of_the_brand_issues_and_only_the_operator_for_all(
    shop: Shop, desk: VoucherDesk
) -> None:
    for outsider in (shop.host, await shop.world.person("m2", await shop.world.brand(), "manager")):
        with pytest.raises(Forbidden):
            await desk.issuing.issue(outsider, desk.brand.slug, desk.new())
        with pytest.raises(Forbidden):
            await desk.issuing.issued(outsider, desk.brand.slug)
    with pytest.raises(Forbidden):
        await desk.issuing.issue(desk.manager, None, desk.new(scope="platform", currency="EUR"))
    with pytest.raises(NoSuchBrand):
        await desk.issuing.issue(desk.manager, "nobody", desk.new())


async def test_the_operator_issues_for_all_brands_and_alone_ends_that(
    desk: VoucherDesk, buyer: Principal
) -> None:
    operator = Principal(buyer.account_id, "root", is_operator=True)
    new = desk.new(
        scope="platform", currency="EUR", kind="each", amount_minor=500, step_minor=3_000
    )
    made = await desk.issuing.issue(operator, None, new)
    assert await desk.issuing.issued(operator, None) == [made]
    assert await desk.issuing.issued(desk.manager, desk.brand.slug) == []
    with pytest.raises(Forbidden):
        await desk.issuing.end(desk.manager, made.terms.id)
    assert (await desk.issuing.end(operator, made.terms.id)).is_ended


async def test_terms_that_do_not_fit_are_refused(desk: VoucherDesk) -> None:
    with pytest.raises(BadTerms):
        await desk.issue(amount_minor=0)
    with pytest.raises(BadTerms):
        await desk.issue(how="everyone", code="HELLO")


async def test_a_code_belongs_to_one_voucher_however_it_is_written(desk: VoucherDesk) -> None:
    await desk.issue(code="hello")
    with pytest.raises(CodeTaken):
        await desk.issue(code="HELLO")


async def test_products_and_shows_are_the_brands_own(shop: Shop, desk: VoucherDesk) -> None:
    rival = await shop.world.brand()
    mine, foreign = await shop.product(), await shop.product(rival)
    made = await desk.issue(scope="item", product_ids=[mine.id])
    assert made.terms.product_ids == [mine.id]
    assert (await desk.issuing.issued(desk.manager, desk.brand.slug)) == [made]
    with pytest.raises(ForeignProduct):
        await desk.issue(scope="item", product_ids=[mine.id, foreign.id])
    with pytest.raises(NoSuchProduct):
        await desk.issue(scope="item", product_ids=[new_id()])
    for unknown in (shop.open_stage(rival), new_id(), "nonsense"):
        with pytest.raises(NoSuchShow):
            await desk.issue(how="collect", show_id=unknown)
    shop.end_show()
    with pytest.raises(ShowOver):
        await desk.issue(how="collect")


async def test_ending_a_voucher_twice_is_the_same_as_once(desk: VoucherDesk) -> None:
    made = await desk.issue()
    ended = await desk.issuing.end(desk.manager, made.terms.id)
    assert (ended.is_ended, ended.version) == (True, made.version + 1)
    assert await desk.issuing.end(desk.manager, made.terms.id) == ended
    assert len(desk.world.happened(VoucherEnded)) == 1


@pytest.mark.parametrize("voucher_id", ["0" * 20, "nonsense"])
async def test_a_voucher_that_does_not_exist_is_not_ended(
    desk: VoucherDesk, voucher_id: str
) -> None:
    with pytest.raises(NoSuchVoucher):
        await desk.issuing.end(desk.manager, voucher_id)


async def test_a_copy_is_granted_by_name(desk: VoucherDesk, buyer: Principal) -> None:
    made = await desk.issue(how="grant", total_limit=5)
    assert (await desk.issuing.grant(desk.manager, made.terms.id, "MINA")).taken == 1
    assert (await desk.issuing.grant(desk.manager, made.terms.id, "mina")).taken == 1
    (mine,) = await desk.collecting.mine(buyer)
    assert (mine.state, mine.uses_left) == ("ready", 1)


async def test_a_copy_is_granted_only_where_that_can_be(
    shop: Shop, desk: VoucherDesk, buyer: Principal
) -> None:
    made = await desk.issue(how="grant")
    with pytest.raises(NoSuchPerson):
        await desk.issuing.grant(desk.manager, made.terms.id, "nobody")
    with pytest.raises(Forbidden):
        await desk.issuing.grant(shop.host, made.terms.id, "mina")
    with pytest.raises(NotGranted):
        await desk.issuing.grant(desk.manager, (await desk.issue()).terms.id, "mina")
    await desk.issuing.grant(desk.manager, made.terms.id, "mina")
    (order,) = await desk.held_orders([buyer], await shop.live_deal())
    quote = await desk.quote(buyer, [order], voucher_ids=[made.terms.id])
    await desk.reserve(buyer, quote)
    with pytest.raises(VoucherLimitReached):
        await desk.issuing.grant(desk.manager, made.terms.id, "mina")
    await desk.issuing.end(desk.manager, made.terms.id)
    with pytest.raises(VoucherOver):
        await desk.issuing.grant(desk.manager, made.terms.id, "host")
