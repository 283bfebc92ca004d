"""Signatures are those of the Standard Webhooks specification, and its own library takes them."""

import base64
import time

import pytest
from standardwebhooks.webhooks import Webhook as Standard
from standardwebhooks.webhooks import WebhookVerificationError

from commerce.webhooks.signing import Secrets, shown, signature, signed_headers

BODY = '{"type":"order.paid","data":{"title":"Wärmflasche"}}'.encode()


def test_the_specifications_example_is_signed_as_its_libraries_do() -> None:
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    body = b'{"test": 2432232314}'
    signed = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_standards_own_library_verifies_a_message() -> None:
    secret = Secrets("k" * 40).of("webhook", "salt")
    headers = signed_headers("evt", int(time.time()), BODY, [secret])
    content = Standard(shown(secret)).verify(BODY, headers)
    assert content["data"]["title"] == "Wärmflasche"


@pytest.mark.parametrize("changed", ["body", "id", "time"])
def test_whatever_is_changed_on_the_way_is_noticed(changed: str) -> None:
    secret = Secrets("k" * 40).of("webhook", "salt")
    now = int(time.time())
    headers = signed_headers("evt", now, BODY, [secret])
    if changed == "id":
        headers["webhook-id"] = "evt2"
    if changed == "time":
        headers["webhook-timestamp"] = str(now - 1)
    body = BODY + b" " if changed == "body" else BODY
    with pytest.raises(WebhookVerificationError):
        Standard(shown(secret)).verify(body, headers)


def test_after_a_change_of_the_secret_who_has_either_can_verify() -> None:
    secrets = Secrets("k" * 40)
    new, old, other = (secrets.of("webhook", salt) for salt in ("new", "old", "other"))
    headers = signed_headers("evt", int(time.time()), BODY, [new, old])
    assert headers["webhook-signature"].count("v1,") == 2
    for secret in (new, old):
        Standard(shown(secret)).verify(BODY, headers)
    with pytest.raises(WebhookVerificationError):
        Standard(shown(other)).verify(BODY, headers)


def test_each_webhook_salt_and_installation_has_a_secret_of_its_own() -> None:
    ours, theirs = Secrets("k" * 40), Secrets("l" * 40)
    secrets = {ours.of("a", "s"), ours.of("a", "t"), ours.of("b", "s"), theirs.of("a", "s")}
    assert len(secrets) == 4
    assert {len(secret) for secret in secrets} == {32}
    assert ours.of("a", "s") in secrets
