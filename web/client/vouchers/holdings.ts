// What a person has of vouchers, sorted by what can be done with them, and in words.

import { formatDateTime } from "../lib/dates";
import { t } from "../lib/words";
import type { MyVoucherView } from "../types.gen";

export interface Shelf {
  title: string;
  vouchers: MyVoucherView[];
}

type State = MyVoucherView["state"];

const SHELVES: readonly [string, readonly State[]][] = [
  [t("To use now"), ["ready"]],
  [t("For later"), ["waiting"]],
  [t("In your orders"), ["reserved"]],
  [t("To collect again"), ["open"]],
  [t("Used, taken or over"), ["used", "gone", "over"]],
];

/** Those that have something on them. On each, what ends first comes first; of what is over, what ended last. */
export function shelves(vouchers: readonly MyVoucherView[]): Shelf[] {
  return SHELVES.map(([title, states]) => {
    const own = vouchers.filter(({ state }) => states.includes(state));
    const sign = states.includes("over") ? -1 : 1;
    own.sort((one, other) => sign * (one.terms.ends_at_ms - other.terms.ends_at_ms));
    return { title, vouchers: own };
  }).filter(({ vouchers: own }) => own.length > 0);
}

/** Until when it can be used, or why it cannot be used now. */
export function standingText({ state, terms, uses_left }: MyVoucherView): string {
  const until = formatDateTime(terms.ends_at_ms);
  const texts: Record<State, string> = {
    ready:
      uses_left !== null && uses_left > 1
        ? t("Until {until}, {count} times.", { until, count: uses_left })
        : t("Until {until}.", { until }),
    waiting: t("Not yet: from {from} until {until}.", {
      from: formatDateTime(terms.starts_at_ms),
      until,
    }),
    reserved: t(
      "Reserved for an order that waits for its payment. It comes back if you do not pay.",
    ),
    open: t("You have used yours. Collect another in its show until {until}.", { until }),
    used: t("You have used it."),
    gone: t("Others have taken all of it. Some may come back when orders are cancelled."),
    over: t("It ended {until}.", { until }),
  };
  return texts[state];
}
