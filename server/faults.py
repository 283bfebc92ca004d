"""What is said where nothing of ours answered: refusals for what the framework refused, and for what nobody caught."""

import structlog
from starlette.exceptions import HTTPException

from kit.errors import MethodNotAllowed, NotFound, Refusal, Unavailable
from kit.group_commit import is_transient
from server.edge import without_secret
from web.problem_page import ServerFault

log = structlog.get_logger()


def refusal_of(error: HTTPException) -> Refusal:
    """For an address, or a method, that the framework does not know."""
    return MethodNotAllowed() if error.status_code == 405 else NotFound("Check the address.")


def refusal_after(fault: Exception, path: str) -> Refusal:
    """For what nobody caught, which is logged."""
    path = without_secret(path)
    if is_transient(fault):
        log.error("http.database_away", path=path, exc_info=fault)
        return Unavailable("The database does not answer. Try again in a moment.", retry_after_s=2)
    log.error("http.fault", path=path, exc_info=fault)
    return ServerFault("Try again in a moment.")
