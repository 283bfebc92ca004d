// One claim in the cart: what it is, until when it is held, and the way to give it up.

import { useState } from "preact/hooks";
import { Gift } from "../gifts/Gift";
import { api } from "../lib/api";
import { formatMoney } from "../lib/money";
import { isDepositDue } from "../lib/presale";
import { t } from "../lib/words";
import { wordsFor } from "../orders/GiveUp";
import type { OrderView } from "../types.gen";
import { Button } from "../ui/Button";
import { Countdown } from "../ui/Countdown";
import { ConfirmDialog } from "../ui/Dialog";
import { useAction } from "../ui/useAction";
import type { Cart } from "./useCart";

export function CartOrder({ order, cart }: { order: OrderView; cart: Cart }) {
  const title = order.lines.map((line) => line.title).join(", ");
  return (
    <li>
      {order.lines.map((line) => (
        <div key={line.deal_id} class="order-line">
          <img src={line.image_url} alt="" width="96" height="96" />
          <div>
            <h3>
              <a href={`/orders/${order.id}`}>{line.title}</a>
            </h3>
            <p class="muted small">
              {line.quantity} × {formatMoney(line.unit_price_minor, order.currency)} ·{" "}
              {order.brand_name}
            </p>
          </div>
          <span class="numeral">
            {formatMoney(line.quantity * line.unit_price_minor, order.currency)}
          </span>
        </div>
      ))}
      <div class="row-between cart-hold">
        {order.status !== "awaiting_payment" ? (
          <span class="muted small">
            {order.was_offered && `${t("Your turn in the waitlist.")} `}
            {order.presale &&
              `${isDepositDue(order) ? t("Deposit due now.") : t("Balance due now.")} `}
            {t("Held for you for")}{" "}
            <Countdown untilMs={order.hold_expires_at_ms} now={cart.now} onEnd={cart.refresh} />
          </span>
        ) : (
          <span class="muted small">{t("Its payment is under way")}</span>
        )}
        <Remove order={order} title={title} cart={cart} />
      </div>
      <Gift order={order} news={null} />
    </li>
  );
}

function Remove({ order, title, cart }: { order: OrderView; title: string; cart: Cart }) {
  const [isAsking, setAsking] = useState(false);
  const words = wordsFor(order);
  const cancel = useAction(async () => {
    cart.learn(await api.post<OrderView>(`/api/orders/${order.id}/${words.verb}`));
    setAsking(false);
    cart.refresh();
  });
  return (
    <>
      <Button variant="quiet" size="s" onClick={() => setAsking(true)}>
        {words.verb === "forfeit" ? t("Give up") : t("Remove")}
        <span class="visually-hidden"> {title}</span>
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={words.verb === "forfeit" ? words.title : t("Remove {title}?", { title })}
        text={words.text}
        action={words.verb === "forfeit" ? words.action : t("Remove it")}
        isDangerous
        isBusy={cancel.isBusy}
        error={cancel.problem?.detail}
        onConfirm={() => void cancel.run()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
