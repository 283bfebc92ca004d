// A reward that a rule found something in: whose, the evidence, and what was decided.

import { formatDate, formatDateTime } from "../lib/dates";
import { formatMoney } from "../lib/money";
import { t } from "../lib/words";
import type { CaseView } from "../types.gen";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { findingText, ruleTitle, statusText } from "./findings";

export type DecisionAction = "release" | "refuse";

export interface CaseProps {
  one: CaseView;
  /** Whether the list is about all brands. */
  isOfAll: boolean;
  onDecide: (action: DecisionAction) => void;
}

export function Case({ one, isOfAll, onDecide }: CaseProps) {
  const titleId = `case-${one.reward_id}`;
  const amount = formatMoney(one.amount_minor, one.currency);
  return (
    <li class="review-case card" aria-labelledby={titleId}>
      <div class="review-head">
        <h2 id={titleId}>{t("{amount} for {sharer}", { amount, sharer: one.sharer_handle })}</h2>
        <StatusBadge one={one} />
      </div>
      <p class="muted small">
        {isOfAll && `${one.brand_name} · `}
        {t("{friend}, here since {date}, bought by the link to {title} on {time}.", {
          friend: one.friend_handle,
          date: formatDate(one.friend_since_ms),
          title: one.title,
          time: formatDateTime(one.earned_at_ms),
        })}{" "}
        <a class="link" href={`/host/brands/${one.brand_slug}/orders/${one.order_id}/link`}>
          {t("How order {number} came about", { number: one.order_number })}
        </a>
      </p>
      <dl class="review-findings">
        {one.findings.map((finding) => (
          <div key={finding.rule}>
            <dt>{ruleTitle(finding.rule)}</dt>
            <dd>{findingText(finding, one.ring)}</dd>
          </div>
        ))}
      </dl>
      {one.status === "waiting" ? (
        <div class="row">
          <Button variant="primary" onClick={() => onDecide("release")}>
            {t("Release")}{" "}
            <span class="visually-hidden">
              {t("{amount} for {sharer}", { amount, sharer: one.sharer_handle })}
            </span>
          </Button>
          <Button variant="danger" onClick={() => onDecide("refuse")}>
            {t("Refuse")}{" "}
            <span class="visually-hidden">
              {t("{amount} for {sharer}", { amount, sharer: one.sharer_handle })}
            </span>
          </Button>
        </div>
      ) : (
        <Decision one={one} />
      )}
    </li>
  );
}

function StatusBadge({ one }: { one: CaseView }) {
  const tones = { waiting: "warn", released: "good", refused: "bad", closed: "quiet" } as const;
  return <Badge tone={tones[one.status]}>{statusText(one.status)}</Badge>;
}

function Decision({ one: { status, decision, rules_version: version } }: { one: CaseView }) {
  if (!decision) return null;
  const at = formatDateTime(decision.decided_at_ms);
  if (decision.by === null) {
    return (
      <p class="small">
        {status === "refused"
          ? t("By the rules, in version {version}, on {time}.", { version, time: at })
          : t("On {time}.", { time: at })}
      </p>
    );
  }
  return (
    <p class="small">
      {t("By {person} on {time}: “{reason}”", {
        person: decision.by,
        time: at,
        reason: decision.reason,
      })}
    </p>
  );
}
