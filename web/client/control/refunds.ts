// A refund between the form, where it is text, and the wire, where it is units or minor units of the currency.

import { parseAmount } from "../lib/money";
import { t } from "../lib/words";
import type { NewRefund, OrderView } from "../types.gen";

export type Extent = "rest" | "units" | "amount";

export interface Draft {
  readonly extent: Extent;
  /** By the line's place. */
  readonly units: readonly string[];
  readonly amount: string;
  readonly reason: string;
  readonly restock: boolean;
}

/** What is wrong, by the name of the wire's field. */
export type Errors = Readonly<Partial<Record<"lines" | "amount_minor" | "reason", string>>>;

export function draftFor(order: OrderView): Draft {
  const units = order.lines.map(() => "0");
  return { extent: "rest", units, amount: "", reason: "", restock: true };
}

export function read(draft: Draft, order: OrderView): { refund: NewRefund; errors: Errors } {
  const common = { reason: draft.reason.trim(), restock: draft.restock };
  const errors = common.reason ? {} : { reason: t("Say why; the buyer reads it.") };
  if (draft.extent === "rest") return { refund: common, errors };
  if (draft.extent === "units") return readUnits(draft, order, common, errors);
  return readAmount(draft, order, common, errors);
}

type Common = Pick<NewRefund, "reason" | "restock">;

function readUnits(draft: Draft, order: OrderView, common: Common, errors: Errors) {
  const lines = order.lines
    .map((_, place) => ({ line: place + 1, quantity: Number(draft.units[place] ?? "0") }))
    .filter(({ quantity }) => quantity !== 0);
  const isRight = ({ line, quantity }: (typeof lines)[number]) => {
    const bought = order.lines[line - 1];
    const left = bought ? bought.quantity - bought.refunded_quantity : 0;
    return Number.isInteger(quantity) && quantity > 0 && quantity <= left;
  };
  const wrong = lines.length === 0 || !lines.every(isRight);
  const found = wrong
    ? { ...errors, lines: t("Enter how many units, up to those bought.") }
    : errors;
  return { refund: { ...common, lines }, errors: found };
}

function readAmount(draft: Draft, order: OrderView, common: Common, errors: Errors) {
  const amount_minor = parseAmount(draft.amount, order.currency) ?? Number.NaN;
  const left = order.total_minor - order.refunded_minor;
  const wrong = !(amount_minor >= 1 && amount_minor <= left);
  const found = wrong
    ? { ...errors, amount_minor: t("Enter an amount, up to what is left.") }
    : errors;
  return { refund: { ...common, amount_minor }, errors: found };
}
