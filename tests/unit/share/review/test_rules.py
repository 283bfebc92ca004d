"""The rules of docs/cheating.md, one case each at least; and what holds of all of them."""

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from share.review.evidence import Evidence
from share.review.rules import (
    BY_CODE,
    RULES,
    Choice,
    Finding,
    Rulebook,
    Severity,
    Verdict,
    judge,
)
from share.review.views import RuleCode

NOTHING = Evidence(rewards_within_hour=1, rewards_within_day=1)
DEFAULTS = Rulebook()

# A rule, what it lets pass, and the least in which it finds something.
CASES = [
    ("same_browser", {"shared_browsers": 0}, {"shared_browsers": 1}),
    ("same_device", {"shared_devices": 0}, {"shared_devices": 1}),
    ("same_card", {"shared_cards": 0}, {"shared_cards": 1}),
    ("same_network", {"network_friends": 1}, {"network_friends": 2}),
    ("same_mailbox", {"shared_mailboxes": 0}, {"shared_mailboxes": 1}),
    ("disposable_email", {"disposable_emails": 0}, {"disposable_emails": 1}),
    ("one_per_friend", {"earlier_rewards": 0}, {"earlier_rewards": 1}),
    ("ring", {"ring": ()}, {"ring": ("ada", "bo")}),
    ("rewards_an_hour", {"rewards_within_hour": 59}, {"rewards_within_hour": 60}),
    ("rewards_a_day", {"rewards_within_day": 299}, {"rewards_within_day": 300}),
    ("new_friends_an_hour", {"new_friends_within_hour": 19}, {"new_friends_within_hour": 20}),
]

counts = st.integers(min_value=0, max_value=400)
evidence = st.builds(
    Evidence,
    shared_browsers=counts,
    shared_devices=counts,
    shared_cards=counts,
    network_friends=counts,
    shared_mailboxes=counts,
    disposable_emails=counts,
    earlier_rewards=counts,
    ring=st.sampled_from([(), ("ada", "bo"), ("ada", "bo", "cy")]),
    rewards_within_hour=counts,
    rewards_within_day=counts,
    new_friends_within_hour=counts,
)
books = st.builds(
    Rulebook,
    version=st.just(1),
    choices=st.dictionaries(
        st.sampled_from(sorted(BY_CODE)),
        st.builds(
            Choice,
            is_on=st.booleans(),
            at_least=st.integers(min_value=1, max_value=400),
            severity=st.sampled_from(Severity),
        ),
    ),
)
GRAVITY = list(Verdict)


def test_every_rule_has_a_case() -> None:
    assert [code for code, _, _ in CASES] == [rule.code for rule in RULES]
    assert set(get_args(RuleCode)) == set(BY_CODE)


@pytest.mark.parametrize(("code", "fine", "odd"), CASES)
def test_a_rule_finds_what_it_is_about_and_nothing_less(
    code: str, fine: dict[str, object], odd: dict[str, object]
) -> None:
    assert judge(replace(NOTHING, **fine), DEFAULTS).verdict is Verdict.CLEAR
    judgement = judge(replace(NOTHING, **odd), DEFAULTS)
    rule = BY_CODE[code]
    found = rule.at_least if rule.is_counted else 1
    assert judgement.findings == (Finding(code, found, rule.at_least, rule.severity),)
    assert judgement.verdict.value == rule.severity.value


@pytest.mark.parametrize(("code", "odd"), [(code, odd) for code, _, odd in CASES])
def test_a_brand_turns_a_rule_off_or_makes_it_milder_or_stricter(
    code: str, odd: dict[str, object]
) -> None:
    seen = replace(NOTHING, **odd)
    off = Rulebook(1, {code: Choice(is_on=False, at_least=1, severity=Severity.HOLD)})
    assert judge(seen, off).verdict is Verdict.CLEAR
    for severity in Severity:
        book = Rulebook(1, {code: Choice(is_on=True, at_least=1, severity=severity)})
        assert judge(seen, book).verdict.value == severity.value
    milder = Rulebook(1, {code: Choice(is_on=True, at_least=301, severity=Severity.HOLD)})
    assert judge(seen, milder).verdict is Verdict.CLEAR


def test_refusing_weighs_more_than_holding() -> None:
    judgement = judge(replace(NOTHING, shared_cards=1, earlier_rewards=1), DEFAULTS)
    assert judgement.verdict is Verdict.REFUSE
    assert [finding.rule for finding in judgement.findings] == ["one_per_friend", "same_card"]


@given(evidence, books, st.permutations(RULES))
def test_the_order_of_the_rules_does_not_matter(
    seen: Evidence, book: Rulebook, rules: list[object]
) -> None:
    assert judge(seen, book, rules) == judge(seen, book)  # type: ignore[arg-type]


@given(evidence, evidence, books)
def test_more_evidence_never_makes_it_cleaner(
    seen: Evidence, other: Evidence, book: Rulebook
) -> None:
    more = Evidence(
        **{
            name: max(getattr(seen, name), getattr(other, name))
            for name in Evidence.__dataclass_fields__
        }
    )
    before, after = judge(seen, book), judge(more, book)
    assert {finding.rule for finding in before.findings} <= {f.rule for f in after.findings}
    assert GRAVITY.index(before.verdict) <= GRAVITY.index(after.verdict)


@given(evidence, books)
def test_what_is_clear_is_what_nothing_was_found_in(seen: Evidence, book: Rulebook) -> None:
    judgement = judge(seen, book)
    assert (judgement.verdict is Verdict.CLEAR) == (judgement.findings == ())
