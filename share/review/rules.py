"""The rules against cheating, as data: each looks at one thing, and holds or refuses a reward from some count on.

A brand may turn a rule off, make it stricter or milder, and choose what it does. docs/cheating.md has them in a table.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter
from types import MappingProxyType

from share.review.evidence import Evidence

MOST_AT_LEAST = 100_000


class Severity(StrEnum):
    """What a rule does with a reward that it finds."""

    HOLD = "hold"
    """It waits for somebody to look at it."""
    REFUSE = "refuse"
    """It is cancelled at once."""


class Verdict(StrEnum):
    """What all rules together say of a reward, from mild to severe."""

    CLEAR = "clear"
    HOLD = "hold"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Rule:
    code: str
    look: Callable[[Evidence], int]
    """How much of what it is about there is."""
    at_least: int = 1
    """From which count on it finds something."""
    severity: Severity = Severity.HOLD
    is_counted: bool = False
    """Whether a brand can choose from which count on. Of the others there is something or nothing."""


RULES = (
    Rule("same_browser", attrgetter("shared_browsers")),
    Rule("same_device", attrgetter("shared_devices")),
    Rule("same_card", attrgetter("shared_cards")),
    Rule("same_network", attrgetter("network_friends"), 2, is_counted=True),
    Rule("same_mailbox", attrgetter("shared_mailboxes")),
    Rule("disposable_email", attrgetter("disposable_emails")),
    Rule("one_per_friend", attrgetter("earlier_rewards"), 1, Severity.REFUSE, is_counted=True),
    Rule("ring", lambda evidence: len(evidence.ring) > 0),
    Rule("rewards_an_hour", attrgetter("rewards_within_hour"), 60, is_counted=True),
    Rule("rewards_a_day", attrgetter("rewards_within_day"), 300, is_counted=True),
    Rule("new_friends_an_hour", attrgetter("new_friends_within_hour"), 20, is_counted=True),
)
BY_CODE: Mapping[str, Rule] = MappingProxyType({rule.code: rule for rule in RULES})


@dataclass(frozen=True, slots=True)
class Choice:
    """How a brand has a rule."""

    is_on: bool
    at_least: int
    severity: Severity


@dataclass(frozen=True, slots=True)
class Rulebook:
    """A brand's rules. Version 0 are the defaults; each change is another version."""

    version: int = 0
    choices: Mapping[str, Choice] = field(default_factory=dict)

    def choice(self, rule: Rule) -> Choice:
        default = Choice(is_on=True, at_least=rule.at_least, severity=rule.severity)
        return self.choices.get(rule.code, default)


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that found something, and how the brand had the rule then."""

    rule: str
    found: int
    at_least: int
    severity: Severity


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    findings: tuple[Finding, ...]
    """By the rules' codes."""


def judge(evidence: Evidence, rulebook: Rulebook, rules: Iterable[Rule] = RULES) -> Judgement:
    """What the rules say of the evidence, in whatever order they are asked."""
    findings = [
        finding for rule in rules if (finding := _find(evidence, rule, rulebook.choice(rule)))
    ]
    severities = {finding.severity for finding in findings}
    if Severity.REFUSE in severities:
        verdict = Verdict.REFUSE
    else:
        verdict = Verdict.HOLD if severities else Verdict.CLEAR
    return Judgement(verdict, tuple(sorted(findings, key=lambda finding: finding.rule)))


def _find(evidence: Evidence, rule: Rule, choice: Choice) -> Finding | None:
    found = int(rule.look(evidence))
    if not choice.is_on or found < choice.at_least:
        return None
    return Finding(rule.code, found, choice.at_least, choice.severity)
