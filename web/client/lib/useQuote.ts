// The quote of what is to be paid, asked for anew whenever that changes.

import { useEffect, useState } from "preact/hooks";
import type { OrderView, QuoteView } from "../types.gen";
import { api, asProblem, type Problem } from "./api";

export interface LiveQuote {
  /** The last one; while another is asked for it stays, and `isCurrent` is false. */
  quote: QuoteView | null;
  isCurrent: boolean;
  problem: Problem | null;
  /** Ask once more, since something else has changed. */
  refresh: () => void;
}

function ignore(): void {}

/** Of no orders there is no quote. Tells `onGone` when an order cannot be paid any more. */
export function useQuote(
  orders: readonly OrderView[],
  voucherIds: readonly string[],
  onGone: () => void = ignore,
  points: readonly { brand_id: string; points: number }[] = [],
): LiveQuote {
  const [answer, setAnswer] = useState<{ subject: string; quote: QuoteView } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [round, setRound] = useState(0);
  const lines = orders.map(({ id }) => ({ order_id: id }));
  const currency = orders[0]?.currency;
  const subject = JSON.stringify({ lines, voucher_ids: voucherIds, points, currency });
  useEffect(() => {
    if (currency === undefined) return;
    const leaving = new AbortController();
    const take = (quote: QuoteView) => {
      setAnswer({ subject: `${subject} ${round}`, quote });
      setProblem(null);
    };
    const refuse = (thrown: unknown) => {
      if (leaving.signal.aborted) return;
      const found = asProblem(thrown);
      setProblem(found);
      if (found.code.startsWith("order.")) onGone();
    };
    const options = { signal: leaving.signal };
    api.post<QuoteView>("/api/quotes", JSON.parse(subject), options).then(take, refuse);
    return () => leaving.abort();
  }, [subject, round, currency, onGone]);
  return {
    quote: answer?.quote ?? null,
    isCurrent: answer?.subject === `${subject} ${round}`,
    problem,
    refresh: () => setRound((before) => before + 1),
  };
}
