"""What someone typed to find something by."""

from kit.errors import Invalid

MAX_TEXT = 100


def searched(name: str, text: str) -> str:
    """The text of the field `name`, without what stands around it.

    Raises:
        Invalid: it is too long, or has a character that PostgreSQL has not.
    """
    if len(text) > MAX_TEXT:
        raise Invalid.field(name, "Use at most {most} characters.", most=MAX_TEXT)
    if "\0" in text:
        raise Invalid.field(name, "Use letters, digits and signs only.")
    return text.strip()
