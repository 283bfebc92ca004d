// The live board and the orders as they come in.

import { LeaderList } from "../leaders/LeaderList";
import { formatTime } from "../lib/dates";
import { formatMoney } from "../lib/money";
import { pageLanguage, t } from "../lib/words";
import { useRoom } from "../live/hooks";
import { OrderStatusBadge } from "../orders/status";
import type { BoardView, OrderView } from "../types.gen";
import { Money } from "../ui/Price";
import { OrderActions } from "./OrderActions";
import type { ControlSession } from "./session";

export function Sales({ session }: { session: ControlSession }) {
  const board = useRoom(session.live, (room) => room.board).value;
  const orders = useRoom(session.live, (room) => room.orders).value;
  const showId = useRoom(session.live, (room) => room.show.id).value;
  return (
    <section
      class="control-sales panel"
      id="control-sales"
      aria-labelledby="sales-title"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
    >
      <h2 id="sales-title">{t("Sales")}</h2>
      <Board board={board} currency={session.brand.currency} />
      <h3>{t("Orders")}</h3>
      {orders.length === 0 ? (
        <p class="note">{t("Orders appear here the moment someone claims.")}</p>
      ) : (
        <ul class="sale-list">
          {orders.map((order) => (
            <OrderRow key={order.id} session={session} order={order} />
          ))}
        </ul>
      )}
      <TopSharers session={session} />
      <a class="link small" href={`/host/brands/${session.brand.slug}/orders?show=${showId}`}>
        {t("All orders of this show")}
      </a>
    </section>
  );
}

function TopSharers({ session }: { session: ControlSession }) {
  const leaders = useRoom(session.live, (room) => room.leaders).value;
  return (
    <section class="leaders" aria-labelledby="leaders-title">
      <h3 id="leaders-title">{t("Top sharers")}</h3>
      {leaders.length === 0 ? (
        <p class="note">{t("Who brings friends to this show by their links will be here.")}</p>
      ) : (
        <LeaderList leaders={leaders} />
      )}
    </section>
  );
}

function Board({ board, currency }: { board: BoardView | null; currency: string }) {
  return (
    <dl class="board">
      <Tile
        name={t("Revenue")}
        value={formatMoney(board?.revenue_minor ?? 0, board?.currency ?? currency)}
      />
      <Tile name={t("Claims")} value={board?.claims ?? 0} />
      <Tile name={t("Awaiting payment")} value={board?.awaiting_payment ?? 0} />
      {(board?.reserved ?? 0) > 0 && <Tile name={t("Reserved")} value={board?.reserved ?? 0} />}
      <Tile name={t("Paid")} value={board?.paid ?? 0} />
      <Tile name={t("Units sold")} value={board?.units_sold ?? 0} />
    </dl>
  );
}

function Tile({ name, value }: { name: string; value: string | number }) {
  return (
    <div class="tile">
      <dt>{name}</dt>
      <dd class="numeral">
        {typeof value === "number" ? value.toLocaleString(pageLanguage()) : value}
      </dd>
    </div>
  );
}

function OrderRow({ session, order }: { session: ControlSession; order: OrderView }) {
  return (
    <li class="sale">
      <div class="sale-text">
        <p>
          <strong>{order.buyer_handle}</strong>
          <span class="muted small"> · {order.number}</span>
        </p>
        <p class="small muted">{whatWasTaken(order)}</p>
      </div>
      <div class="sale-end">
        <Money amountMinor={order.total_minor} currency={order.currency} />
        {order.discount_minor > 0 && (
          <span class="muted small">
            {t("{amount} off", { amount: formatMoney(order.discount_minor, order.currency) })}
          </span>
        )}
        <p class="row">
          <span class="muted small">{formatTime(order.created_at_ms)}</span>
          <OrderStatusBadge order={order} />
        </p>
      </div>
      <OrderActions session={session} order={order} />
    </li>
  );
}

function whatWasTaken({ lines }: OrderView): string {
  return lines
    .map(({ quantity, title }) => (quantity > 1 ? `${quantity} × ${title}` : title))
    .join(", ");
}
