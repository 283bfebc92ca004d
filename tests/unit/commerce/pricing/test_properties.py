"""What holds for every quote, whatever is in the cart (docs/pricing.md)."""

from dataclasses import replace
from itertools import combinations, pairwise
from operator import itemgetter

from hypothesis import given
from hypothesis import strategies as st

from commerce.pricing.candidates import Amounts, Candidate
from commerce.pricing.choosing import Taken, best_choice, less, take
from commerce.pricing.quote import from_json, to_json
from commerce.pricing.refunding import refundable
from tests.support.carts import Cart, carts, lines, vouchers
from tests.support.pricing import line


@given(cart=carts())
def test_no_amount_is_negative_and_no_line_pays_more_than_its_price(cart: Cart) -> None:
    quote = cart.quoted()
    for each in quote.lines:
        assert 0 <= each.payable_minor <= each.subtotal_minor
        assert all(part.amount_minor >= 0 and part.cost_minor >= 0 for part in each.discounts)
    assert 0 <= quote.total_minor <= quote.subtotal_minor


@given(cart=carts())
def test_allocations_sum_exactly_to_what_they_allocate(cart: Cart) -> None:
    quote = cart.quoted()
    assert quote.total_minor == quote.subtotal_minor - quote.discount_minor
    for used in quote.vouchers:
        parts = [part for each in quote.lines for part in each.discounts]
        mine = [part for part in parts if part.voucher_id == used.voucher_id]
        assert sum(part.amount_minor for part in mine) == used.discount_minor > 0
        assert sum(part.cost_minor for part in mine) == used.cost_minor
    for each in quote.lines:
        taken = sum(part.amount_minor for part in each.discounts)
        assert each.payable_minor == each.subtotal_minor - taken


@given(cart=carts(), data=st.data())
def test_the_order_in_which_lines_and_vouchers_are_entered_changes_nothing(
    cart: Cart, data: st.DataObject
) -> None:
    entered_otherwise = replace(
        cart,
        lines=tuple(data.draw(st.permutations(cart.lines))),
        vouchers=tuple(data.draw(st.permutations(cart.vouchers))),
    )
    assert entered_otherwise.quoted() == cart.quoted()


@given(cart=carts())
def test_each_voucher_is_explained_once(cart: Cart) -> None:
    quote = cart.quoted()
    explained = [note.voucher_id for note in quote.notes if note.voucher_id]
    asked_for = [each.id for each in (*cart.vouchers, *cart.festival.offers)]
    assert sorted(explained) == sorted(asked_for)
    applied = {note.voucher_id for note in quote.notes if note.voucher_id and note.is_applied}
    assert applied == {used.voucher_id for used in quote.vouchers}


@given(cart=carts(), data=st.data())
def test_another_voucher_never_makes_it_dearer(cart: Cart, data: st.DataObject) -> None:
    more = data.draw(vouchers("more"))
    assert cart.quoted(*cart.vouchers, more).total_minor <= cart.quoted().total_minor


@given(cart=carts())
def test_what_a_voucher_costs_stays_within_its_budget_and_its_amount(cart: Cart) -> None:
    by_id = {each.id: each for each in (*cart.vouchers, *cart.festival.offers)}
    for used in cart.quoted().vouchers:
        issued = by_id[used.voucher_id]
        for most in (issued.left.budget_minor, issued.most_minor):
            assert most is None or used.cost_minor <= most


@given(cart=carts(), tier=st.integers(0, 3))
def test_a_higher_tier_never_pays_a_higher_unit_price(cart: Cart, tier: int) -> None:
    higher = replace(cart, tier={brand: max(tier, rank) for brand, rank in cart.tier.items()})
    for now, then in zip(cart.quoted().lines, higher.quoted().lines, strict=True):
        assert then.unit_minor <= now.unit_minor


@given(cart=carts())
def test_a_stored_quote_is_read_back_as_it_was(cart: Cart) -> None:
    quote = cart.quoted()
    assert from_json(to_json(quote)) == quote


