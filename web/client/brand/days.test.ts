import { expect, it } from "vitest";
import { Problem } from "../lib/api";
import { readDays } from "./days";

it("reads whole numbers within their bounds", () => {
  expect(readDays("days", " 14 ", 0, 90)).toBe(14);
  expect(readDays("days", "0", 0, 90)).toBe(0);
});

it.each(["", "91", "-1", "1.5", "ten"])("refuses %j at its field", (text) => {
  try {
    readDays("days", text, 0, 90);
    expect.unreachable();
  } catch (problem) {
    expect(problem).toBeInstanceOf(Problem);
    expect((problem as Problem).fields).toEqual({ days: "Enter a whole number from 0 to 90." });
  }
});
