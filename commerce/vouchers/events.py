"""What happens to vouchers."""

from kit.events import Event


class VoucherIssued(Event, frozen=True, kw_only=True, tag="commerce.voucher_issued"):
    voucher_id: str


class VoucherEnded(Event, frozen=True, kw_only=True, tag="commerce.voucher_ended"):
    voucher_id: str


class VouchersCollected(Event, frozen=True, kw_only=True, tag="commerce.vouchers_collected"):
    """Copies were handed out, in one batch."""

    use_ids: list[str]
    voucher_ids: tuple[str, ...] = ()
    """Of which vouchers. Empty in events of releases that did not say it."""


class VouchersReserved(Event, frozen=True, kw_only=True, tag="commerce.vouchers_reserved"):
    """Uses were reserved for orders, in one batch."""

    use_ids: list[str]


class VouchersReturned(Event, frozen=True, kw_only=True, tag="commerce.vouchers_returned"):
    """Orders gave back these uses, or their parts in them."""

    use_ids: list[str]
