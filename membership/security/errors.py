"""What keeping an account safe refuses."""

from kit.errors import Forbidden, NotFound


class PasswordNeeded(Forbidden):
    code = "account.password_needed"
    title = "Enter your password first"


class LinkSpent(NotFound):
    code = "account.link_spent"
    title = "This link does not work any more"
