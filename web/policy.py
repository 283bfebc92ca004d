"""Content security policies: a page runs its own scripts only. Where a card is typed, Stripe's too; where a show is seen, its video."""

from urllib.parse import urlsplit

from kit.settings import STRIPE_SCRIPT, StripeSettings

OWN_ONLY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


def policy(stripe: StripeSettings | None, media_url: str | None) -> str:
    """Of a page that takes cards by Stripe, or shows the video of a media process, or both."""
    scripts, asked, frames = _needed_by(stripe) if stripe else ("", "", "")
    media = _origin(media_url) if media_url else ""
    needs = {
        "script-src": scripts,
        "frame-src": frames,
        "connect-src": f"{asked} {media}".strip(),
        # Players put video together themselves, and do it beside the page.
        "media-src": f"blob: {media}" if media else "",
        "worker-src": "blob:" if media else "",
    }
    return "; ".join(
        [OWN_ONLY, *(f"{name} 'self' {sources}" for name, sources in needs.items() if sources)]
    )


def _needed_by(stripe: StripeSettings) -> tuple[str, str, str]:
    """Scripts, what they ask, and frames: https://docs.stripe.com/security/guide#content-security-policy"""
    if stripe.script_url != STRIPE_SCRIPT:
        return (_origin(stripe.script_url),) * 3
    scripts = "https://js.stripe.com https://*.js.stripe.com"
    return scripts, "https://api.stripe.com", f"{scripts} https://hooks.stripe.com"


def _origin(url: str) -> str:
    return "{0.scheme}://{0.netloc}".format(urlsplit(url))
