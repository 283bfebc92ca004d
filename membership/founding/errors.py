"""What is refused about new brands."""

from kit.errors import Conflict


class SlugTaken(Conflict):
    code = "brand.slug_taken"
    title = "Another brand has this address"
