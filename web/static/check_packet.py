#!/usr/bin/env python3
"""Splits a Dealcast packet again, and compares.

    python3 check_packet.py https://SITE/packets/PACKET_ID

Needs Python 3.8 or newer and nothing else. Ends with 0 if everything is as the page says, with 1 if something is not, and
with 2 if the packet could not be read or has not ended yet.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import sys
import urllib.request
from typing import Any

USAGE = "usage: python3 check_packet.py https://SITE/packets/PACKET_ID"
TIMEOUT_S = 30


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def split(packet: dict[str, Any]) -> list[int]:
    """All shares, in the order in which they are opened."""
    if packet["split"] == "equal":
        share, more = divmod(packet["points"], packet["shares"])
        return [share + 1] * more + [share] * (packet["shares"] - more)
    shares, left = [], packet["points"]
    for number in range(1, packet["shares"]):
        waiting = packet["shares"] - number + 1
        spare = left - waiting
        digest = hmac.new(packet["seed"].encode(), str(number).encode(), "sha256").hexdigest()
        part, luck = divmod(int(digest, 16) % ((2 * spare + 1) * waiting), waiting)
        shares.append(1 + (part + luck) // waiting)
        left -= shares[-1]
    return [*shares, left]


def findings(packet: dict[str, Any], arrivals: str) -> list[tuple[str, bool]]:
    """What must hold, and whether it does."""
    shares = split(packet)
    lines = [line.split(" ") for line in arrivals.splitlines()]
    got = [int(points) for _, points in lines]
    luckiest = sorted(enumerate(got, 1), key=lambda each: (-each[1], each[0]))[:10]
    published = [(one["place"], one["points"]) for one in packet["luckiest"]]
    return [
        ("the seed is the one whose hash was published when the packet was dropped",
         sha256(packet["seed"]) == packet["seed_hash"]),
        (f"the shares sum to {packet['points']}, and each is one point at least",
         sum(shares) == packet["points"] and min(shares) >= 1),
        ("the list of arrivals is the one whose hash is published, and no ticket is there twice",
         sha256(arrivals) == packet["arrivals_hash"]
         and len({ticket for ticket, _ in lines}) == len(lines)),
        ("everyone got the share of their place, and the luckiest are those who got most",
         got == shares[: len(got)]
         and published == (luckiest if packet["split"] == "lucky" else [])),
    ]  # fmt: skip


def read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=TIMEOUT_S) as answer:
        text: str = answer.read().decode()
    return text


def check(api: str) -> int:
    packet = json.loads(read(api))
    if packet["status"] != "ended":
        print("This packet has not ended yet: come back when it has.", file=sys.stderr)
        return 2
    arrivals = read(f"{api}/arrivals")
    print(f"{packet['greeting']}: {packet['opened']} of {packet['shares']} shares were opened")
    results = findings(packet, arrivals)
    for what, holds in results:
        print(f"  {'holds' if holds else 'DOES NOT HOLD'}: {what}")
    return 0 if all(holds for _, holds in results) else 1


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or "/packets/" not in arguments[0]:
        print(USAGE, file=sys.stderr)
        return 2
    site, packet_id = arguments[0].split("?")[0].rstrip("/").rsplit("/packets/", 1)
    api = f"{site}/api/packets/{packet_id}"
    try:
        return check(api)
    except (OSError, ValueError, KeyError) as error:
        print(f"The packet could not be read from {api}: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
