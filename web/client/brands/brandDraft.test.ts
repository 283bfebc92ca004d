import { describe, expect, test } from "vitest";
import { EMPTY, read, slugOf } from "./brandDraft";

describe("the address of a new brand", () => {
  test("follows its name", () => {
    expect(slugOf("Café & Söhne 21")).toBe("cafe-sohne-21");
    expect(slugOf("  --Kumoi Kiln-- ")).toBe("kumoi-kiln");
    expect(slugOf("云窑")).toBe("");
  });

  test("is cut to what an address may have, without a hyphen at its end", () => {
    expect(slugOf(`${"a".repeat(39)} b`)).toBe("a".repeat(39));
  });

  test("is the typed one, if one was typed", () => {
    const { body } = read({ ...EMPTY, name: "Kumoi Kiln", slug: "kumoi" });
    expect(body.slug).toBe("kumoi");
  });
});

describe("a new brand", () => {
  test("needs a name, an address, a country, a currency and a manager", () => {
    const { errors } = read(EMPTY);
    expect(Object.keys(errors).sort()).toEqual(["country", "currency", "manager", "name", "slug"]);
  });

  test("takes its manager's handle with or without the sign before it", () => {
    const whole = { ...EMPTY, name: "Kumoi", country: "JP", currency: "JPY", manager: " @aiko " };
    const { body, errors } = read(whole);
    expect(errors).toEqual({});
    expect(body).toMatchObject({ slug: "kumoi", manager: "aiko" });
  });
});
