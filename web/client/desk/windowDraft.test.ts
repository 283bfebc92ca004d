import { expect, it } from "vitest";
import { firstDraft, read } from "./windowDraft";

const NOW_MS = Date.UTC(2026, 10, 11, 12, 10);

it("begins with a week for deposits and three days for balances", () => {
  const { window, errors } = read({ ...firstDraft(NOW_MS), title: " First " });
  expect(errors).toEqual({});
  expect(window.title).toBe("First");
  expect(window.deposit_until_ms - window.deposit_from_ms).toBe(7 * 24 * 3_600_000);
  expect(window.balance_from_ms).toBe(window.deposit_until_ms);
});

it("says what is wrong with times that overlap, and with what is missing", () => {
  const draft = firstDraft(NOW_MS);
  expect(read(draft).errors).toEqual({ title: "Give it a name, such as “First window”." });
  const overlapping = { ...draft, title: "x", balance_from_ms: draft.deposit_from_ms };
  expect(Object.keys(read(overlapping).errors)).toEqual(["balance_from_ms"]);
  const short = { ...draft, title: "x", balance_until_ms: draft.balance_from_ms };
  expect(read(short).errors).toEqual({ balance_until_ms: "Give buyers at least an hour." });
  expect(Object.keys(read({ ...draft, title: "x", deposit_until_ms: "" }).errors)).toEqual([
    "deposit_until_ms",
  ]);
});
