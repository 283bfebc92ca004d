// The orders of this person that are or were in the cart while the page stands, live.

import { useCallback, useRef, useState } from "preact/hooks";
import { api } from "../lib/api";
import { noteOrder } from "../lib/cartCount";
import { useMyFrames } from "../lib/myFrames";
import { balanceNews } from "../lib/presale";
import type { OrderView } from "../types.gen";
import { toast } from "../ui/Toast";
import { withOrder } from "./cart";

export interface Cart {
  orders: OrderView[];
  learn: (order: OrderView) => void;
  refresh: () => void;
  /** The server's time. */
  now: () => number;
}

export function useCart(initial: readonly OrderView[]): Cart {
  const [orders, setOrders] = useState([...initial]);
  const clock = useRef(Date.now);
  const learn = useCallback((order: OrderView) => {
    noteOrder(order);
    setOrders((known) => withOrder(known, order, clock.current()));
  }, []);
  const refresh = useCallback(() => {
    // The socket tells as well; this makes sure where it has been away.
    const all = api.get<OrderView[]>("/api/orders");
    all.then(
      (found) => found.reverse().forEach(learn),
      () => undefined,
    );
  }, [learn]);
  const now = useMyFrames((frame) => {
    if (frame.t === "my_order") learn(frame.order);
    if (frame.t === "my_balance_due") toast(balanceNews(frame.order, frame.is_closing), "good");
  }, refresh);
  clock.current = now;
  return { orders, learn, refresh, now };
}
