import { describe, expect, it } from "vitest";
import type { VideoView } from "../types.gen";
import { isSamePlace, renewAfterMs, withNewerPass, withPassOf } from "./passes";

const NOW = 1_800_000_000_000;

function view(pass: string, untilMs: number | null = NOW, host = "https://m.example"): VideoView {
  return {
    signal: "live",
    hls_url: `${host}/hls/show1/${pass}/index.m3u8`,
    whep_url: `${host}/whep/show1?pass=${pass}`,
    recording: "off",
    pass_until_ms: untilMs,
    version: 3,
  };
}

describe("a pass", () => {
  it("does not make another place", () => {
    expect(isSamePlace(view("old"), view("new"))).toBe(true);
    expect(isSamePlace(view("old"), view("old", NOW, "https://other.example"))).toBe(false);
    expect(isSamePlace(null, view("old"))).toBe(false);
  });

  it("is exchanged in every address of the player", () => {
    const segment = "https://m.example/hls/show1/old/video-7.2.m4s?x=1";
    expect(withPassOf(view("new"), segment)).toBe(
      "https://m.example/hls/show1/new/video-7.2.m4s?x=1",
    );
    expect(withPassOf(view("new"), "blob:https://a.example/1")).toBe("blob:https://a.example/1");
  });

  it("that is older does not take the place of a newer one", () => {
    const known = view("new", NOW + 1);
    const told: VideoView = { ...view("old"), signal: "lost", version: 4 };
    expect(withNewerPass(known, told)).toEqual({ ...known, signal: "lost", version: 4 });
    expect(withNewerPass(view("old"), view("new", NOW + 1))).toEqual(view("new", NOW + 1));
    expect(withNewerPass(known, view("public", null))).toEqual(view("public", null));
    const moved = view("old", NOW, "https://other.example");
    expect(withNewerPass(known, moved)).toEqual(moved);
  });

  it("is renewed in its last minutes, by each at another time", () => {
    const pass = view("p", NOW + 600_000);
    expect(renewAfterMs(pass, NOW, () => 0)).toBe(570_000);
    expect(renewAfterMs(pass, NOW, () => 1)).toBe(360_000);
    expect(renewAfterMs(pass, NOW + 599_000, () => 1)).toBe(0);
    expect(renewAfterMs(view("public", null), NOW)).toBeNull();
  });
});
