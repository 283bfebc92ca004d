"""What a brand's look at its members refuses."""

from kit.errors import NotFound


class NoSuchMember(NotFound):
    code = "member.not_found"
    title = "This person is not a member of the brand"
