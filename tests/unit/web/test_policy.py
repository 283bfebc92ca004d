"""What pages may load."""

from kit.settings import StripeSettings
from web.policy import OWN_ONLY, policy

KEYS = ("sk_1", "whsec_1", "pk_1")


def test_stripes_own_script_asks_and_shows_frames_at_its_own_addresses() -> None:
    said = policy(StripeSettings(*KEYS), None)
    assert said.startswith(OWN_ONLY)
    assert "script-src 'self' https://js.stripe.com https://*.js.stripe.com" in said
    assert "connect-src 'self' https://api.stripe.com" in said
    assert "https://hooks.stripe.com" in said.partition("frame-src")[2]


def test_another_script_is_all_that_is_allowed_in_its_place() -> None:
    said = policy(StripeSettings(*KEYS, script_url="http://127.0.0.1:9/js/v3/"), None)
    assert "stripe.com" not in said
    assert said.count("http://127.0.0.1:9") == 3


def test_a_page_with_video_may_fetch_it_and_put_it_together() -> None:
    said = policy(None, "https://media.example/at/this/path")
    assert said.startswith(OWN_ONLY)
    assert "connect-src 'self' https://media.example;" in said
    assert "media-src 'self' blob: https://media.example;" in said
    assert "script-src" not in said
