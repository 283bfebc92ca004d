"""What consents refuse."""

from kit.errors import NotFound


class BadUnsubscribeLink(NotFound):
    code = "consent.bad_link"
    title = "This link does not work"
