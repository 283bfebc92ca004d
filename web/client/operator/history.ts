// What the charts draw: one point a second, of all processes together.

import { t } from "../lib/words";
import type { OperatorView, ProcessView } from "../types.gen";

export const WINDOW_S = 300;
const LEAST_WINDOW_S = 60;
/** More than this between two points is a gap, not a line. */
const GAP_S = 3.5;

export interface Point {
  atS: number;
  connections: number;
  viewers: number;
  paused: number;
  handshakes: number;
  events: number;
  deliveries: number;
  bytes: number;
  dropped: number;
  lagMs: number;
  gcMs: number;
  backlog: number;
  oldestS: number;
}

export type Measure = Exclude<keyof Point, "atS">;

/** Counts and rates are added up; of times, and of the outbox that all share, it is the worst that matters. */
export function pointOf(view: OperatorView): Point {
  const sum = (of: (process: ProcessView) => number) =>
    view.processes.reduce((total, process) => total + of(process), 0);
  const worst = (of: (process: ProcessView) => number) => Math.max(0, ...view.processes.map(of));
  return {
    atS: view.server_ms / 1000,
    connections: sum((process) => process.connections),
    viewers: sum((process) => process.viewers),
    paused: sum((process) => process.paused_viewers),
    handshakes: sum((process) => process.handshakes_per_s),
    events: sum((process) => process.events_per_s),
    deliveries: sum((process) => process.deliveries_per_s),
    bytes: sum((process) => process.bytes_per_s),
    dropped: sum((process) => process.dropped_per_s),
    lagMs: worst((process) => process.loop_lag_p99_ms),
    gcMs: worst((process) => process.gc_longest_ms),
    backlog: worst((process) => process.outbox_backlog),
    oldestS: worst((process) => process.outbox_oldest_age_s),
  };
}

/** The history with one more point, without those that have left the window. */
export function withPoint(history: readonly Point[], point: Point): Point[] {
  return [...history.filter(({ atS }) => atS < point.atS && atS > point.atS - WINDOW_S), point];
}

/** Times, and for each measure its values; null where nothing was heard for a while, so that the line breaks. */
export function columns(
  history: readonly Point[],
  measures: readonly Measure[],
): [number[], ...(number | null)[][]] {
  const times: number[] = [];
  const values = measures.map((): (number | null)[] => []);
  let before = Number.POSITIVE_INFINITY;
  for (const point of history) {
    if (point.atS - before > GAP_S) {
      times.push((point.atS + before) / 2);
      for (const column of values) column.push(null);
    }
    times.push(point.atS);
    measures.forEach((measure, index) => {
      values[index]?.push(point[measure]);
    });
    before = point.atS;
  }
  return [times, ...values];
}

/** The stretch of time that a chart has room for: it grows with the history, and ends with it. */
export function shown(firstS: number, lastS: number): [number, number] {
  return [lastS - Math.max(LEAST_WINDOW_S, lastS - firstS), lastS];
}

/** In words, for who cannot see a line. */
export function inWords(
  history: readonly Point[],
  measure: Measure,
  format: (value: number) => string,
): string {
  const values = history.map((point) => point[measure]);
  const now = values.at(-1);
  if (now === undefined) return t("no readings yet");
  return t("now {now}, least {least}, most {most}", {
    now: format(now),
    least: format(Math.min(...values)),
    most: format(Math.max(...values)),
  });
}
