"""What is refused about pictures."""

from kit.errors import Invalid


class BadPicture(Invalid):
    code = "picture.unreadable"
    title = "This is not a picture that can be shown"
