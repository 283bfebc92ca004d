"""A friend who came by a link and is due a voucher, once for each brand, and what became of it.

due ──give──▶ given
 └───refuse──▶ refused: the voucher was over, or all its copies taken
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class WelcomeStatus(StrEnum):
    DUE = "due"
    GIVEN = "given"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    brand_id: str
    account_id: str
    """The friend."""
    click_id: str
    voucher_id: str
    use_id: str
    """By what the voucher's copy goes."""
    status: WelcomeStatus = WelcomeStatus.DUE
    made_at: datetime
