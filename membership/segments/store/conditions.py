"""A segment's rule as a condition on the rows of facts. It says what `membership.segments.rule.matches` says."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, literal, or_, true

from membership.segments.rule import (
    Ago,
    Between,
    InCategories,
    Match,
    Rule,
    earliest_and_latest,
)
from membership.segments.tables import member_facts as facts


def fits(rule: Rule, now: datetime, *, is_sqlite: bool) -> ColumnElement[bool]:
    groups = [
        _agree(group.match, [_holds(one, now, is_sqlite) for one in group.conditions])
        for group in rule.groups
    ]
    return _agree(rule.match, groups)


def categories_text(categories: frozenset[str]) -> str:
    return "".join(f"\n{category}" for category in sorted(categories)) + "\n" if categories else ""


def _holds(
    condition: Between | Ago | InCategories, now: datetime, is_sqlite: bool
) -> ColumnElement[bool]:
    if isinstance(condition, InCategories):
        # LIKE would not tell upper case from lower on SQLite.
        place = func.instr if is_sqlite else func.strpos
        return or_(*(place(facts.c.categories, f"\n{name}\n") > 0 for name in condition.any_of))
    column = facts.c[condition.fact]
    least: datetime | int | None
    most: datetime | int | None
    if isinstance(condition, Ago):
        least, most = earliest_and_latest(condition, now)
    else:
        least, most = condition.at_least, condition.at_most
    bounds: list[ColumnElement[bool]] = []
    if least is not None:
        bounds.append(column >= literal(least, column.type))
    if most is not None:
        bounds.append(column <= literal(most, column.type))
    return and_(*bounds) if bounds else column.is_not(None)


def _agree(match: Match, answers: list[ColumnElement[bool]]) -> ColumnElement[bool]:
    if not answers:
        return true()
    return and_(*answers) if match == "all" else or_(*answers)
