#!/usr/bin/env python3
"""Decides a Dealcast draw again, and compares.

    python3 check_draw.py https://SITE/draws/DRAW_ID

Needs Python 3.8 or newer and nothing else. Ends with 0 if everything is as the page says, with 1 if something is not, and
with 2 if the draw could not be read or is not decided yet.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import sys
import urllib.request
from typing import Any

USAGE = "usage: python3 check_draw.py https://SITE/draws/DRAW_ID"
TIMEOUT_S = 30


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def hash_of_tickets(tickets: list[str]) -> str:
    return sha256("".join(ticket + "\n" for ticket in sorted(tickets)))


def winning(seed: str, tickets: list[str], places: int) -> list[str]:
    """The winning tickets, the first place first."""
    listed = hash_of_tickets(tickets)

    def number(ticket: str) -> str:
        return hmac.new(seed.encode(), f"{listed}:{ticket}".encode(), "sha256").hexdigest()

    return sorted(tickets, key=number)[:places]


def findings(draw: dict[str, Any], tickets: list[str]) -> list[tuple[str, bool]]:
    """What must hold, and whether it does."""
    won = winning(draw["seed"], tickets, draw["places"])
    published = [winner["ticket"] for winner in draw["winners"]]
    return [
        ("the seed is the one whose hash was published when the draw opened",
         sha256(draw["seed"]) == draw["seed_hash"]),
        ("no ticket is there twice",
         len(set(tickets)) == len(tickets)),
        ("the list of tickets is the one whose hash is published",
         hash_of_tickets(tickets) == draw["entrants_hash"]),
        (f"these tickets win: {', '.join(won) or 'none'}",
         won == published),
    ]  # fmt: skip


def read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=TIMEOUT_S) as answer:
        text: str = answer.read().decode()
    return text


def check(api: str) -> int:
    draw = json.loads(read(api))
    if draw["status"] != "decided":
        print("This draw is not decided yet: come back when it is.", file=sys.stderr)
        return 2
    tickets = read(f"{api}/tickets").split()
    print(f"{draw['prize']}: {len(tickets)} tickets, places to win: {draw['places']}")
    results = findings(draw, tickets)
    for what, holds in results:
        print(f"  {'holds' if holds else 'DOES NOT HOLD'}: {what}")
    return 0 if all(holds for _, holds in results) else 1


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or "/draws/" not in arguments[0]:
        print(USAGE, file=sys.stderr)
        return 2
    site, draw_id = arguments[0].split("?")[0].rstrip("/").rsplit("/draws/", 1)
    api = f"{site}/api/draws/{draw_id}"
    try:
        return check(api)
    except (OSError, ValueError, KeyError) as error:
        print(f"The draw could not be read from {api}: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
