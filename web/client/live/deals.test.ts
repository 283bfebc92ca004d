import { describe, expect, it } from "vitest";
import { phaseOf, pinnedDeal, runSheet, shownDeals } from "./deals";
import { emptyRoom } from "./room";
import { aDeal, aShow, NOW_MS } from "./samples";

const QUEUED = { status: "queued", opened_at_ms: null, closes_at_ms: null } as const;

const ROOM = emptyRoom(aShow(), [
  aDeal({ id: "d1", ...QUEUED }),
  aDeal({ id: "d2", opened_at_ms: NOW_MS - 50 }),
  aDeal({ id: "d3", opened_at_ms: NOW_MS - 20, closes_at_ms: NOW_MS - 1 }),
  aDeal({ id: "d4", opened_at_ms: NOW_MS - 90, is_pinned: true }),
  aDeal({ id: "d5", opened_at_ms: NOW_MS - 40 }),
  aDeal({ id: "d6", status: "ended", opened_at_ms: NOW_MS - 10, is_pinned: true }),
  aDeal({ id: "d0", ...QUEUED }),
]);

function ids(deals: { id: string }[]): string[] {
  return deals.map(({ id }) => id);
}

describe("deals in a room", () => {
  it("are over when their window has passed, before anyone says so", () => {
    expect(phaseOf(aDeal({ closes_at_ms: NOW_MS }), NOW_MS)).toBe("ended");
    expect(phaseOf(aDeal({ closes_at_ms: NOW_MS + 1 }), NOW_MS)).toBe("live");
  });

  it("show viewers the pinned one first, then new drops, then what is over", () => {
    expect(ids(shownDeals(ROOM, NOW_MS))).toEqual(["d4", "d5", "d2", "d6", "d3"]);
  });

  it("show the host what is live, then the queue in its order, then what is over", () => {
    expect(ids(runSheet(ROOM, NOW_MS))).toEqual(["d5", "d2", "d4", "d0", "d1", "d6", "d3"]);
  });

  it("have at most one pinned, and it is live", () => {
    expect(pinnedDeal(ROOM, NOW_MS)?.id).toBe("d4");
    expect(pinnedDeal(emptyRoom(aShow()), NOW_MS)).toBeNull();
  });
});
