"""Who is calling, and the signed values that say so.

Roles grow: who holds a role holds those below it. GUEST is anyone, MEMBER anyone signed in, OPERATOR whoever runs
the installation. MODERATOR, HOST and MANAGER are held for one scope each (a brand; the ground does not know that).
"""

import hashlib
import hmac
import time
from binascii import b2a_base64
from collections.abc import Mapping
from datetime import timedelta
from enum import IntEnum
from types import MappingProxyType

from itsdangerous import BadSignature, TimestampSigner
from itsdangerous.encoding import base64_encode, int_to_bytes
from msgspec import Struct

from kit.errors import Forbidden, NotSignedIn
from kit.words import Text


class Role(IntEnum):
    GUEST = 0
    MEMBER = 1
    MODERATOR = 2
    HOST = 3
    MANAGER = 4
    OPERATOR = 5


SPOKEN: Mapping[Role, Text] = {
    Role.GUEST: Text("guest"),
    Role.MEMBER: Text("member"),
    Role.MODERATOR: Text("moderator"),
    Role.HOST: Text("host"),
    Role.MANAGER: Text("manager"),
    Role.OPERATOR: Text("operator"),
}

NO_ROLES: Mapping[str, Role] = MappingProxyType({})
"""Shared: most people hold none, and a process holds very many people."""


class Principal(Struct, frozen=True):
    """The person behind a request. A guest has no account."""

    account_id: str | None = None
    handle: str | None = None
    is_operator: bool = False
    roles: Mapping[str, Role] = NO_ROLES
    """The highest role held for each scope."""
    session_id: str | None = None
    language: str | None = None
    """That they say they read, by its code."""

    @property
    def is_guest(self) -> bool:
        return self.account_id is None

    def account(self) -> str:
        """The account id.

        Raises:
            NotSignedIn: there is none.
        """
        if self.account_id is None:
            raise NotSignedIn("Sign in or create an account, then try again.")
        return self.account_id

    def highest(self) -> Role:
        """The highest role held anywhere."""
        if self.is_operator:
            return Role.OPERATOR
        if self.is_guest:
            return Role.GUEST
        return max(self.roles.values(), default=Role.MEMBER)

    def role_for(self, scope: str) -> Role:
        if self.is_operator:
            return Role.OPERATOR
        return self.roles.get(scope, Role.GUEST if self.is_guest else Role.MEMBER)

    def require(self, role: Role, scope: str) -> None:
        """Refuse unless this person holds `role` for `scope`.

        Raises:
            NotSignedIn, Forbidden
        """
        if self.role_for(scope) < role:
            self._refuse(role)

    def require_anywhere(self, role: Role) -> None:
        """Refuse unless this person holds `role` for at least one scope.

        Raises:
            NotSignedIn, Forbidden
        """
        if self.highest() < role:
            self._refuse(role)

    def _refuse(self, role: Role) -> None:
        self.account()
        raise Forbidden(
            "This needs the role “{role}”. Ask the brand's manager for it.", role=SPOKEN[role]
        )


GUEST = Principal()


def derived_secret(secret_key: str, purpose: str) -> str:
    """A secret of its own for each purpose, so that one cannot pass for another."""
    return hmac.new(secret_key.encode(), f"dealcast.{purpose}".encode(), "sha256").hexdigest()


_URL_SAFE = bytes.maketrans(b"+/", b"-_")


class Signer:
    """Signs values that come back by cookie. Each purpose has its own key, so that one cannot pass for another."""

    def __init__(self, secret_key: str, purpose: str, max_age: timedelta) -> None:
        # Derived once, here: done with each value it would cost more than the signature.
        key = hmac.digest(secret_key.encode(), f"dealcast.{purpose}".encode(), "sha256")
        self._inner, self._outer = (
            hashlib.sha256(bytes(byte ^ pad for byte in key.ljust(64, b"\0")))
            for pad in (0x36, 0x5C)
        )
        self._signer = TimestampSigner(
            key, sep="~", key_derivation="none", digest_method=hashlib.sha256
        )
        self._stamped = 0, ""
        self.max_age = max_age
        self._lasts_s = max_age.total_seconds()

    def sign(self, value: str) -> str:
        """`value` (letters, digits, `-` and `_`) with its time and signature, fit for a cookie."""
        # As the library does it, without its conversions, which take five times as long, and with the key hashed beforehand
        # (RFC 2104, 4).
        now = int(time.time())
        if self._stamped[0] != now:
            self._stamped = now, base64_encode(int_to_bytes(now)).decode()
        said = f"{value}~{self._stamped[1]}"
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(said.encode())
        outer.update(inner.digest())
        signature = b2a_base64(outer.digest(), newline=False).translate(_URL_SAFE)
        return f"{said}~{signature[:-1].decode()}"

    def unsign(self, signed: str | None) -> str | None:
        """The value, or None if it is missing, forged or too old. What was signed by a clock that is ahead of ours is good."""
        if not signed:
            return None
        try:
            value, signed_at = self._signer.unsign(signed, return_timestamp=True)
            return value.decode() if time.time() - signed_at.timestamp() <= self._lasts_s else None
        except (BadSignature, UnicodeError):
            return None
