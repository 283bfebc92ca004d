import { expect, test } from "vitest";
import type { BrandView } from "../types.gen";
import { rateLines, tierLines } from "./lines";

test("each tier has a line with a value a day, 0 where it was not counted", () => {
  const brand = { tiers: [{ name: "Bronze" }, { name: "Gold" }] } as BrandView;
  const days = [
    { day_ms: 0, members: [5] },
    { day_ms: 86_400_000, members: [4, 2] },
  ];
  expect(tierLines(brand, days)).toEqual([
    { label: "Bronze", values: [5, 4] },
    { label: "Gold", values: [0, 2] },
  ]);
});

test("rates begin at nothing, and are percent", () => {
  const group = { people: 10, buyers: 2, revenue_minor: 1, rate_by_day_bp: [1000, 2000] };
  expect(rateLines([["Sent to", group]])).toEqual([{ label: "Sent to", values: [0, 10, 20] }]);
});
