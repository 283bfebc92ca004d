import type { TierView } from "../types.gen";
import { t } from "./words";

/** For whom something is, from each tier on, by the tier's rank. */
export function tierChoices(tiers: readonly TierView[]): [number, string][] {
  return tiers.map(({ rank, name }) => [rank, t("{name} members and above", { name })]);
}
