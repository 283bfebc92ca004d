"""Letters, and who takes them: an SMTP server, or in its place the catcher (`kit.mail_catcher`).

post = Smtp("smtp://user:password@mail.example:587", "Dealcast <news@dealcast.example>")
await post.send(Letter(id=new_id(), to="ana@example.com", subject="Live at 8", text="…", html="<p>…"))
"""

from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr, parseaddr
from typing import Protocol
from urllib.parse import unquote, urlsplit

import aiosmtplib
from email_validator import EmailNotValidError, validate_email

TIMEOUT_S = 20.0
MAX_REASON = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    id: str
    """The same each time that the same letter is tried."""
    to: str
    from_name: str
    subject: str
    text: str
    html: str
    headers: dict[str, str] = field(default_factory=dict)


class NotSent(Exception):
    """A letter was not taken."""

    def __init__(self, reason: str, *, is_final: bool) -> None:
        """Final: it would not be taken the next time either."""
        self.reason = reason[:MAX_REASON]
        self.is_final = is_final
        super().__init__(reason)


class Post(Protocol):
    async def send(self, letter: Letter) -> None:
        """Hand the letter over.

        Raises:
            NotSent
        """


class Smtp:
    def __init__(self, url: str, sender: str) -> None:
        """`smtp://` upgrades to TLS if the server offers it, `smtps://` begins with it."""
        parts = urlsplit(url)
        self._host = parts.hostname or ""
        self._is_tls = parts.scheme == "smtps"
        self._port = parts.port or (465 if self._is_tls else 587)
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None
        self._sender = sender

    async def send(self, letter: Letter) -> None:
        try:
            await aiosmtplib.send(
                message_of(letter, self._sender),
                hostname=self._host,
                port=self._port,
                username=self._user,
                password=self._password,
                use_tls=self._is_tls,
                timeout=TIMEOUT_S,
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            refused = error.recipients[0]
            raise NotSent(refused.message, is_final=refused.code >= 500) from error
        except aiosmtplib.SMTPAuthenticationError as error:
            raise NotSent(
                error.message, is_final=False
            ) from error  # it is our fault, and can be put right
        except aiosmtplib.SMTPResponseException as error:
            raise NotSent(error.message, is_final=error.code >= 500) from error
        except aiosmtplib.SMTPNotSupported as error:
            raise NotSent(str(error), is_final=not mailable(letter.to).isascii()) from error
        except (aiosmtplib.SMTPException, OSError, UnicodeError) as error:
            raise NotSent(str(error) or type(error).__name__, is_final=False) from error


def message_of(letter: Letter, sender: str) -> EmailMessage:
    """
    Raises:
        NotSent: it is to, or from, what is no address.
    """
    address = mailable(parseaddr(sender)[1])
    message = EmailMessage(policy=SMTP)
    message["From"] = formataddr((letter.from_name, address))
    message["To"] = mailable(letter.to)
    message["Subject"] = " ".join(letter.subject.split())
    message["Message-ID"] = f"<{letter.id}@{address.rpartition('@')[2]}>"
    for name, value in letter.headers.items():
        message[name] = value
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message


def mailable(address: str) -> str:
    """The address with its domain as mail servers know it (RFC 5891). What stands before the @ stays as it is: where that is not
    ASCII, only a server that offers SMTPUTF8 (RFC 6531) takes it.

    Raises:
        NotSent
    """
    try:
        known = validate_email(address, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError as error:
        raise NotSent(str(error), is_final=True) from error
    return f"{known.local_part}@{known.ascii_domain}"
