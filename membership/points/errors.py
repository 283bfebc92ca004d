"""What the points ledger refuses."""

from kit.errors import Conflict, NotFound


class NotEnoughPoints(Conflict):
    code = "points.not_enough"
    title = "There are not enough points"


class NotRedeemable(NotFound):
    code = "points.not_redeemable"
    title = "This is not to be had for points"


class OtherCost(Conflict):
    code = "points.other_cost"
    title = "It costs another number of points by now"


class NotAMember(NotFound):
    code = "membership.not_a_member"
    title = "You are not a member of this brand"
