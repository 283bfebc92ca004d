import { expect, test } from "vitest";
import type { InboxMessageView, InboxView } from "../types.gen";
import { marked, withMessage, withOlder } from "./messages";

const message = (id: string): InboxMessageView => ({
  id,
  brand_name: "Kumoi",
  brand_slug: "kumoi",
  hue: 0,
  notice: null,
  subject: "Tonight",
  body: "At eight",
  show_id: null,
  show_title: null,
  early_access_s: 0,
  early_deal_title: null,
  voucher_title: null,
  sent_at_ms: 0,
  is_read: false,
});
const inbox = (...ids: string[]): InboxView => ({
  messages: ids.map(message),
  unread: ids.length,
  next: null,
});
const ids = ({ messages }: InboxView) => messages.map(({ id }) => id);

test("a message that is told twice, or late, is there once and in its place", () => {
  const once = withMessage(inbox("c", "a"), message("b"), 3);
  expect(ids(once)).toEqual(["c", "b", "a"]);
  expect(ids(withMessage(once, message("b"), 3))).toEqual(["c", "b", "a"]);
});

test("older messages follow, and say what comes after them", () => {
  const more = withOlder(inbox("c", "b"), { ...inbox("b", "a"), next: "a" });
  expect(ids(more)).toEqual(["c", "b", "a"]);
  expect(more.next).toBe("a");
});

test("what is read is read up to a message, and what came since is not", () => {
  const read = marked(inbox("c", "b", "a"), "b", 1);
  expect(read.messages.map(({ is_read }) => is_read)).toEqual([false, true, true]);
  expect(read.unread).toBe(1);
});
