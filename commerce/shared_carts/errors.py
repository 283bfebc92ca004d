"""What shared carts refuse."""

from kit.errors import Conflict, Invalid, NotFound


class NoSuchSharedCart(NotFound):
    code = "shared_cart.not_found"
    title = "There is no such shared cart"


class SharedCartOver(Conflict):
    code = "shared_cart.over"
    title = "This is not shared any more"


class SeveralBrands(Invalid):
    code = "shared_cart.several_brands"
    title = "A shared cart is of one brand"


class TooManySharedCarts(Conflict):
    code = "shared_cart.too_many"
    title = "You share as many carts as you can"


class NotForSale(Conflict):
    code = "shared_cart.not_for_sale"
    title = "It is not for sale right now"
