// Where a deal's card stands in the rail: as high as what it has to say, which never changes while it stands there.

import type { DealView } from "../types.gen";

/** In rem, as deal.css lays the cards out. */
export const PLAIN_REM = 14.25;
const PRESALE_REM = 18.25;
const TEAM_REM = 19.75;

export interface Slot {
  topRem: number;
  heightRem: number;
}

/** One below the other; undefined is a deal that is not known yet. */
export function slotsOf(deals: readonly (Terms | undefined)[]): Slot[] {
  let topRem = 0;
  return deals.map((deal) => {
    const slot = { topRem, heightRem: heightOf(deal) };
    topRem += slot.heightRem;
    return slot;
  });
}

/** Its place by transform alone, so that it moves there over the others. */
export function styleOf(slot: Slot | undefined) {
  const { topRem, heightRem } = slot ?? { topRem: 0, heightRem: PLAIN_REM };
  return { height: `${heightRem}rem`, transform: `translateY(${topRem}rem)` };
}

type Terms = Pick<DealView, "presale" | "team">;

function heightOf(deal: Terms | undefined): number {
  if (deal?.team) return TEAM_REM;
  return deal?.presale ? PRESALE_REM : PLAIN_REM;
}
