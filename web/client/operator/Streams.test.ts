import { describe, expect, it } from "vitest";
import type { StreamReading } from "../types.gen";
import { measuresOf } from "./Streams";

const WELL = {
  width: 1280,
  height: 720,
  pictures_per_s: 29.97,
  missed_share: 0.004,
  lost_share: 0,
  jitter_ms: 3.2,
  key_frame_s: 2,
  key_frames_asked: 12,
  webrtc_viewers: 3,
  hls_players: 2,
  part_delay_ms: 240,
} as StreamReading;

function unwell(change: Partial<StreamReading>): string[] {
  return measuresOf({ ...WELL, ...change })
    .filter(({ isWell }) => !isWell)
    .map(({ name, value }) => `${name}: ${value}`);
}

describe("measuresOf", () => {
  it("finds nothing wrong with a stream that is well", () => {
    expect(unwell({})).toEqual([]);
  });

  it("marks what viewers notice", () => {
    expect(unwell({ missed_share: 0.06, lost_share: 0.01 })).toEqual([
      "Missed on the way: 6 %",
      "Lost for good: 1 %",
    ]);
    expect(unwell({ jitter_ms: 80 })).toEqual(["Jitter: 80 ms"]);
    expect(unwell({ key_frame_s: 8 })).toEqual(["Key frames: 8 s apart"]);
    expect(unwell({ part_delay_ms: 900 })).toEqual(["Until published: 900 ms"]);
  });

  it("says so where there is no picture and nothing was published yet", () => {
    const none = { width: 0, height: 0, key_frame_s: null, part_delay_ms: null };
    const values = measuresOf({ ...WELL, ...none }).map(({ value }) => value);
    expect(values).toContain("None");
    expect(values).toContain("Nothing yet");
    expect(unwell(none)).toEqual([]);
  });
});
