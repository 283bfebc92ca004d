"""A brand's managers choose which rules hold, from which count on, and what they do."""

from kit.auth import Principal
from kit.errors import Invalid
from kit.unit_of_work import UnitOfWork
from membership.access import managed_brand
from share.review.errors import RulesOutdated
from share.review.events import RulesChosen
from share.review.rules import BY_CODE, RULES, Choice, Rule, Rulebook, Severity
from share.review.store import rulebooks
from share.review.views import NewRulebook, RulebookView, RuleChoice, RuleView


class Rulemaking:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def rules(self, principal: Principal, slug: str) -> RulebookView:
        """
        Raises:
            NotSignedIn, Forbidden, NoSuchBrand
        """
        async with self._work.read() as tx:
            brand = await managed_brand(tx, principal, slug)
            return _view((await rulebooks.rulebooks_of(tx, {brand.id}))[brand.id])

    async def choose(self, principal: Principal, slug: str, new: NewRulebook) -> RulebookView:
        """Have other rules for rewards that are earned from now on. Those before keep what was found.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, Invalid, RulesOutdated
        """
        choices = _checked(new.rules)
        async with self._work.write() as tx:
            brand = await managed_brand(tx, principal, slug)
            known = (await rulebooks.rulebooks_of(tx, {brand.id}))[brand.id]
            rulebook = Rulebook(new.version + 1, choices)
            is_newest = known.version == new.version and await rulebooks.add_rulebook(
                tx, brand.id, rulebook, principal.account()
            )
            if not is_newest:
                raise RulesOutdated("Reload the page, and look at them before you change them.")
            tx.emit(RulesChosen(brand_id=brand.id))
            return _view(rulebook)


def _checked(chosen: list[RuleChoice]) -> dict[str, Choice]:
    for place, choice in enumerate(chosen):
        if not BY_CODE[choice.code].is_counted and choice.at_least != 1:
            raise Invalid.field(f"rules[{place}].at_least", "This rule does not count: say 1.")
    if len({choice.code for choice in chosen}) < len(chosen):
        raise Invalid.field("rules", "Name each rule once.")
    return {
        choice.code: Choice(choice.is_on, choice.at_least, Severity(choice.severity))
        for choice in chosen
    }


def _view(rulebook: Rulebook) -> RulebookView:
    return RulebookView(
        version=rulebook.version, rules=[_rule(rule, rulebook.choice(rule)) for rule in RULES]
    )


def _rule(rule: Rule, choice: Choice) -> RuleView:
    return RuleView(
        code=rule.code,  # type: ignore[arg-type]
        is_on=choice.is_on,
        at_least=choice.at_least,
        severity=choice.severity.value,
        is_counted=rule.is_counted,
        default_at_least=rule.at_least,
        default_severity=rule.severity.value,
    )
