"""Notes of a quote as sentences, said in the reader's language by `kit.words`."""

from collections.abc import Mapping

from commerce.pricing.quote import Code, Note
from kit.money import Money
from kit.words import Text

_SENTENCES: Mapping[Code, str] = {
    Code.DEAL: "The deal's price is {base} each. You save {amount}.",
    Code.MEMBER: "As a member you pay {base} each and save {amount} more.",
    Code.TIER_TOO_LOW: "From tier {rank} on it costs {base} each.",
    Code.DEPOSIT: "Your deposit of {base} counts for {amount}.",
    Code.DEPOSIT_DUE: "Now you pay the deposit of {base}, which counts for {amount} of the price. Vouchers go on the balance, from {time} on.",
    Code.APPLIED: "“{title}” takes {amount} off {base}.",
    Code.UNKNOWN: "There is no voucher “{title}” for you. Check the code, or collect it first.",
    Code.NOT_STARTED: "“{title}” can be used from {time} on.",
    Code.OVER: "“{title}” could be used until {time}.",
    Code.USED_UP: "“{title}” is used up.",
    Code.LIMIT_REACHED: "You have used “{title}” as often as one person may.",
    Code.NO_RATE: "“{title}” is in another currency, for which there is no rate.",
    Code.NOTHING_IN_SCOPE: "“{title}” is for other products.",
    Code.BELOW_THRESHOLD: "“{title}” needs {amount} more than the {base} that count.",
    Code.BUDGET_SPENT: "“{title}” has only {base} left in its budget, which is not enough.",
    Code.EXCLUDED: "“{title}” does not go together with “{other}”, which makes it cheaper for you.",
    Code.COSTS_MORE: "Without “{title}” you pay no more. Keep it for another time.",
    Code.POINTS_USED: "{points} {title} take {amount} off {base}.",
    Code.POINTS_USABLE: "You can use {points} {title}, which take {amount} off.",
    Code.POINTS_NOT_ENOUGH: "You have only {points} {title}, so none are used.",
    Code.POINTS_BELOW_LEAST: "{title} take something off from {points} on, so none are used.",
    Code.SHIPPING_FEE: "{title} ships for {base}. This order's part is {amount}.",
    Code.SHIPPING_FREE_FROM: "{title} ships for free from {base} on. You save {amount}.",
    Code.SHIPPING_FREE_FOR_TIER: "{title} ships for free to you as {other}. You save {amount}.",
    Code.SHIPPING_WITH_BALANCE: "Shipping by {title}, {amount} at most, is paid with the balance.",
    Code.SHIPPING_BELOW_FREE: "Spend {amount} more with {title} for free shipping.",
    Code.SHIPPING_TIER_TOO_LOW: "{title} ships for free from the tier {other} on.",
}
_NOT_CHEAPER = "The deal's price is {base} each."
_WHOLE_FEE = "{title} ships for {base}."


def sentence(note: Note, currency: str) -> Text:
    """What the note says to a person."""
    template = _SENTENCES[note.code]
    if note.code is Code.DEAL and not note.amount_minor:
        template = _NOT_CHEAPER
    if note.code is Code.SHIPPING_FEE and note.amount_minor == note.base_minor:
        template = _WHOLE_FEE
    return Text(
        template,
        title=note.title,
        other=note.other,
        amount=Money(note.amount_minor, currency),
        base=Money(note.base_minor, currency),
        points=note.points,
        rank=note.rank,
        time=note.at or "",
    )
