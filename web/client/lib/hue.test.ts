import { expect, it } from "vitest";
import { hueClass, hueOf } from "./hue";

it("takes any angle to a class that the stylesheet has", () => {
  expect(hueClass(0)).toBe("hue-0");
  expect(hueClass(214)).toBe("hue-210");
  expect(hueClass(357)).toBe("hue-0");
  expect(hueClass(-10)).toBe("hue-350");
});

it("gives a name the same hue whatever its case", () => {
  expect(hueOf("Ada")).toBe(hueOf("ada"));
  expect(hueOf("ada")).toBeLessThan(360);
});
