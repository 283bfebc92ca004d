import { describe, expect, it } from "vitest";
import type { OperatorView, ProcessView } from "../types.gen";
import { columns, inWords, type Point, pointOf, shown, WINDOW_S, withPoint } from "./history";

function process(numbers: Partial<ProcessView>): ProcessView {
  return {
    connections: 0,
    viewers: 0,
    paused_viewers: 0,
    handshakes_per_s: 0,
    events_per_s: 0,
    deliveries_per_s: 0,
    bytes_per_s: 0,
    dropped_per_s: 0,
    loop_lag_p99_ms: 0,
    gc_longest_ms: 0,
    outbox_backlog: 0,
    outbox_oldest_age_s: 0,
    ...numbers,
  } as ProcessView;
}

function point(atS: number, deliveries = 0): Point {
  const view = { server_ms: atS * 1000, processes: [process({ deliveries_per_s: deliveries })] };
  return pointOf(view as OperatorView);
}

describe("pointOf", () => {
  it("adds up what processes do, and takes the worst of what they wait for or share", () => {
    const view = {
      server_ms: 5000,
      processes: [
        process({ connections: 3, deliveries_per_s: 10, loop_lag_p99_ms: 4, outbox_backlog: 2 }),
        process({ connections: 4, deliveries_per_s: 1, loop_lag_p99_ms: 9, outbox_backlog: 2 }),
      ],
    } as OperatorView;
    expect(pointOf(view)).toMatchObject({
      atS: 5,
      connections: 7,
      deliveries: 11,
      lagMs: 9,
      backlog: 2,
    });
  });

  it("is all zero when no process answers", () => {
    const view = { server_ms: 1000, processes: [] as ProcessView[] } as OperatorView;
    expect(pointOf(view)).toMatchObject({ connections: 0, lagMs: 0 });
  });
});

describe("withPoint", () => {
  it("forgets what has left the window and what is not older", () => {
    const history = [point(1), point(100), point(WINDOW_S + 1)];
    expect(withPoint(history, point(WINDOW_S + 1, 5)).map(({ atS }) => atS)).toEqual([
      100,
      WINDOW_S + 1,
    ]);
  });
});

describe("columns", () => {
  it("breaks the line where nothing was heard", () => {
    const history = [point(1, 7), point(2, 8), point(12, 9)];
    expect(columns(history, ["deliveries"])).toEqual([
      [1, 2, 7, 12],
      [7, 8, null, 9],
    ]);
  });
});

describe("shown", () => {
  it("is a minute at first, and then as long as the history", () => {
    expect(shown(995, 1000)).toEqual([940, 1000]);
    expect(shown(800, 1000)).toEqual([800, 1000]);
  });
});

describe("inWords", () => {
  it("says the newest, the least and the most", () => {
    const history = [point(1, 7), point(2, 3), point(3, 5)];
    expect(inWords(history, "deliveries", String)).toBe("now 5, least 3, most 7");
    expect(inWords([], "deliveries", String)).toBe("no readings yet");
  });
});
