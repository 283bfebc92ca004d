// Which charts there are. The table has the same lines as columns.

import type { ChartProps } from "./Chart";
import { formatAge, formatBytes, formatCount, formatMs, formatRate } from "./format";

export const CHARTS: Omit<ChartProps, "history">[] = [
  {
    title: "Sockets",
    lines: [
      { measure: "connections", label: "Open" },
      { measure: "paused", label: "Paused" },
    ],
    format: formatCount,
    least: 10,
  },
  {
    title: "Deliveries a second",
    lines: [{ measure: "deliveries", label: "Deliveries" }],
    format: formatRate,
    least: 10,
  },
  {
    title: "Events a second",
    lines: [
      { measure: "events", label: "Events" },
      { measure: "handshakes", label: "Handshakes" },
    ],
    format: formatRate,
    least: 5,
  },
  {
    title: "Bytes a second",
    lines: [{ measure: "bytes", label: "Bytes" }],
    format: formatBytes,
    least: 1000,
  },
  {
    title: "Waiting for the event loop",
    lines: [
      { measure: "lagMs", label: "p99" },
      { measure: "gcMs", label: "Longest GC pause" },
    ],
    format: formatMs,
    least: 10,
  },
  {
    title: "Oldest undelivered event",
    lines: [{ measure: "oldestS", label: "Age" }],
    format: formatAge,
    least: 5,
  },
];
