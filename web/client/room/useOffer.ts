// What a deal offers this person, as a signal that changes only when the offer does.

import { type ReadonlySignal, useComputed } from "@preact/signals";
import { useRef } from "preact/hooks";
import { placeIn } from "../live/places";
import { type Offer, offerOf } from "./claiming";
import type { RoomSession } from "./session";

export function useOffer(session: RoomSession, dealId: string): ReadonlySignal<Offer> {
  const last = useRef<Offer>({ kind: "waiting" });
  return useComputed(() => {
    const room = session.live.room.value;
    const deal = room.deals.get(dealId)?.view;
    const { you, show, myOrders: orders } = room;
    const nowMs = session.live.now.value;
    const place = placeIn(room, dealId);
    const offer: Offer = deal
      ? offerOf(deal, { you, orders, place, show, brand: session.brand, nowMs })
      : { kind: "ended" };
    if (!isSame(last.current, offer)) last.current = offer;
    return last.current;
  });
}

function isSame(one: Offer, other: Offer): boolean {
  const others = new Map(Object.entries(other));
  return Object.entries(one).every(([name, value]) => others.get(name) === value);
}
