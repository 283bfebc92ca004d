import { describe, expect, it } from "vitest";
import { aShow } from "../live/samples";
import { accessTerms, headStarts, opened, withFirst } from "./access";

const EVERYBODY = { min_tier_rank: 0, first_tier_rank: 0, head_start_s: 0 };

describe("to whom a show is open", () => {
  it("is everybody, unless the show says otherwise", () => {
    expect(accessTerms(undefined)).toEqual(EVERYBODY);
    const access = { ...EVERYBODY, min_tier_rank: 1, min_tier_name: "Silver", first_tier_name: "" };
    expect(accessTerms(aShow({ access }))).toEqual({ ...EVERYBODY, min_tier_rank: 1 });
  });

  it("gives who comes first two minutes at first, and nobody none", () => {
    const first = withFirst(EVERYBODY, 2);
    expect(first).toEqual({ ...EVERYBODY, first_tier_rank: 2, head_start_s: 120 });
    expect(withFirst({ ...first, head_start_s: 300 }, 1).head_start_s).toBe(300);
    expect(withFirst(first, 0)).toEqual(EVERYBODY);
  });

  it("lets nobody come first who comes in as everybody does", () => {
    const first = withFirst(EVERYBODY, 2);
    expect(opened(first, 1)).toEqual({ ...first, min_tier_rank: 1 });
    expect(opened(first, 2)).toEqual({ ...EVERYBODY, min_tier_rank: 2 });
  });

  it("offers the head start that a program chose among the usual ones", () => {
    expect(headStarts(120)).toEqual([30, 60, 120, 300, 600, 1800]);
    expect(headStarts(45)).toContain(45);
  });
});
