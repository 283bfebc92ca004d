import { describe, expect, it } from "vitest";
import type { OperatorView, ProcessView } from "../types.gen";
import { tilesOf } from "./State";

const WELL = {
  connections: 100,
  viewers: 90,
  paused_viewers: 2,
  loop_lag_p99_ms: 3,
  outbox_backlog: 0,
  outbox_oldest_age_s: 0,
  outbox_given_up: 0,
  is_broker_up: true,
  is_database_up: true,
} as ProcessView;

function unwell(...changes: Partial<ProcessView>[]): string[] {
  const processes = changes.map((change) => ({ ...WELL, ...change }));
  return tilesOf({ server_ms: 0, processes } as OperatorView)
    .filter(({ isWell }) => !isWell)
    .map(({ name, word }) => `${name}: ${word}`);
}

describe("tilesOf", () => {
  it("finds nothing wrong with processes that are well", () => {
    expect(unwell({}, {})).toEqual([]);
  });

  it("says what is wrong, and at how many processes", () => {
    expect(unwell({ loop_lag_p99_ms: 140 }, {})).toEqual(["Event loop, p99: Late"]);
    expect(unwell({ paused_viewers: 30 })).toEqual(["Paused viewers: Many"]);
    expect(unwell({ is_broker_up: false }, {})).toEqual(["Broker: For 1 of 2"]);
    expect(unwell({ is_database_up: false })).toEqual(["Database: For 1 of 1"]);
    expect(unwell({ outbox_backlog: 3, outbox_oldest_age_s: 30 })).toEqual(["Outbox: Late"]);
    expect(unwell({ outbox_given_up: 2 }, {})).toEqual(["Outbox: 2 given up"]);
  });
});
