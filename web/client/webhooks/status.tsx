// How a webhook and a delivery say where they stand.

import { formatDateTime } from "../lib/dates";
import { t, tn } from "../lib/words";
import type { DeliveryView, WebhookView } from "../types.gen";
import { Badge } from "../ui/Badge";
import { whyUnanswered } from "./failure";

export function WebhookStatusBadge({ status }: { status: WebhookView["status"] }) {
  if (status === "active") return <Badge tone="good">{t("Active")}</Badge>;
  if (status === "paused") return <Badge tone="quiet">{t("Paused")}</Badge>;
  if (status === "gone") return <Badge tone="bad">{t("Gone")}</Badge>;
  return <Badge tone="bad">{t("Stopped")}</Badge>;
}

export function DeliveryStateBadge({ state }: { state: DeliveryView["state"] }) {
  if (state === "delivered") return <Badge tone="good">{t("Delivered")}</Badge>;
  if (state === "pending") return <Badge tone="warn">{t("Pending")}</Badge>;
  return <Badge tone="bad">{t("Failed")}</Badge>;
}

/** Why nothing is sent, or that it has become difficult; null if all is well. */
export function trouble(webhook: WebhookView): { title: string; text: string } | null {
  const kept = t("What happens meanwhile is kept for a month and sent when you resume it.");
  if (webhook.status === "paused") return { title: t("Nothing is sent."), text: kept };
  if (webhook.status === "gone") {
    return { title: t("Your system answered 410 Gone, so nothing is sent."), text: kept };
  }
  if (webhook.status === "failing") {
    return { title: t("Nothing arrived for three days, so nothing is sent."), text: kept };
  }
  if (webhook.failing_since_ms === null) return null;
  const since = formatDateTime(webhook.failing_since_ms);
  return {
    title: t("Nothing has arrived since {since}.", { since }),
    text: t("It is tried again by itself. The log says what your system answered."),
  };
}

/** What became of the last attempt, and what comes next: `HTTP 500 · 3 attempts · next try Tue …`. */
export function outcome(delivery: DeliveryView): string {
  const { attempts, due_at_ms, last_status, last_error, state } = delivery;
  const said: string[] = [];
  if (last_status !== null) said.push(`HTTP ${last_status}`);
  else if (last_error) said.push(whyUnanswered(last_error));
  if (attempts > 0) said.push(tn("{count} attempt", "{count} attempts", attempts));
  if (state === "pending") {
    if (due_at_ms === null) said.push(t("waits for its turn"));
    else if (attempts > 0) said.push(t("next try {time}", { time: formatDateTime(due_at_ms) }));
    else said.push(t("about to be sent"));
  }
  return said.join(" · ");
}
