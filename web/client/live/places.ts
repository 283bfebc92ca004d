// This person's places in the lines of deals that are sold out. A place is known as it was when it was asked for; how far
// the line has come since is told to the whole room with the stock, so nobody has to be told of their own.

import type { WaiterView } from "../types.gen";
import type { Room } from "./room";

/**
 * The place in a deal's line, from 1, as far as is known: those who left before one's turn are not noticed at once, so it
 * may be better than that. Null for who does not wait, or does not any more.
 */
export function placeIn(room: Room, dealId: string): number | null {
  const place = room.myPlaces.get(dealId);
  const deal = room.deals.get(dealId);
  if (!place || !deal) return null;
  if (deal.stockVersion <= place.version) return place.place;
  const { waiting, line_served } = deal.view;
  const before = place.number - line_served;
  return waiting > 0 && before > 0 ? Math.min(place.place, before, waiting) : null;
}

export function withPlaces(room: Room, places: readonly WaiterView[]): Room {
  return { ...room, myPlaces: new Map(places.map((place) => [place.deal_id, place])) };
}

export function withPlace(room: Room, place: WaiterView): Room {
  return { ...room, myPlaces: new Map(room.myPlaces).set(place.deal_id, place) };
}

export function withoutPlace(room: Room, dealId: string): Room {
  const myPlaces = new Map(room.myPlaces);
  return myPlaces.delete(dealId) ? { ...room, myPlaces } : room;
}

/** Places that have come to nothing, or to an offer. */
export function lostPlaces(room: Room): string[] {
  return [...room.myPlaces.keys()].filter((dealId) => placeIn(room, dealId) === null);
}

const ENDINGS: Partial<Record<Intl.LDMLPluralRule, string>> = { one: "st", two: "nd", few: "rd" };
const ordinals = new Intl.PluralRules("en", { type: "ordinal" });

/** "1st", "22nd", "1,003rd". */
export function ordinal(number: number): string {
  return `${number.toLocaleString("en")}${ENDINGS[ordinals.select(number)] ?? "th"}`;
}
