"""Who wins a draw, decided three times: by the product, by the script that anyone can run, and by hand."""

import hashlib
import hmac
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.errors import Refusal
from kit.ids import new_code
from share.draws.draw import MOST_ENTRANTS, Draw, decided, entered, refuse_entry, thinned
from share.draws.errors import DrawClosed, DrawFull, ForMembers, StaffCannotWin
from share.draws.lot import hash_of_seed, hash_of_tickets, new_seed, winning

SCRIPT = Path(__file__).parents[3] / "web/static/check_draw.py"
NOW = datetime(2026, 11, 11, 20, tzinfo=UTC)
DRAW = Draw(
    id="d1",
    show_id="s1",
    brand_id="b1",
    prize="A lamp",
    places=2,
    min_tier_rank=0,
    seed="00" * 32,
    opened_at=NOW,
    closes_at=NOW + timedelta(minutes=1),
)
TICKETS = st.sets(st.text("0123456789abcdefghjkmnpqrstvwxyz", min_size=10, max_size=10))


@pytest.fixture(scope="session")
def script() -> ModuleType:
    spec = spec_from_file_location("check_draw", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_is_decided_as_its_page_says() -> None:
    listed = hashlib.sha256(b"a\nb\nc\n").hexdigest()
    numbers = {
        ticket: hmac.new(b"seed", f"{listed}:{ticket}".encode(), "sha256").digest()
        for ticket in "abc"
    }
    assert winning("seed", {"c", "a", "b"}, 2) == sorted("abc", key=numbers.__getitem__)[:2]


@given(st.binary(min_size=32, max_size=32), TICKETS, st.integers(1, 100))
def test_the_script_finds_the_same_winners(
    script: ModuleType, seed: bytes, tickets: set[str], places: int
) -> None:
    won = winning(seed.hex(), tickets, places)
    assert script.winning(seed.hex(), list(tickets), places) == won
    assert len(set(won)) == len(won) == min(places, len(tickets))
    draw = {
        "seed": seed.hex(),
        "seed_hash": hash_of_seed(seed.hex()),
        "entrants_hash": hash_of_tickets(tickets),
        "places": places,
        "winners": [{"ticket": ticket} for ticket in won],
    }
    assert all(holds for _, holds in script.findings(draw, list(tickets)))


@given(TICKETS.filter(bool), st.data())
def test_the_script_finds_whatever_was_changed(
    script: ModuleType, tickets: set[str], data: st.DataObject
) -> None:
    seed, extra = "11" * 32, "-"
    won = winning(seed, tickets, 1)
    draw = {
        "seed": seed,
        "seed_hash": hash_of_seed(seed),
        "entrants_hash": hash_of_tickets(tickets),
        "places": 1,
        "winners": [{"ticket": won[0]}],
    }
    change = data.draw(st.sampled_from(["seed", "winner", "more", "fewer"]))
    listed = sorted(tickets)
    if change == "seed":
        draw["seed"] = "22" * 32
    elif change == "winner":
        draw["winners"] = [{"ticket": extra}]
    elif change == "more":
        listed.append(extra)
    else:
        listed.pop()
    assert not all(holds for _, holds in script.findings(draw, listed))


@given(st.lists(st.text("abcdef", min_size=3, max_size=3), unique=True, min_size=1))
def test_the_order_of_entries_does_not_matter(tickets: list[str]) -> None:
    assert winning("seed", tickets, 3) == winning("seed", list(reversed(tickets)), 3)


def test_every_ticket_wins_as_often_as_any_other() -> None:
    tickets = [new_code(10) for _ in range(4)]
    wins = Counter(winning(new_seed(), tickets, 1)[0] for _ in range(2_000))
    assert all(350 < wins[ticket] < 650 for ticket in tickets)  # 7.7 standard deviations


@pytest.mark.parametrize(
    ("draw", "rank", "is_staff", "refusal"),
    [
        (DRAW, 0, False, None),
        (replace(DRAW, closes_at=NOW), 0, False, DrawClosed),
        (decided(DRAW, [], NOW), 0, False, DrawClosed),
        (DRAW, 0, True, StaffCannotWin),
        (replace(DRAW, min_tier_rank=2), 1, False, ForMembers),
        (replace(DRAW, min_tier_rank=2), 2, False, None),
        (replace(DRAW, entrants=MOST_ENTRANTS), 0, False, DrawFull),
    ],
)
def test_who_can_enter(
    draw: Draw, rank: int, is_staff: bool, refusal: type[Refusal] | None
) -> None:
    refused = refuse_entry(draw, rank, NOW, is_staff=is_staff)
    assert (type(refused) if refused else None) is refusal


def test_it_is_due_once() -> None:
    assert not DRAW.is_due(NOW)
    assert DRAW.is_due(DRAW.closes_at)
    assert not decided(DRAW, ["a"], NOW).is_due(DRAW.closes_at)


def test_each_change_is_newer() -> None:
    one = entered(DRAW, 1)
    assert (one.entrants, one.version) == (1, 2)
    assert decided(one, ["a"], NOW).version == 3


def test_a_room_is_told_of_fewer_numbers_the_more_there_are() -> None:
    assert [thinned(count) for count in (0, 9, 99, 109, 110, 1_234)] == [0, 9, 99, 100, 110, 1_200]
    assert len({thinned(count) for count in range(10_000)}) < 300
