"""docs/campaigns.md, S2: the rule in memory and the rule in the database are one rule."""

import asyncio
from dataclasses import asdict

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select

from kit.db import Database
from kit.unit_of_work import UnitOfWork
from membership.segments.facts import Facts
from membership.segments.rule import Rule, matches
from membership.segments.store.conditions import categories_text, fits
from membership.segments.tables import member_facts
from tests.support.campaigns import Desk
from tests.support.segments import NOW, facts, rules
from tests.support.slices import World

PEOPLE = 12


def test_the_database_finds_whom_the_rule_means(database_url: str) -> None:
    with asyncio.Runner() as runner:
        database = Database(database_url)
        world = World(database)
        desk = runner.run(Desk.open(world))
        accounts = [person.account() for person in runner.run(desk.members(PEOPLE))]

        @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        @given(rules, st.lists(facts, min_size=PEOPLE, max_size=PEOPLE))
        def agree(rule: Rule, known: list[Facts]) -> None:
            people = dict(zip(accounts, known, strict=True))
            found = runner.run(_found(world.work, desk.brand.id, people, rule))
            assert found == {one for one in people if matches(rule, people[one], NOW)}

        agree()
        runner.run(database.close())


async def _found(work: UnitOfWork, brand_id: str, people: dict[str, Facts], rule: Rule) -> set[str]:
    async with work.write() as tx:
        await tx.execute(delete(member_facts))
        await tx.execute(
            insert(member_facts),
            [
                {
                    **asdict(one),
                    "brand_id": brand_id,
                    "account_id": account_id,
                    "categories": categories_text(one.categories),
                    "is_stale": False,
                }
                for account_id, one in people.items()
            ],
        )
        condition = fits(rule, NOW, is_sqlite=tx.is_sqlite)
        rows = await tx.all(select(member_facts.c.account_id).where(condition))
    return {row["account_id"] for row in rows}
