// What this person took in this show: unpaid claims first to be seen, with the time that is left to pay.

import { useComputed } from "@preact/signals";
import { t } from "../lib/words";
import { useRoom } from "../live/hooks";
import { isUnpaid, OrderStatusBadge } from "../orders/status";
import type { OrderView } from "../types.gen";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { Countdown } from "../ui/Countdown";
import { Money } from "../ui/Price";
import { isHeld } from "./claiming";
import type { RoomSession } from "./session";

export function MyOrders({ session }: { session: RoomSession }) {
  const orders = useRoom(session.live, (room) => room.myOrders).value;
  if (orders.length === 0) return null;
  return (
    <section class="my-orders" aria-labelledby="my-orders-title">
      <div class="row-between">
        <h2 id="my-orders-title">{t("Your claims in this show")}</h2>
        {orders.filter(({ status }) => status === "held").length > 1 ? (
          <a class="link small" href="/cart">
            {t("Pay together")}
          </a>
        ) : (
          <a class="link small" href="/orders">
            {t("My orders")}
          </a>
        )}
      </div>
      <ul>
        {orders.map((order) => (
          <Order key={order.id} session={session} order={order} />
        ))}
      </ul>
    </section>
  );
}

function Order({ session, order }: { session: RoomSession; order: OrderView }) {
  const [line] = order.lines;
  if (!line) return null;
  return (
    <li class="my-order">
      <img src={line.image_url} alt="" width="48" height="48" />
      <div class="my-order-text">
        <a href={`/orders/${order.id}`}>{line.title}</a>
        <p class="small muted">
          {line.quantity} × <Money amountMinor={line.unit_price_minor} currency={order.currency} />
        </p>
      </div>
      <State session={session} order={order} />
    </li>
  );
}

function State({ session, order }: { session: RoomSession; order: OrderView }) {
  const isDue = useComputed(() => isUnpaid(order, session.live.now.value)).value;
  if (!isDue) return <OrderStatusBadge order={order} />;
  if (!isHeld(order, session.live.clock.now())) return <Badge tone="quiet">{t("Expired")}</Badge>;
  return (
    <Button
      variant="primary"
      size="s"
      onClick={() => {
        session.payingId.value = order.id;
      }}
    >
      {order.status !== "awaiting_payment" ? (
        <>
          {t("Pay")} <Countdown untilMs={order.hold_expires_at_ms} now={session.live.clock.now} />
        </>
      ) : (
        t("Payment under way")
      )}
    </Button>
  );
}
