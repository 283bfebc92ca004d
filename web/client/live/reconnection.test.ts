import { describe, expect, it } from "vitest";
import { mayReturn, waitMs } from "./reconnection";

describe("returning after a close", () => {
  it.each([1001, 1006, 1011, 1012, 1013, 4000, 4001, 4499])("returns after %i", (code) => {
    expect(mayReturn(code)).toBe(true);
  });

  it.each([4500, 4503, 4504, 4999])("does not return after %i", (code) => {
    expect(mayReturn(code)).toBe(false);
  });

  it("waits between half a second and fifteen seconds", () => {
    expect(waitMs(0, () => 0)).toBe(500);
    expect(waitMs(40, () => 1)).toBe(15_000);
  });

  it("waits longer with each attempt", () => {
    const waits = [0, 1, 2, 3].map((attempt) => waitMs(attempt, () => 0.5));
    expect(waits).toEqual([...waits].sort((one, other) => one - other));
    expect(new Set(waits).size).toBe(4);
  });

  it("spreads viewers over time", () => {
    expect(waitMs(3, () => 0)).toBeLessThan(waitMs(3, () => 0.9));
  });
});
