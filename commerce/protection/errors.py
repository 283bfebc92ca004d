"""What is refused about "lowest price"."""

from kit.errors import Conflict


class NotLowestPrice(Conflict):
    code = "deal.not_lowest_price"
    title = "It is not the lowest price"
