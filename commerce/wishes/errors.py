"""What the wish list refuses."""

from kit.errors import Conflict


class WishlistFull(Conflict):
    code = "wishlist.full"
    title = "Your wish list is full"
