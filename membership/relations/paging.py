"""A page of a timeline from a query of one slice."""

from typing import Any

from sqlalchemy import CompoundSelect, Select, and_, or_, select

from membership.relations.timeline import Asked


def page_of(query: Select[Any] | CompoundSelect[Any], asked: Asked) -> Select[Any]:
    """Of the query's rows, which have an `at` and a `key`, those that are asked for, the newest first."""
    found = query.subquery()
    page = select(found).order_by(found.c.at.desc(), found.c.key.desc()).limit(asked.limit)
    if asked.before is None:
        return page
    at, key = asked.before.at, asked.before.key
    return page.where(or_(found.c.at < at, and_(found.c.at == at, found.c.key < key)))
