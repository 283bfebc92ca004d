// What a viewer chose of the player, kept in this browser.

import type { Wish } from "./choosing";

export interface Preferences {
  readonly wish: Wish;
  /** Whether deals are shown when the picture comes to them, or at once. */
  readonly cards: "step" | "instant";
  readonly isMuted: boolean;
  readonly volume: number;
}

const USUAL: Preferences = { wish: "auto", cards: "step", isMuted: false, volume: 1 };
const KEY = "dealcast.player";

export function loadPreferences(): Preferences {
  try {
    return checked(JSON.parse(localStorage.getItem(KEY) ?? "{}"));
  } catch {
    return USUAL;
  }
}

export function keepPreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}

/** What was kept, perhaps by another version of this page; what is not understood is as usual. */
export function checked(kept: Partial<Record<keyof Preferences, unknown>>): Preferences {
  const { wish, cards, isMuted, volume } = kept;
  return {
    wish: wish === "lowest" || wish === "balanced" ? wish : USUAL.wish,
    cards: cards === "instant" ? "instant" : USUAL.cards,
    isMuted: isMuted === true,
    volume: typeof volume === "number" && volume > 0 && volume <= 1 ? volume : USUAL.volume,
  };
}
