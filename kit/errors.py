"""Every refusal that a client can be given.

    Refusal                      code, HTTP status, whether a retry can help
    ├── Invalid            422   malformed input; says which fields
    ├── NotSignedIn        401
    ├── Forbidden          403
    ├── NotFound           404
    ├── Conflict           409   the input is fine, the state of things is not
    ├── TooLarge           413
    ├── TooMany            429   says after how many seconds to return
    └── Unavailable        503

A slice derives its own from these in its `errors.py` and names the fact (`SoldOut`). A pure rule returns
a refusal; a use case raises it; the edge turns it into RFC 9457 problem details on HTTP and into the same
code on the socket. `title` is the same for each occurrence, `detail` says what happened and what to do.

    NotEnoughLeft("Only {left} left. Claim that many or fewer.", left=3)

Both are written in English here, values by name, and said by the edge in the language of who asked (`kit.words`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from kit.words import ENGLISH, Sayable, Text, Value, Words


@dataclass(frozen=True, slots=True)
class Said:
    """A refusal in somebody's language."""

    title: str
    detail: str
    fields: Mapping[str, str]


class Refusal(Exception):
    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 400
    title: ClassVar[str] = "The request was refused"

    def __init__(
        self,
        detail: Sayable | None = None,
        *,
        fields: Mapping[str, Sayable] | None = None,
        retry_after_s: int | None = None,
        **values: Value,
    ) -> None:
        """`values` stand in the detail, and in what is said of fields, by their names."""
        self._detail = None if detail is None else _with(values, detail)
        self._fields = {name: _with(values, text) for name, text in (fields or {}).items()}
        self.retry_after_s = retry_after_s
        super().__init__()

    def __str__(self) -> str:
        return self.detail

    @property
    def detail(self) -> str:
        return self.said(ENGLISH).detail

    @property
    def fields(self) -> Mapping[str, str]:
        return self.said(ENGLISH).fields

    def said(self, words: Words) -> Said:
        title = words.say(self.title)
        detail = title + words.stop if self._detail is None else words.say(self._detail)
        return Said(title, detail, {name: words.say(text) for name, text in self._fields.items()})


def _with(values: Mapping[str, Value], text: Sayable) -> Sayable:
    return Text(text, **values) if values and isinstance(text, str) else text


class Invalid(Refusal):
    code = "invalid"
    status = 422
    title = "Something in the request is not right"

    @classmethod
    def field(cls, name: str, message: Sayable, **values: Value) -> "Invalid":
        said = _with(values, message)
        return cls(said, fields={name: said})


class NotSignedIn(Refusal):
    code = "auth.sign_in_required"
    status = 401
    title = "Sign in first"


class Forbidden(Refusal):
    code = "auth.forbidden"
    status = 403
    title = "You may not do this"


class ForeignOrigin(Forbidden):
    code = "auth.foreign_origin"
    title = "This request came from another site"


class NotFound(Refusal):
    code = "not_found"
    status = 404
    title = "There is nothing here"


class MethodNotAllowed(Refusal):
    code = "method_not_allowed"
    status = 405
    title = "This address does not take that method"


class Conflict(Refusal):
    code = "conflict"
    status = 409
    title = "That does not fit the present state"


class TooLarge(Refusal):
    code = "too_large"
    status = 413
    title = "The request is too large"


class UnsupportedMediaType(Refusal):
    code = "unsupported_media_type"
    status = 415
    title = "Send the body as application/json"


class TooMany(Refusal):
    code = "too_many"
    status = 429
    title = "That was too often"


class Unavailable(Refusal):
    code = "unavailable"
    status = 503
    title = "This is not available at the moment"
