"""Content security policies: a page runs its own scripts only, and where a card is typed, Stripe's too."""

from urllib.parse import urlsplit

from kit.settings import STRIPE_SCRIPT, StripeSettings

OWN_ONLY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


def with_stripe(stripe: StripeSettings) -> str:
    """What Stripe's script needs besides: https://docs.stripe.com/security/guide#content-security-policy"""
    script = asker = frames = "{0.scheme}://{0.netloc}".format(urlsplit(stripe.script_url))
    if stripe.script_url == STRIPE_SCRIPT:
        script = "https://js.stripe.com https://*.js.stripe.com"
        asker = "https://api.stripe.com"
        frames = f"{script} https://hooks.stripe.com"
    return (
        f"{OWN_ONLY}; script-src 'self' {script}; connect-src 'self' {asker}; "
        f"frame-src 'self' {frames}"
    )
