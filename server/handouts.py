"""Vouchers as membership needs to know them: which of a brand's can be handed out to its members."""

from commerce.vouchers.issued import How
from commerce.vouchers.store import vouchers as store_vouchers
from kit.unit_of_work import Tx


async def find_voucher(tx: Tx, brand_id: str, voucher_id: str) -> str | None:
    """The title of the brand's voucher if it is one that is handed out by name, and not over."""
    issued = (await store_vouchers.vouchers_by_id(tx, [voucher_id])).get(voucher_id)
    if issued is None or issued.terms.brand_id != brand_id or issued.how is not How.GRANT:
        return None
    return None if issued.terms.is_over(tx.now) else issued.terms.title
