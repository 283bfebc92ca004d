import { expect, it } from "vitest";
import { formatBehind } from "./Controls";
import { checked } from "./preferences";

const USUAL = { wish: "auto", cards: "step", isMuted: false, volume: 1 };

it("keeps what a viewer chose", () => {
  const chosen = { wish: "lowest", cards: "instant", isMuted: true, volume: 0.4 };
  expect(checked(chosen)).toEqual(chosen);
});

it.each([
  {},
  { wish: "fastest", cards: 3, isMuted: "yes", volume: 7 },
  { volume: 0 },
  { volume: Number.NaN },
])("takes %o as usual", (kept) => {
  expect(checked(kept)).toEqual(USUAL);
});

it("says how far the picture is behind as a clock does", () => {
  expect([9.4, 75, 300].map(formatBehind)).toEqual(["0:09", "1:15", "5:00"]);
});
