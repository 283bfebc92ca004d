// What a reward is worth and what becomes of it, for the sharer whose it is.

import { formatDate } from "../lib/dates";
import { formatMoney, formatRate } from "../lib/money";
import { t, tn } from "../lib/words";
import type { RewardView } from "../types.gen";
import { Badge } from "../ui/Badge";

export function RewardState({ reward }: { reward: RewardView }) {
  return (
    <>
      {reward.cut_by && <span class="small muted">{cutWords(reward)}</span>}
      <StateBadge reward={reward} />
    </>
  );
}

function StateBadge({ reward }: { reward: RewardView }) {
  const { status, currency, settled_minor, amount_minor } = reward;
  if (reward.is_held && status !== "cancelled") {
    return <Badge tone="warn">{t("Pending · the brand takes a look at it first")}</Badge>;
  }
  if (status === "pending") return <Badge tone="warn">{pendingWords(reward)}</Badge>;
  if (status === "payable") return <Badge tone="good">{t("Payable")}</Badge>;
  if (status === "in_payout") return <Badge tone="good">{t("In a payout")}</Badge>;
  if (status === "paid") return <Badge tone="good">{t("Paid")}</Badge>;
  if (status === "owed") {
    const amount = formatMoney(settled_minor - amount_minor, currency);
    return (
      <Badge tone="bad">
        {t("Refunded after it was paid: {amount} is taken back", { amount })}
      </Badge>
    );
  }
  return (
    <Badge tone="quiet">
      {isCutToNothing(reward) ? t("Not earned") : t("Cancelled: refunded, or refused on review")}
    </Badge>
  );
}

/** `€12.00`, or `50 points`. */
export function rewardAmount(reward: RewardView): string {
  return amountWords(reward, reward.kind === "points" ? reward.points : reward.amount_minor);
}

function amountWords({ kind, currency }: RewardView, amount: number): string {
  return kind === "points"
    ? tn("{count} point", "{count} points", amount)
    : formatMoney(amount, currency);
}

function pendingWords(reward: RewardView): string {
  if (reward.kind === "rate") return t("Pending · {rate}", { rate: formatRate(reward.rate_bp) });
  return t("Pending until {date}", { date: formatDate(reward.due_at_ms) });
}

function isCutToNothing({ cut_by, amount_minor, points }: RewardView): boolean {
  return cut_by !== null && amount_minor + points === 0;
}

function cutWords(reward: RewardView): string {
  const full = amountWords(reward, reward.full_amount);
  if (reward.cut_by === "friend") {
    return t("Instead of {full}: there is a limit for each friend.", { full });
  }
  if (reward.cut_by === "day") {
    return t("Instead of {full}: there is a limit for each day.", { full });
  }
  return t("Instead of {full}: the brand's budget is spent.", { full });
}
