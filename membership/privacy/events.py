"""What happens to a person's data."""

from kit.events import Event


class AccountErased(Event, frozen=True, kw_only=True, tag="membership.account_erased"):
    """Nobody can sign in to it any more; what is left of the person is to be cleared."""

    account_id: str
