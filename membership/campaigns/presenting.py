"""Campaigns and their messages as they are shown."""

from collections.abc import Sequence

from sqlalchemy import RowMapping

from kit.clock import to_ms
from kit.unit_of_work import Tx
from membership.campaigns.campaign import Campaign
from membership.campaigns.fate import Fate
from membership.campaigns.store import people as store_people
from membership.campaigns.views import CampaignView, FatesView, InboxMessageView
from membership.segments.store import segments as store_segments


async def campaign_views(tx: Tx, campaigns: Sequence[Campaign]) -> list[CampaignView]:
    fates = await store_people.fates(tx, [campaign.id for campaign in campaigns])
    names = await store_segments.names(tx, {campaign.segment_id for campaign in campaigns})
    return [_view(one, names[one.segment_id], fates[one.id]) for one in campaigns]


async def campaign_view(tx: Tx, campaign: Campaign) -> CampaignView:
    return (await campaign_views(tx, [campaign]))[0]


def message_view(row: RowMapping) -> InboxMessageView:
    return InboxMessageView(
        id=row["id"],
        brand_name=row["brand_name"],
        brand_slug=row["brand_slug"],
        hue=row["hue"],
        notice=row["notice"],
        subject=row["subject"] or "",
        body=row["body"] or "",
        show_id=row["show_id"],
        show_title=row["show_title"],
        early_access_s=row["early_access_s"],
        early_deal_title=row["early_deal_title"],
        voucher_title=row["voucher_title"],
        sent_at_ms=to_ms(row["sent_at"]),
        is_read=row["read_at"] is not None,
    )


def _view(campaign: Campaign, segment_name: str, fates: dict[Fate, int]) -> CampaignView:
    return CampaignView(
        id=campaign.id,
        name=campaign.name,
        segment_id=campaign.segment_id,
        segment_name=segment_name,
        channel=campaign.channel.value,
        subject=campaign.subject,
        body=campaign.body,
        show_id=campaign.show_id,
        show_title=campaign.show_title,
        early_access_s=campaign.early_access_s,
        early_deal_id=campaign.early_deal_id,
        early_deal_title=campaign.early_deal_title,
        voucher_id=campaign.voucher_id,
        voucher_title=campaign.voucher_title,
        holdout_percent=campaign.holdout_percent,
        measure_days=campaign.measure_days,
        status=campaign.status.value,
        starts_at_ms=to_ms(campaign.starts_at) if campaign.starts_at else None,
        started_at_ms=to_ms(campaign.started_at) if campaign.started_at else None,
        ended_at_ms=to_ms(campaign.ended_at) if campaign.ended_at else None,
        people=FatesView(**{fate.value: count for fate, count in fates.items()}),
        version=campaign.version,
    )
