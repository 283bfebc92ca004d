"""How packets are split (docs/packets.md): by the product, by the script that anyone can run, and by hand."""

import hashlib
import hmac
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.errors import Refusal
from share.draws.lot import new_seed
from share.packets.errors import (
    AllOpened,
    ForHigherTiers,
    MembersOnly,
    PacketOver,
    StaffCannotOpen,
)
from share.packets.packet import Packet, ended, opened, refuse_opening
from share.packets.splitting import (
    Split,
    arrivals_text,
    equal_shares,
    hash_of_arrivals,
    lucky_shares,
    shares_of,
)
from share.packets.views import MOST_POINTS, MOST_SHARES

SCRIPT = Path(__file__).parents[3] / "web/static/check_packet.py"
NOW = datetime(2026, 11, 11, 20, tzinfo=UTC)
PACKET = Packet(
    id="p1",
    show_id="s1",
    brand_id="b1",
    greeting="Good luck",
    points=100,
    shares=3,
    split=Split.LUCKY,
    min_tier_rank=1,
    seed="00" * 32,
    dropped_at=NOW,
    closes_at=NOW + timedelta(minutes=1),
)
SEEDS = st.binary(min_size=32, max_size=32).map(bytes.hex)


@st.composite
def packets(draw: st.DrawFn, most_shares: int = MOST_SHARES) -> Packet:
    shares = draw(st.integers(1, most_shares))
    return replace(
        PACKET,
        seed=draw(SEEDS),
        shares=shares,
        points=draw(st.integers(shares, MOST_POINTS)),
        split=draw(st.sampled_from(Split)),
    )


