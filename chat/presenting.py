"""Chat's rows as views."""

from collections.abc import Sequence

from sqlalchemy import RowMapping

from chat.deciding import Post
from chat.mutes import Mute
from chat.rules import Rules
from chat.views import MessageView, MuteView, RulesView
from kit.clock import to_ms
from kit.unit_of_work import Tx
from membership import directory


async def message_views(
    tx: Tx, rows: Sequence[RowMapping], *, marks_shadowed: bool = False
) -> list[MessageView]:
    handles = await directory.handles(tx, (row["account_id"] for row in rows))
    return [
        MessageView(
            id=row["id"],
            show_id=row["show_id"],
            account_id=row["account_id"],
            handle=handles[row["account_id"]],
            badge=row["badge"],
            is_staff=row["is_staff"],
            text=row["text"],
            sent_at_ms=to_ms(row["sent_at"]),
            **({"is_shadowed": True} if marks_shadowed and row["is_shadowed"] else {}),
        )
        for row in rows
    ]


def own_view(post: Post, sent_at_ms: int) -> MessageView:
    """As its author sees it, who is not told of a shadow."""
    author = post.draft.author
    return MessageView(
        id=post.draft.id,
        show_id=post.draft.show_id,
        account_id=author.account(),
        handle=author.handle or "",
        badge=post.speaker.badge,
        is_staff=post.speaker.is_staff,
        text=post.draft.text,
        sent_at_ms=sent_at_ms,
    )


def mute_view(account_id: str, handle: str, mute: Mute) -> MuteView:
    return MuteView(
        account_id=account_id,
        handle=handle,
        muted_at_ms=to_ms(mute.muted_at),
        until_ms=None if mute.until is None else to_ms(mute.until),
        is_shadow=mute.is_shadow,
    )


def rules_view(rules: Rules) -> RulesView:
    return RulesView(slow_mode_s=rules.slow_mode_s, links=rules.links.value, version=rules.version)
