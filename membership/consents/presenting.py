"""Consents as they are shown."""

from collections.abc import Iterable, Sequence

from kit.clock import to_ms
from membership.consents.consent import Channel, Consent, by_default
from membership.consents.views import BrandConsentsView, ConsentChangeView, ConsentsView
from membership.people import Brand


def consents_view(present: Iterable[Consent], history: Sequence[Consent]) -> ConsentsView:
    said = {consent.channel: consent.is_given for consent in present}
    return ConsentsView(
        **{channel.value: said.get(channel, by_default(channel)) for channel in Channel},
        changes=[_change(consent) for consent in history],
    )


def brand_consents_view(brand: Brand, consents: ConsentsView) -> BrandConsentsView:
    return BrandConsentsView(
        brand_id=brand.id,
        brand_slug=brand.slug,
        brand_name=brand.name,
        hue=brand.hue,
        consents=consents,
    )


def _change(consent: Consent) -> ConsentChangeView:
    return ConsentChangeView(
        channel=consent.channel.value,
        is_given=consent.is_given,
        source=consent.source.value,
        at_ms=to_ms(consent.changed_at),
    )
