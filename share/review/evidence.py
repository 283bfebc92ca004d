"""What is known of one reward when it is earned: of its sharer, of the friend who bought, and of the order."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Counts and nothing else, so that it tells of nobody more than the reviewer needs. No count that is higher makes a
    reward look better."""

    shared_browsers: int = 0
    """Browsers, by their cookie, in which both were signed in."""
    shared_devices: int = 0
    """Pairs of network address and kind of browser at which both were."""
    shared_cards: int = 0
    """That both paid with."""
    network_friends: int = 0
    """Rewards of the sharer, this one with them, by friends who were at the sharer's own network address. 0 if this friend was
    not."""
    shared_mailboxes: int = 0
    """1 if the e-mail addresses of both are the same mailbox, written differently."""
    disposable_emails: int = 0
    """1 if the friend's e-mail address is of a provider of throw-away ones."""
    earlier_rewards: int = 0
    """That the same friend earned the sharer at the brand, without those that were cancelled."""
    ring: tuple[str, ...] = ()
    """People who earn by each other in a circle, from the sharer on: each by the next, and the last by the first."""
    rewards_within_hour: int = 0
    """Of the sharer at the brand, this one with them."""
    rewards_within_day: int = 0
    new_friends_within_hour: int = 0
    """Rewards of the link by accounts less than a day old, this one with them. 0 if this friend's account is older."""
