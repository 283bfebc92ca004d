"""What rewards and payouts refuse."""

from kit.errors import Conflict, Forbidden, Invalid, NotFound


class BadRewardTerms(Invalid):
    code = "reward.bad_terms"
    title = "These rewards do not fit together"


class TermsChangedMeanwhile(Conflict):
    code = "reward.terms_changed"
    title = "Somebody else has changed the rewards"


class BudgetBelowSpent(Conflict):
    code = "reward.budget_below_spent"
    title = "More than this budget is spent already"


class NoSuchPayout(NotFound):
    code = "payout.no_such_payout"
    title = "There is no such payout"


class NothingToPay(Conflict):
    code = "payout.nothing_to_pay"
    title = "There is nothing to pay out"


class PayoutWaits(Conflict):
    code = "payout.waits"
    title = "Another payout waits for approval"


class OwnPayout(Forbidden):
    code = "payout.own"
    title = "Somebody else has to approve this payout"


class PayoutMovedOn(Conflict):
    code = "payout.moved_on"
    title = "The payout is not what it was"
