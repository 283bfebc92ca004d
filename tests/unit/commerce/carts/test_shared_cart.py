"""Shared carts and wish lists by their rules (docs/carts.md, W and S)."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from commerce.shared_carts.adding import claim_key
from commerce.shared_carts.errors import SharedCartOver
from commerce.shared_carts.shared_cart import Line, SharedCart, change, withdraw
from commerce.wishes.item import MOST_WISHES, Item, free_place

NOW = datetime(2026, 11, 11, tzinfo=UTC)
LAMP, VASE = Line(Item("lamp")), Line(Item("vase", "deal"), 2)
CART = SharedCart(
    id="c", account_id="mina", kind="cart", brand_id="b", lines=(LAMP, VASE), created_at=NOW,
    expires_at=NOW + timedelta(days=1),
)  # fmt: skip


@given(st.sets(st.integers(1, MOST_WISHES)))
def test_a_free_place_is_the_first_that_is_not_taken(taken: set[int]) -> None:
    place = free_place(taken)
    if place is None:
        assert len(taken) == MOST_WISHES
    else:
        assert place not in taken
        assert taken >= set(range(1, place))
        assert place <= MOST_WISHES


def test_lines_are_shown_while_it_is_open_and_at_no_other_time() -> None:
    assert CART.shown_lines(NOW) == (LAMP, VASE)
    assert CART.shown_lines(NOW + timedelta(days=1)) == ()
    withdrawn = withdraw(CART, NOW)
    assert (withdrawn.lines, withdrawn.status(NOW)) == ((), "withdrawn")
    assert withdraw(withdrawn, NOW) is withdrawn


def test_the_same_lines_change_nothing_and_what_is_over_cannot_be_changed() -> None:
    assert change(CART, CART.lines, NOW) is CART
    changed = change(CART, (LAMP,), NOW)
    assert isinstance(changed, SharedCart)
    assert (changed.lines, changed.version) == ((LAMP,), 2)
    assert isinstance(change(CART, (LAMP,), CART.expires_at), SharedCartOver)
    assert isinstance(change(withdraw(CART, NOW), (LAMP,), NOW), SharedCartOver)


def test_each_line_has_a_key_of_its_own_within_a_press() -> None:
    keys = {claim_key(key, item) for key in ("one", "two") for item in ("lamp", "vase")}
    assert len(keys) == 4
    assert claim_key("one", "lamp") in keys
    assert all(key is not None and len(key) <= 255 for key in keys)
    assert claim_key(None, "lamp") is None