@given(cart=carts(), data=st.data())
def test_partial_refunds_in_any_steps_give_back_exactly_what_was_paid(
    cart: Cart, data: st.DataObject
) -> None:
    for each in cart.quoted().lines:
        cuts = data.draw(st.sets(st.integers(0, each.quantity)))
        steps = pairwise(sorted({0, *cuts, each.quantity}))
        parts = [refundable(each, until - since, since) for since, until in steps]
        assert all(part.amount_minor >= 0 for part in parts)
        assert sum(part.amount_minor for part in parts) == each.payable_minor
        for index, discount in enumerate(each.discounts):
            mine = [part.discounts[index] for part in parts]
            assert all(part.amount_minor >= 0 and part.cost_minor >= 0 for part in mine)
            assert sum(part.amount_minor for part in mine) == discount.amount_minor
            assert sum(part.cost_minor for part in mine) == discount.cost_minor


@given(cart=carts(), data=st.data())
def test_each_refunded_unit_and_its_discounts_make_up_its_price(
    cart: Cart, data: st.DataObject
) -> None:
    for each in cart.quoted().lines:
        at = data.draw(st.integers(0, each.quantity - 1))
        part = refundable(each, 1, at)
        given_up = sum(discount.amount_minor for discount in part.discounts)
        assert part.amount_minor + given_up == each.unit_minor


@given(cart=carts(("EUR",), most_vouchers=6))
def test_the_search_finds_what_trying_every_combination_finds(cart: Cart) -> None:
    amounts = tuple(each.prices[0].amount_minor * each.quantity for each in cart.lines)
    candidates = [
        Candidate(each, each, scope, cart.festival.rates)
        for each in sorted(cart.vouchers, key=lambda each: each.turn)
        if (scope := tuple(i for i, found in enumerate(cart.lines) if each.is_for(found)))
    ]
    found = best_choice(candidates, amounts)
    assert found.is_exhaustive
    total, spent, _, best = _best_of_all(candidates, amounts)
    assert (sum(found.amounts), len(found.taken)) == (total, spent)
    assert [taken.candidate for taken in found.taken] == best


@given(cart=carts(("EUR",)), steps=st.integers(1, 6))
def test_a_search_that_is_cut_short_still_finds_one_that_may_be_used(
    cart: Cart, steps: int
) -> None:
    amounts = (10_000, 700)
    found = [line("a", 10_000), line("b", 700, brand_id="oak")]
    candidates = [
        Candidate(each, each, scope, cart.festival.rates)
        for each in sorted(cart.vouchers, key=lambda each: each.turn)
        if (scope := tuple(i for i, one in enumerate(found) if each.is_for(one)))
    ]
    choice = best_choice(candidates, amounts, most_steps=len(candidates) + steps)
    used = [taken.candidate for taken in choice.taken]
    assert not any(one.excludes(other) for one, other in combinations(used, 2))
    assert all(amount >= 0 for amount in choice.amounts)


@given(first=vouchers("a"), second=vouchers("b"), cart=st.lists(lines(), min_size=1, max_size=4))
def test_exclusion_is_mutual(first, second, cart) -> None:  # type: ignore[no-untyped-def]
    one, other = (
        Candidate(each, each, tuple(i for i, found in enumerate(cart) if each.is_for(found)), None)  # type: ignore[arg-type]
        for each in (first, second)
    )
    assert one.excludes(other) == other.excludes(one)


def _best_of_all(
    candidates: list[Candidate], amounts: Amounts
) -> tuple[int, int, tuple[int, ...], list[Candidate]]:
    """By trying them all: the lowest total, then the fewest vouchers, then the earliest."""
    tried = []
    for count in range(len(candidates) + 1):
        for indexes in combinations(range(len(candidates)), count):
            chosen = [candidates[index] for index in indexes]
            taken = _taken_in_turn(chosen, amounts)
            if taken is not None:
                left_out = tuple(int(i not in indexes) for i in range(len(candidates)))
                tried.append((sum(taken), count, left_out, chosen))
    return min(tried, key=itemgetter(0, 1, 2))


def _taken_in_turn(chosen: list[Candidate], amounts: Amounts) -> Amounts | None:
    """What is left after these; None if they exclude each other or one takes nothing."""
    if any(one.excludes(other) for one, other in combinations(chosen, 2)):
        return None
    for candidate in chosen:
        taken: Taken | None = take(candidate, amounts)
        if taken is None:
            return None
        amounts = less(amounts, taken)
    return amounts
