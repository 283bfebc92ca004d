import { describe, expect, it } from "vitest";
import type { CaseView } from "../types.gen";
import { pathOf, WAITING, withCase, withMore } from "./cases";

const one = { reward_id: "r1", status: "waiting" } as CaseView;
const two = { reward_id: "r2", status: "waiting" } as CaseView;

describe("pathOf", () => {
  it("asks for a brand's cases that wait, or for all brands'", () => {
    expect(pathOf("lindwerk", WAITING)).toBe("/api/review/cases?brand=lindwerk&status=waiting");
    expect(pathOf(null, WAITING)).toBe("/api/review/cases?status=waiting");
  });

  it("says what else is chosen, and where to go on", () => {
    const filters = { status: "decided", rule: "ring", olderThanH: "24" } as const;
    expect(pathOf(null, filters, "r9")).toBe(
      "/api/review/cases?status=decided&rule=ring&older_than_h=24&after=r9",
    );
  });
});

describe("the list", () => {
  it("takes each case of the next page once", () => {
    const page = withMore({ cases: [one], next: "r1" }, { cases: [one, two], next: null });
    expect(page).toEqual({ cases: [one, two], next: null });
  });

  it("keeps what was decided in its place", () => {
    const decided = { ...one, status: "released" } as CaseView;
    expect(withCase({ cases: [one, two], next: null }, decided).cases).toEqual([decided, two]);
  });
});
