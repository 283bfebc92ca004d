import { beforeEach, expect, test } from "vitest";
import { learn, t, tn } from "./words";

beforeEach(() => {
  document.documentElement.lang = "en";
});

test("a text that no other language brings stands in English, with its values", () => {
  expect(t("Runs out on {date}", { date: "22 Nov" })).toBe("Runs out on 22 Nov");
  expect(t("{a} and {b}", { a: "one" })).toBe("one and {b}");
});

test("one thing and many have texts of their own, and numbers are grouped", () => {
  const points = (count: number) => tn("{count} apple", "{count} apples", count);
  expect([0, 1, -1, 2, 1200].map(points)).toEqual([
    "0 apples",
    "1 apple",
    "-1 apple",
    "2 apples",
    "1,200 apples",
  ]);
});

test("what was learnt stands in the place of the English, whatever the number", () => {
  learn({ "Hello {name}": "{name}，您好", "{count} pear": "{count} 个梨" });
  expect(t("Hello {name}", { name: "mira" })).toBe("mira，您好");
  expect([1, 2].map((count) => tn("{count} pear", "{count} pears", count))).toEqual([
    "1 个梨",
    "2 个梨",
  ]);
});
