"""Notes of a quote as sentences, with amounts and dates as the reader's locale writes them."""

from collections.abc import Callable
from datetime import datetime

from babel.dates import format_datetime

from commerce.pricing.quote import Code, Note
from kit.money import Money

_Words = Callable[[Note, Callable[[int], str], Callable[[datetime | None], str]], str]

_SENTENCES: dict[Code, _Words] = {
    Code.DEAL: lambda note, money, _: (
        f"The deal's price is {money(note.base_minor)} each."
        + (f" You save {money(note.amount_minor)}." if note.amount_minor else "")
    ),
    Code.MEMBER: lambda note, money, _: (
        f"As a member you pay {money(note.base_minor)} each and save {money(note.amount_minor)} more."
    ),
    Code.TIER_TOO_LOW: lambda note, money, _: (
        f"From tier {note.rank} on it costs {money(note.base_minor)} each."
    ),
    Code.DEPOSIT: lambda note, money, _: (
        f"Your deposit of {money(note.base_minor)} counts for {money(note.amount_minor)}."
    ),
    Code.DEPOSIT_DUE: lambda note, money, when: (
        f"Now you pay the deposit of {money(note.base_minor)}, which counts for "
        f"{money(note.amount_minor)} of the price. Vouchers go on the balance, from {when(note.at)} on."
    ),
    Code.APPLIED: lambda note, money, _: (
        f"“{note.title}” takes {money(note.amount_minor)} off {money(note.base_minor)}."
    ),
    Code.UNKNOWN: lambda note, *_: (
        f"There is no voucher “{note.title}” for you. Check the code, or collect it first."
    ),
    Code.NOT_STARTED: lambda note, _, when: f"“{note.title}” can be used from {when(note.at)} on.",
    Code.OVER: lambda note, _, when: f"“{note.title}” could be used until {when(note.at)}.",
    Code.USED_UP: lambda note, *_: f"“{note.title}” is used up.",
    Code.LIMIT_REACHED: lambda note, *_: (
        f"You have used “{note.title}” as often as one person may."
    ),
    Code.NO_RATE: lambda note, *_: (
        f"“{note.title}” is in another currency, for which there is no rate."
    ),
    Code.NOTHING_IN_SCOPE: lambda note, *_: f"“{note.title}” is for other products.",
    Code.BELOW_THRESHOLD: lambda note, money, _: (
        f"“{note.title}” needs {money(note.amount_minor)} more than the {money(note.base_minor)} that count."
    ),
    Code.BUDGET_SPENT: lambda note, money, _: (
        f"“{note.title}” has only {money(note.base_minor)} left in its budget, which is not enough."
    ),
    Code.EXCLUDED: lambda note, *_: (
        f"“{note.title}” does not go together with “{note.other}”, which makes it cheaper for you."
    ),
    Code.COSTS_MORE: lambda note, *_: (
        f"Without “{note.title}” you pay no more. Keep it for another time."
    ),
    Code.POINTS_USED: lambda note, money, _: (
        f"{note.points} {note.title} take {money(note.amount_minor)} off {money(note.base_minor)}."
    ),
    Code.POINTS_USABLE: lambda note, money, _: (
        f"You can use {note.points} {note.title}, which take {money(note.amount_minor)} off."
    ),
    Code.POINTS_NOT_ENOUGH: lambda note, *_: (
        f"You have only {note.points} {note.title}, so none are used."
    ),
    Code.POINTS_BELOW_LEAST: lambda note, *_: (
        f"{note.title} take something off from {note.points} on, so none are used."
    ),
    Code.SHIPPING_FEE: lambda note, money, _: (
        f"{note.title} ships for {money(note.base_minor)}."
        + ("" if _is_whole(note) else f" This order's part is {money(note.amount_minor)}.")
    ),
    Code.SHIPPING_FREE_FROM: lambda note, money, _: (
        f"{note.title} ships for free from {money(note.base_minor)} on. You save {money(note.amount_minor)}."
    ),
    Code.SHIPPING_FREE_FOR_TIER: lambda note, money, _: (
        f"{note.title} ships for free to you as {note.other}. You save {money(note.amount_minor)}."
    ),
    Code.SHIPPING_WITH_BALANCE: lambda note, money, _: (
        f"Shipping by {note.title}, {money(note.amount_minor)} at most, is paid with the balance."
    ),
    Code.SHIPPING_BELOW_FREE: lambda note, money, _: (
        f"Spend {money(note.amount_minor)} more with {note.title} for free shipping."
    ),
    Code.SHIPPING_TIER_TOO_LOW: lambda note, *_: (
        f"{note.title} ships for free from the tier {note.other} on."
    ),
}


def _is_whole(note: Note) -> bool:
    """Whether nobody else bears a part of the fee."""
    return note.amount_minor == note.base_minor


def sentence(note: Note, currency: str, locale: str) -> str:
    """What the note says to a person; `locale` is one that Babel knows, such as `de_DE`."""

    def money(amount_minor: int) -> str:
        return Money(amount_minor, currency).format(locale)

    def when(at: datetime | None) -> str:
        return format_datetime(at, "short", locale=locale) + " UTC"

    return _SENTENCES[note.code](note, money, when)
