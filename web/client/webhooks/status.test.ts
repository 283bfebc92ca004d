import { expect, it } from "vitest";
import type { DeliveryView, WebhookView } from "../types.gen";
import { outcome, trouble } from "./status";

const webhook = { status: "active", failing_since_ms: null } as WebhookView;
const delivery = {
  state: "delivered",
  attempts: 1,
  due_at_ms: null,
  last_status: 204,
  last_error: null,
} as DeliveryView;

it("says nothing of a webhook that is well", () => {
  expect(trouble(webhook)).toBeNull();
});

it("says why nothing is sent, and that nothing is lost", () => {
  expect(trouble({ ...webhook, status: "gone" })?.title).toContain("410");
  expect(trouble({ ...webhook, status: "failing" })?.title).toContain("three days");
  expect(trouble({ ...webhook, status: "paused" })?.text).toContain("kept for a month");
});

it("says since when it is difficult", () => {
  expect(trouble({ ...webhook, failing_since_ms: 1 })?.title).toMatch(/^Nothing has arrived since/);
});

it("says what your system answered, or why it did not", () => {
  expect(outcome(delivery)).toBe("HTTP 204 · 1 attempt");
  const unanswered = { ...delivery, last_status: null, last_error: "Refused.", attempts: 3 };
  expect(outcome({ ...unanswered, state: "failed" })).toBe("Refused. · 3 attempts");
});

it("says what a pending one waits for", () => {
  const pending = { ...delivery, state: "pending", attempts: 0, last_status: null } as const;
  expect(outcome(pending)).toBe("waits for its turn");
  expect(outcome({ ...pending, due_at_ms: 1 })).toBe("about to be sent");
  expect(outcome({ ...pending, attempts: 2, due_at_ms: 1 })).toMatch(/^2 attempts · next try/);
});
