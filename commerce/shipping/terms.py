"""A brand's shipping terms: a fee for what is paid together, and from which worth on there is none. Pure.

Who has set nothing charges nothing.
"""

from dataclasses import dataclass

from commerce.shipping.errors import BadShippingTerms


@dataclass(frozen=True, slots=True)
class Terms:
    """In the brand's currency."""

    fee_minor: int = 0
    free_from_minor: int | None = None
    """None: it is never free for its worth alone."""


NO_FEE = Terms()


def refuse_terms(terms: Terms) -> BadShippingTerms | None:
    if terms.fee_minor == 0 and terms.free_from_minor is not None:
        message = "Without a fee shipping is free anyway. Enter a fee, or leave this empty."
        return BadShippingTerms(message, fields={"free_from_minor": message})
    return None
