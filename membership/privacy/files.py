"""What an export is made of: files, each a query of one person's rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Select


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    name: str
    """`orders.json`, or `.csv`."""
    says: str
    """What is in it, in plain words."""
    rows: Callable[[str], Select[Any]]
    """All rows of the account with this id."""
    key: Sequence[Column[Any]]
    """By which rows are apart, in whose order they come."""
    columns: Sequence[str]
    """Of the rows, those that are written."""
