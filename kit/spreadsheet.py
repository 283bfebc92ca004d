"""CSV as spreadsheets read it: UTF-8 with a byte order mark, which they need to see that it is UTF-8; amounts are decimals
of the currency beside them, times are ISO 8601 in UTC. A text that a spreadsheet would take for a formula gets an apostrophe
before it, since people choose their handles and might put one there.
"""

import csv
from collections.abc import Iterable
from io import StringIO

from kit.clock import from_ms
from kit.money import Money

BOM = "\ufeff"
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def lines(rows: Iterable[Iterable[object]]) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def harmless(text: str) -> str:
    """The text so that no spreadsheet computes it."""
    return f"'{text}" if text.lstrip(" ").startswith(_STARTS_A_FORMULA) else text


def amount(amount_minor: int, currency: str) -> str:
    return str(Money(amount_minor, currency).to_decimal())


def moment(at_ms: int | None) -> str:
    if at_ms is None:
        return ""
    return from_ms(at_ms).isoformat(timespec="milliseconds").replace("+00:00", "Z")
