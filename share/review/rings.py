"""Rings: people who buy by each other's links, so that all of them earn.

>>> ring({"ada": {"bo"}, "bo": {"cy"}}, "ada", "cy")  # bo earned by ada, cy by bo; now ada by cy
('ada', 'cy', 'bo')
"""

from collections.abc import Collection, Mapping

LONGEST = 4
"""People. Longer circles are found in any large crowd of honest friends."""

SharersOf = Mapping[str, Collection[str]]
"""Who earned by someone's orders."""


def ring(
    sharers_of: SharersOf, sharer: str, friend: str, longest: int = LONGEST
) -> tuple[str, ...]:
    """The shortest ring that is closed when `sharer` earns by `friend`: from the sharer on each earns by the next, the last
    by the first. Empty if there is none of at most `longest` people.

    It is walked backwards, from who buys to who earned by it: people buy by few links, and a link can sell to very many.
    """
    ways: dict[str, tuple[str, ...]] = {sharer: ()}
    edge = [sharer]
    for _ in range(longest - 1):
        reached: dict[str, tuple[str, ...]] = {}
        for buyer in edge:
            for earner in sorted(sharers_of.get(buyer, ())):
                if earner not in ways:
                    reached.setdefault(earner, (earner, *ways[buyer]))
        if friend in reached:
            return (sharer, *reached[friend])
        ways |= reached
        edge = list(reached)
    return ()
