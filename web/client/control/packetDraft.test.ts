import { expect, it } from "vitest";
import { bodyOf, errorsOf, newDraft, wholeNumber } from "./packetDraft";

it("is good as it stands", () => {
  expect(errorsOf(newDraft(), null)).toEqual({});
  expect(bodyOf({ ...newDraft(), greeting: " Hello " })).toEqual({
    greeting: "Hello",
    points: 1_000,
    shares: 50,
    split: "lucky",
    open_for_s: 60,
    min_tier_rank: 1,
  });
});

it("says what is wrong", () => {
  const draft = newDraft();
  expect(errorsOf({ ...draft, greeting: " " }, null).greeting).toBeDefined();
  expect(errorsOf({ ...draft, shares: "1001" }, null).shares).toBeDefined();
  expect(errorsOf({ ...draft, points: "many" }, null).points).toContain("100,000");
  expect(errorsOf({ ...draft, points: "49" }, null).points).toContain("each share");
  expect(errorsOf(draft, 999).points).toContain("999 points are left");
  expect(errorsOf(draft, 1_000)).toEqual({});
});

it("takes whole numbers alone", () => {
  expect(wholeNumber(" 12 ", 1, 20)).toBe(12);
  for (const wrong of ["", "1.5", "-1", "21", "1e1"]) expect(wholeNumber(wrong, 1, 20)).toBeNull();
});
