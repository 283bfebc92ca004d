"""Mails about somebody's account, as text and as HTML, in the language in which they were caused."""

from collections.abc import Mapping
from dataclasses import dataclass

from kit.mail import Letter
from kit.words import Text
from membership.security.letter import About, AccountLetter
from web.languages import ENGLISH, LANGUAGES, words_in
from web.rendering import Rendering

SENDER = "Dealcast"


@dataclass(frozen=True, slots=True)
class Said:
    subject: Text
    happened: Text
    advice: Text
    leads_to: str = ""
    """The path of its link; without one it has none."""
    link: Text | None = None


_SET_PASSWORD = Text("Set a new password")
_FORGOT = Text("Forgot your password?")
_EARNINGS = Text("My earnings")
_PAYEE_ADVICE = Text(
    "If it was not you, change your password at once, and then say again where you are paid to."
)

SAID: Mapping[About, Said] = {
    About.PASSWORD_FORGOTTEN: Said(
        _SET_PASSWORD,
        Text(
            "Somebody asked for a new password for your account. Set it by this link within 30 minutes; it works once."
        ),
        Text("If it was not you, ignore this mail: your password stays as it is."),
        "/reset-password/{token}",
        _SET_PASSWORD,
    ),
    About.PASSWORD_CHANGED: Said(
        Text("Your password was changed"),
        Text(
            "The password of your account was changed on {at}. Wherever else you were signed in, you are signed out."
        ),
        Text("If it was not you, have a link for a new one sent to you now."),
        "/forgot-password",
        _FORGOT,
    ),
    About.EMAIL_TO_CONFIRM: Said(
        Text("Confirm your new address"),
        Text(
            "You want this to be the address of your account. Confirm it by this link within 30 minutes; it works once."
        ),
        Text("If it was not you, ignore this mail: nothing changes."),
        "/confirm-email/{token}",
        Text("Confirm the address"),
    ),
    About.EMAIL_CHANGED: Said(
        Text("Your e-mail address was changed"),
        Text("Since {at} the address of your account is {detail}. This one is not used any more."),
        Text("If it was not you, somebody knows your password: tell whoever runs this site."),
    ),
    About.PAYEE_CHANGED: Said(
        Text("Your bank account was changed"),
        Text("Since {at} what your links earn is paid to the bank account {detail}."),
        _PAYEE_ADVICE,
        "/links/earnings",
        _EARNINGS,
    ),
    About.PAYEE_FORGOTTEN: Said(
        Text("Your bank account was removed"),
        Text(
            "Since {at} there is no bank account to which what your links earn is paid. Payouts leave you out until you give another one."
        ),
        _PAYEE_ADVICE,
        "/links/earnings",
        _EARNINGS,
    ),
}


class AccountLetters:
    def __init__(self, rendering: Rendering, base_url: str) -> None:
        self._rendering = rendering
        self._base_url = base_url

    def compose(self, letter: AccountLetter) -> Letter:
        language, said = LANGUAGES.get(letter.locale[:2], ENGLISH), SAID[letter.about]
        words = words_in(language)
        happened = Text(said.happened.template, at=letter.at, detail=letter.detail)
        values = {
            "subject": words.say(said.subject),
            "handle": letter.handle,
            "happened": words.say(happened),
            "advice": words.say(said.advice),
            "url": self._base_url + said.leads_to.format(token=letter.token),
            "link": words.say(said.link) if said.link else "",
        }
        return Letter(
            id=letter.id,
            to=letter.to,
            from_name=SENDER,
            subject=values["subject"],
            text=self._rendering.text("account_letter.txt", language, **values),
            html=self._rendering.text("account_letter.html", language, **values),
            headers={"Auto-Submitted": "auto-generated"},
        )
