"""How a draw is decided, so that everyone can decide it again.

The seed is chosen when the draw opens and its hash is published at once: whoever runs the draw cannot choose another one
later. When it has closed the list of tickets and the seed are published. A ticket's number is HMAC-SHA256 with the seed as key
over the hash of the list and the ticket; the tickets with the smallest numbers win, the smallest first. All texts are UTF-8,
all hashes are lower-case hexadecimal. `web/static/check_draw.py` does the same without anything of Dealcast.
"""

import hashlib
import hmac
import secrets
from collections.abc import Collection

SEED_BYTES = 32


def new_seed() -> str:
    return secrets.token_hex(SEED_BYTES)


def hash_of_seed(seed: str) -> str:
    return hashlib.sha256(seed.encode()).hexdigest()


def hash_of_tickets(tickets: Collection[str]) -> str:
    """Of the tickets in the order of their letters, each followed by a line feed."""
    return hashlib.sha256("".join(f"{ticket}\n" for ticket in sorted(tickets)).encode()).hexdigest()


def winning(seed: str, tickets: Collection[str], places: int) -> list[str]:
    """The winning tickets, the first place first; all of them if there are no more than places."""
    listed = hash_of_tickets(tickets)
    return sorted(tickets, key=lambda ticket: _number(seed, listed, ticket))[:places]


def _number(seed: str, listed: str, ticket: str) -> bytes:
    return hmac.digest(seed.encode(), f"{listed}:{ticket}".encode(), "sha256")
