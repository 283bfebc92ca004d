"""The vouchers that a brand can have handed out: a form's choices."""

from collections.abc import Sequence

from commerce.vouchers.issuing import Issuing
from kit.auth import Principal
from kit.clock import to_ms, utc_now


async def grants(issuing: Issuing, principal: Principal, slug: str) -> Sequence[dict[str, str]]:
    """Those that people get by name, and that are not over.

    Raises:
        NotSignedIn, Forbidden, NoSuchBrand
    """
    now_ms = to_ms(utc_now())
    return [
        {"id": voucher.terms.id, "title": voucher.terms.title}
        for voucher in await issuing.issued(principal, slug)
        if voucher.terms.how == "grant"
        and not voucher.is_ended
        and voucher.terms.ends_at_ms > now_ms
    ]
