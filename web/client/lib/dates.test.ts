import { describe, expect, it } from "vitest";
import {
  formatAgo,
  formatCountdown,
  formatDateTime,
  formatDuration,
  fromLocalInput,
  speakCountdown,
  toLocalInput,
} from "./dates";

describe("dates", () => {
  it("shows 0:00 only when the time is over", () => {
    expect(formatCountdown(1)).toBe("0:01");
    expect(formatCountdown(0)).toBe("0:00");
    expect(formatCountdown(-5000)).toBe("0:00");
  });

  it("grows from minutes to days", () => {
    expect(formatCountdown(599_000)).toBe("9:59");
    expect(formatCountdown(3_723_000)).toBe("1:02:03");
    expect(formatCountdown(2 * 86_400_000 + 3 * 3_600_000)).toBe("2 d 3 h");
  });

  it("says a countdown in words, two units at most", () => {
    expect(speakCountdown(61_000)).toBe("1 minute 1 second");
    expect(speakCountdown(0)).toBe("0 seconds");
  });

  it("writes a duration with the units it has", () => {
    expect(formatDuration(10)).toBe("10 s");
    expect(formatDuration(5400)).toBe("1 h 30 min");
    expect(formatDuration(90_000)).toBe("1 d 1 h");
  });

  it("names the year only where it is another one", () => {
    const at = new Date(2025, 10, 11, 20, 5).getTime();
    expect(formatDateTime(at, new Date(2025, 0, 1).getTime())).toMatch(/^Tue,? 11 Nov, 20:05$/);
    expect(formatDateTime(at, new Date(2026, 0, 1).getTime())).toMatch(
      /^Tue,? 11 Nov 2025, 20:05$/,
    );
  });

  it("says how long ago something was", () => {
    expect(formatAgo(0, 30_000)).toBe("just now");
    expect(formatAgo(0, 4 * 60_000)).toBe("4 min ago");
  });

  it("reads back the local time that it wrote", () => {
    const at = new Date(2025, 10, 11, 20, 5).getTime();
    expect(toLocalInput(at)).toBe("2025-11-11T20:05");
    expect(fromLocalInput(toLocalInput(at))).toBe(at);
    expect(fromLocalInput("soon")).toBeNull();
  });
});
