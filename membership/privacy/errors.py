"""What exporting and erasing a person's data refuse."""

from kit.errors import Conflict, NotFound


class OrderInPayment(Conflict):
    code = "privacy.order_in_payment"
    title = "An order is in payment"


class LastToManage(Conflict):
    code = "privacy.last_manager"
    title = "A brand would be left without a manager"


class NoExport(NotFound):
    code = "privacy.no_export"
    title = "There is no export to download"
