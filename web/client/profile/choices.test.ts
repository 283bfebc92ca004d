import { expect, test } from "vitest";
import { daysIn, monthNames, timeZones } from "./choices";

test("a birthday can be on 29 February, and on no 31st of a shorter month", () => {
  expect(daysIn(2)).toHaveLength(29);
  expect(daysIn(4).at(-1)).toBe(30);
  expect(daysIn(null).at(-1)).toBe(31);
});

test("months have names in order", () => {
  expect(monthNames("en").slice(0, 2)).toEqual(["January", "February"]);
});

test("a zone that the browser does not list is still there to be kept", () => {
  expect(timeZones("Etc/Elsewhere")[0]).toBe("Etc/Elsewhere");
  expect(timeZones(null)).toContain("Europe/Berlin");
});
