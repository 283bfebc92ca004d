"""Which of a brand's orders someone wants to see, from what they typed and chose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from commerce.order_status import OrderStatus
from kit.errors import Invalid
from kit.ids import ALPHABET, is_id

MAX_TEXT = 100
NUMBER_LENGTH = 8
MIN_NUMBER_PART = 4
STATUSES = tuple(status.value for status in OrderStatus)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFilter:
    text: str = ""
    """A part of the order's number, of the buyer's handle or of a product's title."""
    status: OrderStatus | None = None
    show_id: str | None = None
    since: datetime | None = None
    before: datetime | None = None

    @property
    def number_part(self) -> str | None:
        """The text as a part of an order's number, if it can be one."""
        part = self.text.lower().replace("-", "").removeprefix("#").strip()
        is_number = all(character in ALPHABET for character in part)
        return part if is_number and MIN_NUMBER_PART <= len(part) <= NUMBER_LENGTH else None

    @property
    def order_id(self) -> str | None:
        """The text as an order's id, if it can be one."""
        return self.text.lower() if is_id(self.text.lower()) else None


def parsed(query: Mapping[str, str]) -> OrderFilter:
    """The filter that a query string says: `q`, `status`, `show`, and `from` and `to` as days in UTC, both included.

    Raises:
        Invalid: a value is none of those that there can be; says which.
    """
    first, last = _day(query, "from"), _day(query, "to")
    if first and last and first > last:
        raise Invalid.field("to", "The last day must not be before the first.")
    return OrderFilter(
        text=_text(query),
        status=_status(query),
        show_id=query.get("show") or None,
        since=_midnight(first) if first else None,
        before=_midnight(last) + timedelta(days=1) if last else None,
    )


def _text(query: Mapping[str, str]) -> str:
    text = " ".join(query.get("q", "").split())
    if len(text) > MAX_TEXT:
        raise Invalid.field("q", "Use at most {most} characters.", most=MAX_TEXT)
    if "\0" in text:  # PostgreSQL has no such character
        raise Invalid.field("q", "Use letters, digits and signs only.")
    return text


def _status(query: Mapping[str, str]) -> OrderStatus | None:
    status = query.get("status")
    if not status:
        return None
    if status not in STATUSES:
        raise Invalid.field("status", "This must be one of: {known}.", known=", ".join(STATUSES))
    return OrderStatus(status)


def _day(query: Mapping[str, str], name: str) -> date | None:
    text = query.get(name)
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Invalid.field(name, "Write a day as in 2026-11-30.") from error
    if not 1970 <= day.year < 9999:
        raise Invalid.field(name, "Write a day as in 2026-11-30.")
    return day


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
