import { describe, expect, it } from "vitest";
import {
  formatAge,
  formatBits,
  formatBytes,
  formatCount,
  formatMs,
  formatRate,
  formatShare,
} from "./format";

describe("numbers of machines", () => {
  it("are whole up to a million and short beyond", () => {
    expect([0, 12_345, 2_503_000].map(formatCount)).toEqual(["0", "12,345", "2.5M"]);
  });

  it("have a tenth where they are small", () => {
    expect([0, 0.44, 9.99, 250.4].map(formatRate)).toEqual(["0", "0.4", "10", "250"]);
    expect([0.44, 12.6].map(formatMs)).toEqual(["0.4 ms", "13 ms"]);
  });

  it("carry the unit that fits", () => {
    expect([0, 999, 12_340, 2_000_000, 5e12].map(formatBytes)).toEqual([
      "0 B",
      "999 B",
      "12.3 kB",
      "2 MB",
      "5,000 GB",
    ]);
    expect([0, 810_400, 2_480_000].map(formatBits)).toEqual([
      "0 kbit/s",
      "810 kbit/s",
      "2.5 Mbit/s",
    ]);
    expect([0, 0.0042].map(formatShare)).toEqual(["0 %", "0.4 %"]);
    expect([0, 2.55, 119, 180, 7200].map(formatAge)).toEqual([
      "0 s",
      "2.6 s",
      "119 s",
      "3 min",
      "2 h",
    ]);
  });
});
