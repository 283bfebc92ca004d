"""What is refused about shipping."""

from kit.errors import Invalid


class BadShippingTerms(Invalid):
    code = "shipping.bad_terms"
    title = "The shipping terms do not fit together"
