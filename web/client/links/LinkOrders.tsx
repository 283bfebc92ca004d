// The orders that a link's clicks came before, and why each counts for it or not.

import { useEffect, useState } from "preact/hooks";
import { api, asProblem, type Problem } from "../lib/api";
import { formatDateTime } from "../lib/dates";
import { formatMoney } from "../lib/money";
import { t } from "../lib/words";
import type { LinkOrderView } from "../types.gen";
import { Badge } from "../ui/Badge";
import { ProblemNote } from "../ui/ProblemNote";
import { verdictWords } from "./verdicts";

export function LinkOrders({ code, orders }: { code: string; orders: number }) {
  const [found, setFound] = useState<LinkOrderView[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  // Asked for anew when the count of orders has grown.
  useEffect(() => {
    api.get<LinkOrderView[]>(`/api/links/${code}/orders`).then(setFound, (error) => {
      setProblem(asProblem(error));
    });
  }, [code, orders]);
  if (problem) return <ProblemNote problem={problem} />;
  if (!found) return <div class="skeleton reward-row-skeleton" />;
  if (found.length === 0) return <p class="muted small">{t("No order came after a click yet.")}</p>;
  return (
    <ul class="link-orders">
      {found.map((order) => (
        <li key={order.order_number + order.decided_at_ms}>
          <span>
            {order.order_number
              ? t("Order {number}", { number: order.order_number })
              : t("An earlier order")}{" "}
            <span class="muted small">
              {t("paid {time}", { time: formatDateTime(order.decided_at_ms) })}
            </span>
          </span>
          <span class="small">{verdictWords(order.verdict)}</span>
          {order.verdict === "credited" ? (
            <Badge tone="good">+{formatMoney(order.reward_minor, order.currency || "EUR")}</Badge>
          ) : (
            <Badge tone="quiet">{t("Not counted")}</Badge>
          )}
        </li>
      ))}
    </ul>
  );
}
