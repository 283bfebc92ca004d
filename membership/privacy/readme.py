"""What stands in an export about itself. Pure."""

from collections.abc import Sequence
from datetime import datetime

from membership.privacy.files import File

NAME = "README.txt"
HEAD = """\
Your data at Dealcast
=====================

This is what Dealcast has of you, as of {at}.

Files that end in .json can be read by any program, and by you in a text editor: each is a list, one entry a line. Files that end
in .csv open in a spreadsheet. Times are in UTC. Amounts that end in _minor are in the smallest unit of their currency: 1999 with
EUR is 19.99 euros. Your password is not here: only a value is kept from which it cannot be read.

A list that is empty means that there is nothing of this kind.

"""


def readme(files: Sequence[File], now: datetime) -> str:
    lines = [f"{file.name}\n    {file.says}\n" for file in files]
    return HEAD.format(at=f"{now:%Y-%m-%d %H:%M} UTC") + "\n".join(lines)
