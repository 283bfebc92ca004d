"""Whether a text has a link in it, as a person would see one.

An address with a scheme or `www.`, a name under a top-level domain that is used for little else, or any name with a path behind
it. `so.nice` and `1.5` are none.
"""

import re
import unicodedata

_TELLING = "app|biz|click|club|com|dev|info|link|live|net|online|org|shop|site|store|top|vip|xyz"
_LINK = re.compile(
    rf"""
    \b https?:\s?//\s?\S
    | \b www\.\w
    | (?<![\w@]) [\w-]+ (?:\.[\w-]+)* \. (?:{_TELLING}) (?![\w.]\w)  (?!\w)
    | (?<![\w@]) [\w-]+ (?:\.[\w-]+)* \. [a-z]{{2,12}} (?::\d+)? / [\w-]
    """,
    re.IGNORECASE | re.VERBOSE,
)
_INVISIBLE = {"Cf"}


def has_link(text: str) -> bool:
    """Looks through full-width letters and characters that show nothing."""
    seen = "".join(c for c in text if unicodedata.category(c) not in _INVISIBLE)
    return _LINK.search(unicodedata.normalize("NFKC", seen).replace("。", ".")) is not None
