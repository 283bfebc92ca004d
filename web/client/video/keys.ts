// The player's keys. They count while something of the player has the focus, so that nobody who types in the chat stops the picture.

import { t } from "../lib/words";

export const STEP_S = 10;

/** What a viewer can do, by button or key. */
export interface Actions {
  readonly pause: () => void;
  readonly mute: () => void;
  readonly back: () => void;
  readonly forward: () => void;
  readonly goLive: () => void;
  readonly fullScreen: () => void;
  readonly pictureInPicture: () => void;
  readonly settings: () => void;
}

export const KEYS: readonly { keys: readonly string[]; action: keyof Actions; text: string }[] = [
  { keys: ["k"], action: "pause", text: t("Pause or go on") },
  { keys: ["m"], action: "mute", text: t("Sound on or off") },
  { keys: ["j", "ArrowLeft"], action: "back", text: t("Back 10 seconds") },
  { keys: ["l", "ArrowRight"], action: "forward", text: t("Forward 10 seconds") },
  { keys: ["g"], action: "goLive", text: t("Go live") },
  { keys: ["f"], action: "fullScreen", text: t("Full screen") },
  { keys: ["p"], action: "pictureInPicture", text: t("Picture in picture") },
  { keys: ["?"], action: "settings", text: t("Settings and these keys") },
];

/** What the key does; null if it is the browser's, or a control's own. */
export function keyOf(event: KeyboardEvent): keyof Actions | null {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  const isMoving = event.key.startsWith("Arrow");
  if (isMoving && event.target instanceof HTMLInputElement) return null;
  const key = isMoving ? event.key : event.key.toLowerCase();
  return KEYS.find(({ keys }) => keys.includes(key))?.action ?? null;
}
