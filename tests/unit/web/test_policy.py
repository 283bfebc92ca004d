"""What pages may load."""

from kit.settings import StripeSettings
from web.policy import OWN_ONLY, with_stripe

KEYS = ("sk_1", "whsec_1", "pk_1")


def test_stripes_own_script_asks_and_shows_frames_at_its_own_addresses() -> None:
    policy = with_stripe(StripeSettings(*KEYS))
    assert policy.startswith(OWN_ONLY)
    assert "script-src 'self' https://js.stripe.com https://*.js.stripe.com" in policy
    assert "connect-src 'self' https://api.stripe.com" in policy
    assert "https://hooks.stripe.com" in policy.partition("frame-src")[2]


def test_another_script_is_all_that_is_allowed_in_its_place() -> None:
    policy = with_stripe(StripeSettings(*KEYS, script_url="http://127.0.0.1:9/js/v3/"))
    assert "stripe.com" not in policy
    assert policy.count("http://127.0.0.1:9") == 3
