// How a webhook and a delivery say where they stand.

import { formatDateTime } from "../lib/dates";
import type { DeliveryView, WebhookView } from "../types.gen";
import { Badge } from "../ui/Badge";

export function WebhookStatusBadge({ status }: { status: WebhookView["status"] }) {
  if (status === "active") return <Badge tone="good">Active</Badge>;
  if (status === "paused") return <Badge tone="quiet">Paused</Badge>;
  if (status === "gone") return <Badge tone="bad">Gone</Badge>;
  return <Badge tone="bad">Stopped</Badge>;
}

export function DeliveryStateBadge({ state }: { state: DeliveryView["state"] }) {
  if (state === "delivered") return <Badge tone="good">Delivered</Badge>;
  if (state === "pending") return <Badge tone="warn">Pending</Badge>;
  return <Badge tone="bad">Failed</Badge>;
}

/** Why nothing is sent, or that it has become difficult; null if all is well. */
export function trouble(webhook: WebhookView): { title: string; text: string } | null {
  const kept = "What happens meanwhile is kept for a month and sent when you resume it.";
  if (webhook.status === "paused") return { title: "Nothing is sent.", text: kept };
  if (webhook.status === "gone") {
    return { title: "Your system answered 410 Gone, so nothing is sent.", text: kept };
  }
  if (webhook.status === "failing") {
    return { title: "Nothing arrived for three days, so nothing is sent.", text: kept };
  }
  if (webhook.failing_since_ms === null) return null;
  const since = formatDateTime(webhook.failing_since_ms);
  return {
    title: `Nothing has arrived since ${since}.`,
    text: "It is tried again by itself. The log says what your system answered.",
  };
}

/** What became of the last attempt, and what comes next: `HTTP 500 · 3 attempts · next try Tue …`. */
export function outcome(delivery: DeliveryView): string {
  const { attempts, due_at_ms, last_status, last_error, state } = delivery;
  const said: string[] = [];
  if (last_status !== null) said.push(`HTTP ${last_status}`);
  else if (last_error) said.push(last_error);
  if (attempts > 0) said.push(`${attempts} ${attempts === 1 ? "attempt" : "attempts"}`);
  if (state === "pending") {
    if (due_at_ms === null) said.push("waits for its turn");
    else if (attempts > 0) said.push(`next try ${formatDateTime(due_at_ms)}`);
    else said.push("about to be sent");
  }
  return said.join(" · ");
}
