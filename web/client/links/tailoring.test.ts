import { expect, test } from "vitest";
import type { LinkView } from "../types.gen";
import { NO_WISHES, read, secondsOf } from "./tailoring";

const LINK = { kind: "show", target_id: "s1" } as LinkView;

test("a name alone is enough", () => {
  const { wanted, errors } = read({ ...NO_WISHES, code: " Kiln-Opening " }, LINK);
  expect(errors).toEqual({});
  expect(wanted).toMatchObject({ kind: "show", target_id: "s1", code: "Kiln-Opening", at_s: 0 });
});

test("without any wish there is nothing to make", () => {
  expect(read(NO_WISHES, LINK).errors.code).toBeDefined();
});

test("another target for another language is enough, and must be there", () => {
  const places = [{ language: "de", target: "product/p1", address: "" }];
  const { wanted, errors } = read({ ...NO_WISHES, places }, LINK);
  expect(errors).toEqual({});
  expect(wanted.by_language).toEqual({ de: { kind: "product", target_id: "p1" } });
  const missing = [{ language: "de", target: "", address: "" }];
  expect(read({ ...NO_WISHES, places: missing }, LINK).errors.places).toHaveLength(1);
});

test("a moment is written as in a player", () => {
  expect(secondsOf("12:30")).toBe(750);
  expect(secondsOf("1:00:05")).toBe(3605);
  expect(secondsOf("45")).toBe(45);
  expect(secondsOf("")).toBe(0);
  expect(secondsOf("noon")).toBeNull();
  expect(read({ ...NO_WISHES, moment: "noon" }, LINK).errors.moment).toBeDefined();
});
