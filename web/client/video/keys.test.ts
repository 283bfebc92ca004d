import { describe, expect, it } from "vitest";
import { KEYS, keyOf } from "./keys";

function pressed(key: string, changes: KeyboardEventInit = {}, target = "button") {
  const element = document.createElement(target);
  let action: ReturnType<typeof keyOf> = null;
  element.addEventListener("keydown", (event) => {
    action = keyOf(event);
  });
  element.dispatchEvent(new KeyboardEvent("keydown", { key, ...changes }));
  return action;
}

describe("a key", () => {
  it.each(KEYS.flatMap(({ keys, action }) => keys.map((key) => [key, action])))(
    "%s does %s",
    (key, action) => {
      expect(pressed(key)).toBe(action);
    },
  );

  it("counts in capitals too, and not with the browser's own keys", () => {
    expect(pressed("M", { shiftKey: true })).toBe("mute");
    expect(pressed("f", { ctrlKey: true })).toBeNull();
    expect(pressed("Enter")).toBeNull();
  });

  it("that moves a slider or a choice is left to it", () => {
    expect(pressed("ArrowLeft", {}, "input")).toBeNull();
    expect(pressed("m", {}, "input")).toBe("mute");
  });
});
