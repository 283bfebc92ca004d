import { expect, test } from "vitest";
import type { LinkView } from "../types.gen";
import { BY_ADDRESS, NO_PLACE, readPlaces, targetAt } from "./elsewhere";

const LINK = { brand_id: "b1", brand_slug: "kumo", brand_name: "Kumo" } as LinkView;
const SITE = new URL("https://dealcast.example/links");

test("what is picked leads there", () => {
  const { choices, errors } = readPlaces(
    [
      { language: "de", target: "show/s1", address: "" },
      { language: "fr", target: "brand/b1", address: "" },
    ],
    LINK,
  );
  expect(errors).toEqual([{}, {}]);
  expect(choices).toEqual({
    de: { kind: "show", target_id: "s1" },
    fr: { kind: "brand", target_id: "b1" },
  });
});

test("addresses of this site are understood, and no others", () => {
  const at = (address: string) => targetAt(address, LINK, SITE);
  expect(at("https://dealcast.example/shows/s1?t=30")).toEqual({ kind: "show", target_id: "s1" });
  expect(at("/shows/s1#deal-d1")).toEqual({ kind: "deal", target_id: "d1" });
  expect(at("/clips/c1")).toEqual({ kind: "clip", target_id: "c1" });
  expect(at("/brands/kumo#product-p1")).toEqual({ kind: "product", target_id: "p1" });
  expect(at("/brands/kumo")).toEqual({ kind: "brand", target_id: "b1" });
  for (const wrong of ["https://else.example/shows/s1", "/brands/other", "/wallet", "https://", ""])
    expect(at(wrong)).toBeNull();
});

test("what is missing or there twice is said beside it", () => {
  const { errors } = readPlaces(
    [
      NO_PLACE,
      { language: "de", target: "show/s1", address: "" },
      { language: "de", target: BY_ADDRESS, address: "/wallet" },
    ],
    LINK,
  );
  expect(errors[0]).toMatchObject({ language: "Choose a language.", target: expect.any(String) });
  expect(errors[1]).toEqual({});
  expect(errors[2]?.language).toBe("This language is there already.");
  expect(errors[2]?.address).toContain("Kumo");
});
