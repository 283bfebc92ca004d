"""Signatures as the Standard Webhooks specification has them, and the secrets that they are made with.

    secret = Secrets("the installation's key").of("06h…", salt)
    signed_headers("06h…", 1762862400, body, [secret])
    # webhook-id: 06h…, webhook-timestamp: 1762862400, webhook-signature: v1,K5oZ…

A secret is not stored anywhere. It is made of SECRET_KEY and the webhook's salt, so that who reads the database cannot
sign; and when SECRET_KEY changes, every webhook has another.
"""

import base64
import hmac
from collections.abc import Iterable

PREFIX = "whsec_"


class Secrets:
    def __init__(self, secret_key: str) -> None:
        self._key = hmac.digest(secret_key.encode(), b"dealcast.webhook", "sha256")

    def of(self, webhook_id: str, salt: str) -> bytes:
        """The webhook's secret: 32 bytes."""
        return hmac.digest(self._key, f"{webhook_id}.{salt}".encode(), "sha256")


def shown(secret: bytes) -> str:
    """The secret as a person copies it: `whsec_` and base64."""
    return PREFIX + base64.b64encode(secret).decode()


def signature(secret: bytes, event_id: str, timestamp_s: int, body: bytes) -> str:
    """`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`."""
    content = f"{event_id}.{timestamp_s}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(secret, content, "sha256")).decode()


def signed_headers(
    event_id: str, timestamp_s: int, body: bytes, secrets: Iterable[bytes]
) -> dict[str, str]:
    """The headers of one attempt; with several secrets, as after a change of them, each signs.

    Args:
        timestamp_s: when the attempt is made, in seconds since the epoch
    """
    return {
        "webhook-id": event_id,
        "webhook-timestamp": str(timestamp_s),
        "webhook-signature": " ".join(
            signature(secret, event_id, timestamp_s, body) for secret in secrets
        ),
    }
