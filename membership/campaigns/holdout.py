"""Who of an audience is left out, to measure what the others did because of the campaign. Pure."""

import hashlib


def is_held_out(campaign_id: str, account_id: str, percent: int) -> bool:
    """By a hash of both: the same however often it is asked, and in each campaign others."""
    digest = hashlib.sha256(f"{campaign_id}:{account_id}".encode()).digest()
    return int.from_bytes(digest[:8]) % 100 < percent
