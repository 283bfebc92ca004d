"""What gifts refuse."""

from kit.errors import Conflict, NotFound


class NoSuchGift(NotFound):
    code = "gift.not_found"
    title = "There is no such gift"


class NotGiftable(Conflict):
    code = "gift.not_giftable"
    title = "This order cannot be given"


class GiftAccepted(Conflict):
    code = "gift.accepted"
    title = "The gift was accepted already"


class OwnGift(Conflict):
    code = "gift.own"
    title = "This is your own gift"


class GiftTaken(Conflict):
    code = "gift.taken"
    title = "Somebody else has accepted this gift"


class GiftOver(Conflict):
    code = "gift.over"
    title = "This gift can no longer be accepted"
