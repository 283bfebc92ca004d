"""E-mail addresses as mailboxes: which are the same one, and which are thrown away after use.

>>> mailbox("M.ira+shop@googlemail.com") == mailbox("mira@gmail.com")
True
"""

from collections.abc import Collection

from disposable_email_domains import blocklist

_GMAIL = {"gmail.com", "googlemail.com"}


def mailbox(email: str) -> str:
    """Where mail to the address arrives: without a tag after `+`, and at Gmail without dots."""
    name, _, domain = email.lower().rpartition("@")
    name = name.partition("+")[0]
    if domain in _GMAIL:
        return f"{name.replace('.', '')}@gmail.com"
    return f"{name}@{domain}"


def is_disposable(email: str, more: Collection[str] = ()) -> bool:
    """Whether the address is of a domain, or below one, that gives addresses away for minutes: by the list of the package
    `disposable-email-domains`, or among `more`."""
    labels = email.lower().rpartition("@")[2].split(".")
    domains = {".".join(labels[place:]) for place in range(len(labels) - 1)}
    return any(domain in blocklist or domain in more for domain in domains)