@pytest.fixture(scope="session")
def script() -> ModuleType:
    spec = spec_from_file_location("check_packet", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@given(packets())
def test_the_shares_sum_to_the_points_and_nobody_goes_empty(packet: Packet) -> None:
    """K2"""
    shares = shares_of(packet.split, packet.seed, packet.points, packet.shares)
    assert len(shares) == packet.shares
    assert sum(shares) == packet.points
    assert min(shares) >= 1


@given(packets())
def test_no_share_but_the_last_reaches_twice_the_mean_of_what_remains(packet: Packet) -> None:
    """K3"""
    left = packet.points
    shares = lucky_shares(packet.seed, packet.points, packet.shares)
    for number, share in enumerate(shares[:-1]):
        assert share < Fraction(2 * left, packet.shares - number)
        left -= share
    assert shares[-1] == left


def test_each_place_is_worth_the_same_on_average() -> None:
    """K3: over all numbers that can be drawn, exactly; so it does not matter when one comes."""
    for left, waiting in ((140, 100), (7, 3), (12, 12), (50, 2)):
        spare = left - waiting
        drawn = range((2 * spare + 1) * waiting)
        shares = [1 + sum(divmod(number, waiting)) // waiting for number in drawn]
        assert Fraction(sum(shares), len(shares)) == Fraction(left, waiting)


@given(st.integers(1, MOST_SHARES), st.integers(0, MOST_POINTS))
def test_equal_shares_differ_by_a_point_at_most(shares: int, more: int) -> None:
    """K4"""
    split = equal_shares(shares + more, shares)
    assert sum(split) == shares + more
    assert max(split) - min(split) <= 1
    assert split == sorted(split, reverse=True)


def test_it_is_split_as_its_page_says() -> None:
    number = int(hmac.new(b"seed", b"1", hashlib.sha256).hexdigest(), 16)
    part, luck = divmod(number % ((2 * 7 + 1) * 3), 3)
    first = 1 + (part + luck) // 3
    assert lucky_shares("seed", 10, 3)[0] == first
    assert lucky_shares("seed", 10, 3) == [1, 4, 5]


def published(packet: Packet, count: int) -> tuple[dict[str, Any], str]:
    """What everyone can read of the packet when so many have opened it."""
    shares = shares_of(packet.split, packet.seed, packet.points, packet.shares)[:count]
    arrivals = [(f"ticket{place}", points) for place, points in enumerate(shares)]
    luckiest = sorted(enumerate(shares, 1), key=lambda each: (-each[1], each[0]))[:10]
    view = {
        "points": packet.points,
        "shares": packet.shares,
        "split": packet.split.value,
        "seed": packet.seed,
        "seed_hash": packet.seed_hash,
        "arrivals_hash": hash_of_arrivals(arrivals),
        "luckiest": [
            {"place": place, "points": points}
            for place, points in luckiest
            if packet.split is Split.LUCKY
        ],
    }
    return view, arrivals_text(arrivals)


@given(packets(most_shares=30), st.data())
def test_the_script_finds_the_same_shares(
    script: ModuleType, packet: Packet, data: st.DataObject
) -> None:
    view, arrivals = published(packet, data.draw(st.integers(0, packet.shares)))
    shares = shares_of(packet.split, packet.seed, packet.points, packet.shares)
    assert script.split(view) == list(shares)
    assert all(holds for _, holds in script.findings(view, arrivals))


@given(
    packets(most_shares=30).filter(lambda packet: packet.shares > 1),
    st.sampled_from(["seed", "points", "order", "more", "fewer"]),
)
def test_the_script_finds_whatever_was_changed(
    script: ModuleType, packet: Packet, change: str
) -> None:
    view, arrivals = published(packet, packet.shares)
    lines = arrivals.splitlines(keepends=True)
    if change == "seed":
        view["seed"] = "22" * 32 if packet.seed != "22" * 32 else "33" * 32
    elif change == "points":
        ticket, points = lines[0].split(" ")
        lines[0] = f"{ticket} {int(points) + 1}\n"
    elif change == "order":
        lines.reverse()
    elif change == "more":
        lines.append("another 1\n")
    else:
        lines.pop()
    assert not all(holds for _, holds in script.findings(view, "".join(lines)))


@given(packets(most_shares=20))
def test_each_opening_takes_the_next_share_until_nothing_is_left(packet: Packet) -> None:
    after = packet
    for place in range(1, packet.shares + 1):
        assert refuse_opening(after, 1, NOW, is_staff=False) is None
        after = opened(after)
        assert (after.opened, after.version) == (place, place + 1)
    assert (after.opened_points, after.left_points) == (packet.points, 0)
    assert after.is_due(NOW)
    assert isinstance(refuse_opening(after, 1, NOW, is_staff=False), AllOpened)


@pytest.mark.parametrize(
    ("packet", "rank", "is_staff", "refusal"),
    [
        (PACKET, 1, False, None),
        (replace(PACKET, closes_at=NOW), 1, False, PacketOver),
        (ended(PACKET, [], NOW), 1, False, PacketOver),
        (PACKET, 0, True, StaffCannotOpen),
        (PACKET, 0, False, MembersOnly),
        (replace(PACKET, min_tier_rank=2), 1, False, ForHigherTiers),
        (replace(PACKET, min_tier_rank=2), 2, False, None),
        (replace(PACKET, opened=3, opened_points=100), 1, False, AllOpened),
    ],
)
def test_who_can_open_a_share(
    packet: Packet, rank: int, is_staff: bool, refusal: type[Refusal] | None
) -> None:
    """K5"""
    refused = refuse_opening(packet, rank, NOW, is_staff=is_staff)
    assert (type(refused) if refused else None) is refusal


def test_it_is_due_once() -> None:
    assert not PACKET.is_due(NOW)
    assert PACKET.is_due(PACKET.closes_at)
    assert not ended(PACKET, [], NOW).is_due(PACKET.closes_at)


def test_all_shares_of_a_large_packet_are_found_at_once() -> None:
    shares = shares_of(Split.LUCKY, new_seed(), MOST_POINTS, MOST_SHARES)
    assert (sum(shares), len(shares)) == (MOST_POINTS, MOST_SHARES)
