"""The text of a message: cleaned so that it cannot disturb the room.

    >>> cleaned_text("  so\\n\\nnice\\u202e!  ")
    'so nice!'

Control characters and those that reverse the direction of the following text go; joiners stay, because scripts and
emoji need them. Every run of white space becomes one space.
"""

import unicodedata

from chat.errors import EmptyText, TextTooLong
from chat.views import MAX_TEXT
from kit.words import Text

# Explicit embeddings, overrides and isolates: Unicode Standard Annex 9, section 2.
_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Letters and symbols by category, but nothing to see: Hangul fillers and the empty Braille pattern.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Cs", "Mn", "Zl", "Zp", "Zs"})


def cleaned_text(text: str) -> str | EmptyText | TextTooLong:
    """The text as the room will see it."""
    harmless = "".join(" " if c.isspace() else c for c in text if not _is_harmful(c))
    clean = " ".join(unicodedata.normalize("NFC", harmless).split())
    if not any(_is_visible(character) for character in clean):
        message = "Write something first."
        return EmptyText(message, fields={"text": message})
    if len(clean) > MAX_TEXT:
        too_long = Text(
            "Use at most {most} characters; these are {count}.", most=MAX_TEXT, count=len(clean)
        )
        return TextTooLong(too_long, fields={"text": too_long})
    return clean


def _is_harmful(character: str) -> bool:
    if character.isspace():
        return False
    return character in _DIRECTION or unicodedata.category(character) in {"Cc", "Cs"}


def _is_visible(character: str) -> bool:
    return character not in _BLANK and unicodedata.category(character) not in _UNSEEN
