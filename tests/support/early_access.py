"""Campaigns that were sent and gave early access."""

from collections.abc import Collection

from sqlalchemy import insert

from kit.ids import new_id
from kit.unit_of_work import Tx
from membership.campaigns.tables import campaign_people, campaigns
from membership.segments.tables import segments


async def add_early_access(
    tx: Tx,
    brand_id: str,
    show_id: str,
    seconds: int,
    sent_to: Collection[str],
    held_out: Collection[str] = (),
    deal_id: str | None = None,
) -> None:
    """A campaign that is done, and these people's part in it."""
    segment_id, campaign_id = new_id(), new_id()
    segment = {
        "id": segment_id,
        "brand_id": brand_id,
        "name": "All",
        "rule": "{}",
        "changed_at": tx.now,
    }
    await tx.execute(insert(segments).values(segment))
    await tx.execute(
        insert(campaigns).values(
            id=campaign_id, brand_id=brand_id, segment_id=segment_id, name="Early", channel="message",
            subject="You first", body="Before all others.", show_id=show_id, show_title="Tonight",
            early_access_s=seconds, early_deal_id=deal_id, holdout_percent=0, measure_days=14,
            status="done", starts_at=tx.now, started_at=tx.now, ended_at=tx.now, version=4,
        )
    )  # fmt: skip
    fates = {**dict.fromkeys(sent_to, "sent"), **dict.fromkeys(held_out, "held_out")}
    rows = [
        {"campaign_id": campaign_id, "account_id": account_id, "brand_id": brand_id, "fate": fate, "decided_at": tx.now}
        for account_id, fate in fates.items()
    ]  # fmt: skip
    await tx.execute(insert(campaign_people), rows)
