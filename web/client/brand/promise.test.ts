import { expect, it } from "vitest";
import { promiseWords } from "./promise";

it.each([
  [0, "not protected"],
  [1, "within a day"],
  [30, "within 30 days"],
])("says what %i days promise", (days, words) => {
  expect(promiseWords(days)).toContain(words);
});
