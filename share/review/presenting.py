"""Cases as reviewers see them: people by their handles, and no hash of anything."""

from collections.abc import Sequence

from sqlalchemy import RowMapping

from kit.clock import to_ms
from kit.unit_of_work import Tx
from membership import directory
from share.review.store import cases
from share.review.store.screenings import evidence_of
from share.review.views import CaseDecisionView, CaseStatus, CaseView, FindingView


async def case_views(tx: Tx, rows: Sequence[RowMapping]) -> list[CaseView]:
    """Views of rows of `store.cases`."""
    found = await cases.findings_of(tx, [row["reward_id"] for row in rows])
    brands = await directory.brands_by_id(tx, {row["brand_id"] for row in rows})
    rings = {row["reward_id"]: evidence_of(row).ring for row in rows}
    people = {row[name] for row in rows for name in ("sharer_id", "friend_id", "by_id")}
    known = people | {person for ring in rings.values() for person in ring}
    handles = await directory.handles(tx, known - {None})
    since = await directory.sign_ups(tx, {row["friend_id"] for row in rows})
    return [
        CaseView(
            reward_id=row["reward_id"],
            status=_status(row),
            brand_slug=brands[row["brand_id"]].slug,
            brand_name=brands[row["brand_id"]].name,
            link_code=row["code"],
            title=row["title"],
            order_id=row["order_id"],
            order_number=row["order_number"],
            amount_minor=row["amount_minor"],
            currency=row["currency"],
            earned_at_ms=to_ms(row["earned_at"]),
            sharer_handle=handles[row["sharer_id"]],
            friend_handle=handles[row["friend_id"]],
            friend_since_ms=to_ms(since[row["friend_id"]].at),
            findings=[_finding(finding) for finding in found[row["reward_id"]]],
            ring=[handles[person] for person in rings[row["reward_id"]]],
            rules_version=row["rules_version"],
            decision=_decision(row, handles.get(row["by_id"])),
        )
        for row in rows
    ]


def _status(row: RowMapping) -> CaseStatus:
    return "waiting" if row["is_waiting"] else row["outcome"]


def _finding(row: RowMapping) -> FindingView:
    return FindingView(
        rule=row["rule"], found=row["found"], at_least=row["at_least"], severity=row["severity"]
    )


def _decision(row: RowMapping, by: str | None) -> CaseDecisionView | None:
    if row["outcome"] is None:
        return None
    return CaseDecisionView(by=by, reason=row["reason"], decided_at_ms=to_ms(row["decided_at"]))
