import { expect, test } from "vitest";
import { formatPosition, momentAt, parsePosition, positionOf } from "./timeline";

const EIGHT = Date.UTC(2026, 10, 11, 20);
const STRETCHES = [
  { starts_ms: 0, began_at_ms: EIGHT, lasts_ms: 60_000 },
  { starts_ms: 60_000, began_at_ms: EIGHT + 90_000, lasts_ms: 30_000 },
];

test("a place of the replay and the time of the day belong together over a hole", () => {
  expect(momentAt(30_000, STRETCHES)).toBe(EIGHT + 30_000);
  expect(momentAt(75_000, STRETCHES)).toBe(EIGHT + 105_000);
  expect(positionOf(EIGHT + 105_000, STRETCHES)).toBe(75_000);
});

test("what was not recorded lies where the replay goes on", () => {
  expect(positionOf(EIGHT + 75_000, STRETCHES)).toBe(60_000);
  expect(positionOf(EIGHT - 5_000, STRETCHES)).toBe(0);
  expect(positionOf(EIGHT + 500_000, STRETCHES)).toBe(90_000);
});

test("no place lies outside of the replay", () => {
  expect(momentAt(-1, STRETCHES)).toBe(EIGHT);
  expect(momentAt(1_000_000, STRETCHES)).toBe(EIGHT + 120_000);
  expect(momentAt(5, [])).toBe(0);
});

test("positions are written as people write them", () => {
  expect([0, 9_999, 750_000, 3_723_000].map(formatPosition)).toEqual([
    "0:00",
    "0:09",
    "12:30",
    "1:02:03",
  ]);
  expect(["12:30", "1:02:03", "75", "x", "", "1:2:3:4"].map(parsePosition)).toEqual([
    750_000,
    3_723_000,
    75_000,
    null,
    null,
    null,
  ]);
});
