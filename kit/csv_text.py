"""CSV for spreadsheets: a text that one would take for a formula gets an apostrophe before it, since people choose their names
and might put one there."""

import csv
from collections.abc import Iterable
from io import StringIO

BOM = "\ufeff"
"""Spreadsheets need it to see that it is UTF-8."""
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """The text so that no spreadsheet computes it."""
    return f"'{text}" if text.lstrip(" ").startswith(_STARTS_A_FORMULA) else text


def written(rows: Iterable[Iterable[object]]) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()
