// Signals for components that need one part of a room, so that a chat message does not redraw the deals.

import { type ReadonlySignal, useComputed } from "@preact/signals";
import type { DealView } from "../types.gen";
import { type Phase, phaseOf } from "./deals";
import type { Room } from "./room";
import type { LiveRoom } from "./store";

/** One part of the room; components redraw when it is another value. */
export function useRoom<T>(live: LiveRoom, part: (room: Room) => T): ReadonlySignal<T> {
  return useComputed(() => part(live.room.value));
}

export function useDeal(live: LiveRoom, id: string): ReadonlySignal<DealView | undefined> {
  return useComputed(() => live.room.value.deals.get(id)?.view);
}

/** A deal's phase by the server's clock. */
export function usePhase(live: LiveRoom, id: string): ReadonlySignal<Phase> {
  return useComputed(() => {
    const deal = live.room.value.deals.get(id)?.view;
    return deal ? phaseOf(deal, live.now.value) : "ended";
  });
}

/** Ids in an order that follows both the room and the clock; the same order is the same value. */
export function useOrder(
  live: LiveRoom,
  choose: (room: Room, nowMs: number) => readonly { id: string }[],
): string[] {
  const joined = useComputed(() =>
    choose(live.room.value, live.now.value)
      .map(({ id }) => id)
      .join(" "),
  );
  return joined.value.split(" ").filter(Boolean);
}
