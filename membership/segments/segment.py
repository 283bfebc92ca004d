"""A rule that a brand has given a name."""

from dataclasses import dataclass

from membership.segments.rule import Rule

MOST_SEGMENTS = 100
"""Of a brand."""


@dataclass(frozen=True, slots=True)
class Segment:
    id: str
    brand_id: str
    name: str
    rule: Rule
