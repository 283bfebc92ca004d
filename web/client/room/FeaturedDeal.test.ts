import { describe, expect, it } from "vitest";
import { emptyRoom } from "../live/room";
import { aDeal, aShow, NOW_MS } from "../live/samples";
import { featured } from "./FeaturedDeal";

const OLD = { opened_at_ms: NOW_MS - 60_000 };

function chosen(...deals: Parameters<typeof aDeal>[0][]): string | undefined {
  return featured(emptyRoom(aShow(), deals.map(aDeal)), NOW_MS)[0]?.id;
}

describe("the deal on the stage", () => {
  it("is the pinned one", () => {
    expect(chosen({ id: "a", ...OLD }, { id: "b", ...OLD, is_pinned: true })).toBe("b");
  });

  it("is a new drop, for its first moments", () => {
    expect(chosen({ id: "a", ...OLD, is_pinned: true }, { id: "b" })).toBe("b");
  });

  it("is none when nothing is pinned and nothing is new", () => {
    expect(chosen({ id: "a", ...OLD })).toBeUndefined();
  });

  it("is none that is over", () => {
    expect(chosen({ id: "a", is_pinned: true, closes_at_ms: NOW_MS })).toBeUndefined();
  });

  it("is new to someone when it opens to them", () => {
    const steps = [
      { min_tier_rank: 2, at_ms: NOW_MS - 60_000 },
      { min_tier_rank: 0, at_ms: NOW_MS - 1_000 },
    ];
    expect(chosen({ id: "a", ...OLD, steps })).toBe("a");
  });

  it("is none after the show", () => {
    const room = emptyRoom(aShow({ status: "ended" }), [aDeal({ is_pinned: true })]);
    expect(featured(room, NOW_MS)).toEqual([]);
  });
});
