import { expect, it } from "vitest";
import type { DealView } from "../types.gen";
import { PLAIN_REM, slotsOf } from "./slots";

const plain = { presale: null, team: null };
const inAdvance = { presale: {} as DealView["presale"], team: null };
const together = { presale: null, team: {} as DealView["team"] };

it("puts each card right below the one before, and gives more room only to those that say more", () => {
  const slots = slotsOf([plain, inAdvance, together, undefined]);
  const [first, second, third] = slots.map(({ heightRem }) => heightRem);
  expect(first).toBe(PLAIN_REM);
  expect(second).toBeGreaterThan(PLAIN_REM);
  expect(third).toBeGreaterThan(PLAIN_REM);
  for (const [place, { topRem, heightRem }] of slots.slice(0, -1).entries()) {
    expect(slots[place + 1]?.topRem).toBe(topRem + heightRem);
  }
});

it("has no slots for no deals", () => {
  expect(slotsOf([])).toEqual([]);
});
