"""Codes that people choose themselves: what may be one, and what is kept for others.

>>> checked_code("Kiln-Opening")
'kiln-opening'
"""

import re

from share.errors import CodeRefused

RESERVED = frozenset(
    [
        "about",
        "account",
        "admin",
        "administrator",
        "api",
        "app",
        "asyncapi",
        "assets",
        "billing",
        "blog",
        "brand",
        "brands",
        "card",
        "cart",
        "checkout",
        "contact",
        "cookies",
        "dealcast",
        "deal",
        "deals",
        "docs",
        "embed",
        "favicon",
        "festival",
        "help",
        "home",
        "host",
        "hosting",
        "imprint",
        "index",
        "info",
        "jobs",
        "legal",
        "link",
        "links",
        "live",
        "login",
        "logout",
        "mail",
        "me",
        "media",
        "metrics",
        "new",
        "news",
        "null",
        "oembed",
        "official",
        "openapi",
        "operator",
        "order",
        "orders",
        "pay",
        "payment",
        "payments",
        "pictures",
        "press",
        "privacy",
        "qr",
        "robots",
        "root",
        "safety",
        "security",
        "share",
        "shop",
        "show",
        "shows",
        "sign-in",
        "sign-out",
        "sign-up",
        "signin",
        "signout",
        "signup",
        "sitemap",
        "staff",
        "static",
        "status",
        "store",
        "support",
        "system",
        "team",
        "terms",
        "test",
        "undefined",
        "user",
        "users",
        "vouchers",
        "wallet",
        "webhooks",
        "www",
    ]
)
"""Words that look as if the site itself had said them."""

_FORM = re.compile(r"[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){1,30}[a-z0-9]")


def checked_code(wanted: str) -> str | CodeRefused:
    """The code as it is kept: in lower case, so that nobody can have the same in another."""
    code = wanted.strip().lower()
    if not _FORM.fullmatch(code):
        return _refused("Use 3 to 32 letters from a to z, digits, and single hyphens between them.")
    if code in RESERVED or code.replace("-", "") in RESERVED:
        return _refused("This word is kept for the site itself. Choose another.")
    return code


def _refused(message: str) -> CodeRefused:
    return CodeRefused(message, fields={"code": message})
