import { describe, expect, it } from "vitest";
import { aShow, NOW_MS } from "../live/samples";
import type { AccessView } from "../types.gen";
import { accessLabel, gateOf, headStartText } from "./gate";

function access(changes: Partial<AccessView> = {}): AccessView {
  return {
    min_tier_rank: 0,
    min_tier_name: "",
    first_tier_rank: 0,
    first_tier_name: "",
    head_start_s: 0,
    ...changes,
  };
}

const FIRST = access({ first_tier_rank: 2, first_tier_name: "Gold", head_start_s: 120 });
const began = { status: "live" as const, started_at_ms: NOW_MS };

describe("the gate", () => {
  it("is open to everybody unless a show says otherwise", () => {
    expect(gateOf(aShow(), 0, NOW_MS)).toEqual({ kind: "open" });
  });

  it("keeps out who has not joined, also from what is over", () => {
    const show = aShow({ status: "ended", access: access({ min_tier_rank: 1 }) });
    expect(gateOf(show, 0, NOW_MS)).toEqual({ kind: "members" });
    expect(gateOf(show, 1, NOW_MS)).toEqual({ kind: "open" });
  });

  it("opens to the others when the head start is over", () => {
    const show = aShow({ ...began, access: FIRST });
    expect(gateOf(show, 2, NOW_MS)).toEqual({ kind: "open" });
    expect(gateOf(show, 1, NOW_MS + 119_999)).toEqual({
      kind: "first",
      opensAtMs: NOW_MS + 120_000,
    });
    expect(gateOf(show, 1, NOW_MS + 120_000)).toEqual({ kind: "open" });
  });

  it("does not know the time before the show began, and forgets it after its end", () => {
    const planned = aShow({ status: "scheduled", started_at_ms: null, access: FIRST });
    expect(gateOf(planned, 0, NOW_MS)).toEqual({ kind: "first", opensAtMs: null });
    expect(gateOf(aShow({ status: "ended", access: FIRST }), 0, NOW_MS).kind).toBe("open");
  });
});

describe("a label", () => {
  it("says for whom a show is, or who comes first", () => {
    expect(accessLabel(access())).toBeNull();
    expect(accessLabel(access({ min_tier_rank: 1, min_tier_name: "Silver" }))).toBe("Members only");
    expect(accessLabel(access({ min_tier_rank: 2, min_tier_name: "Gold" }))).toBe(
      "Gold members only",
    );
    expect(accessLabel(FIRST)).toBe("Gold members first");
  });

  it("says a head start as people do", () => {
    expect([30, 60, 300].map(headStartText)).toEqual(["30 seconds", "a minute", "5 minutes"]);
  });
});
