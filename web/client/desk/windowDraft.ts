// A new sale window between its form, where times are text in the person's zone, and the wire.

import { fromLocalInput, toLocalInput } from "../lib/dates";
import { t } from "../lib/words";
import type { NewSaleWindow } from "../types.gen";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export const TIMES = [
  "deposit_from_ms",
  "deposit_until_ms",
  "balance_from_ms",
  "balance_until_ms",
] as const;
export type Time = (typeof TIMES)[number];

export type Draft = Readonly<Record<Time | "title", string>>;
export type Errors = Readonly<Partial<Record<Time | "title", string>>>;

/** What the form begins with: deposits for a week from the next full hour, and then three days for balances. */
export function firstDraft(nowMs: number): Draft {
  const start = Math.ceil(nowMs / HOUR) * HOUR;
  return {
    title: "",
    deposit_from_ms: toLocalInput(start),
    deposit_until_ms: toLocalInput(start + 7 * DAY),
    balance_from_ms: toLocalInput(start + 7 * DAY),
    balance_until_ms: toLocalInput(start + 10 * DAY),
  };
}

export function read(draft: Draft): { window: NewSaleWindow; errors: Errors } {
  const at = (time: Time) => fromLocalInput(draft[time]) ?? Number.NaN;
  const window: NewSaleWindow = {
    title: draft.title.trim(),
    deposit_from_ms: at("deposit_from_ms"),
    deposit_until_ms: at("deposit_until_ms"),
    balance_from_ms: at("balance_from_ms"),
    balance_until_ms: at("balance_until_ms"),
  };
  return { window, errors: errorsOf(window) };
}

function errorsOf(window: NewSaleWindow): Errors {
  const errors: Partial<Record<Time | "title", string>> = {};
  if (!window.title) errors.title = t("Give it a name, such as “First window”.");
  for (const time of TIMES) {
    if (Number.isNaN(window[time])) errors[time] = t("Choose a day and a time.");
  }
  const after = (time: Time, earlier: number, words: string) => {
    if (window[time] < earlier) errors[time] ??= words;
  };
  after("deposit_until_ms", window.deposit_from_ms + 1, t("Deposits must end after they begin."));
  after("balance_from_ms", window.deposit_until_ms, t("Balances begin when deposits have ended."));
  after("balance_until_ms", window.balance_from_ms + HOUR, t("Give buyers at least an hour."));
  return errors;
}
