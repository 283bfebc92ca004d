"""What segments refuse."""

from kit.errors import Conflict, NotFound


class NoSuchSegment(NotFound):
    code = "segment.not_found"
    title = "There is no such segment"


class SegmentInUse(Conflict):
    code = "segment.in_use"
    title = "A campaign needs this segment"


class TooManySegments(Conflict):
    code = "segment.too_many"
    title = "The brand has as many segments as it can"
