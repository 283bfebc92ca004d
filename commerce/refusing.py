"""From a rule's answer to an exception: rules return their refusals, use cases raise them."""

from typing import TypeVar

from kit.errors import Refusal

T = TypeVar("T")


def allowed(answer: T | Refusal) -> T:
    """The answer, unless it is a refusal, which is raised."""
    if isinstance(answer, Refusal):
        raise answer
    return answer


def refuse(refusal: Refusal | None) -> None:
    """Raise the refusal, if there is one."""
    if refusal is not None:
        raise refusal
