"""What is refused before there is a request to answer (`server.bounds`)."""

from kit.errors import Refusal


class Malformed(Refusal):
    code = "http.malformed"
    status = 400
    title = "This is not a request of HTTP"


class HeadTooLarge(Refusal):
    code = "http.head_too_large"
    status = 431
    title = "The request's headers are too large"


class SlowHead(Refusal):
    code = "http.slow_head"
    status = 408
    title = "The request did not come in time"


class SlowBody(Refusal):
    code = "http.slow_body"
    status = 408
    title = "The request's body did not come in time"


class TooManyConnections(Refusal):
    code = "http.too_many_connections"
    status = 429
    title = "There are too many connections from this address"
