"""What is refused about payments and refunds."""

from kit.errors import Conflict, NotFound, Refusal, Unavailable


class GatewayUnreachable(Unavailable):
    code = "payment.unreachable"
    title = "The payment service does not answer"


class NothingToConfirm(Conflict):
    code = "payment.nothing_to_confirm"
    title = "No payment waits for a confirmation"


class NoSuchConfirmation(NotFound):
    code = "payment.no_such_confirmation"
    title = "There is nothing to confirm here"


class NoSuchGateway(NotFound):
    code = "payment.no_such_gateway"
    title = "There is no such payment service"


class BadSignature(Refusal):
    code = "payment.bad_signature"
    status = 400
    title = "The notice is not signed as it must be"


class RefundTooLarge(Conflict):
    code = "refund.too_large"
    title = "That is more than can be refunded"
