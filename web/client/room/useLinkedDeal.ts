// A link to a deal ends in `#deal-{id}`. The browser looks for that before the rail stands, so the rail does it.

import { useEffect } from "preact/hooks";

export function isLinked(dealId: string): boolean {
  return location.hash === `#deal-${dealId}`;
}

/** Bring the deal that the address names into view, once, as soon as the rail stands. */
export function useLinkedDeal(hasEntered: boolean): void {
  useEffect(() => {
    if (!hasEntered) return;
    const cards = document.querySelectorAll<HTMLElement>(".rail [data-deal]");
    const linked = [...cards].find(({ dataset }) => dataset.deal && isLinked(dataset.deal));
    linked?.scrollIntoView({ block: "nearest" });
  }, [hasEntered]);
}
