// Which charts there are. The table has the same lines as columns.

import { t } from "../lib/words";
import type { ChartProps } from "./Chart";
import { formatAge, formatBytes, formatCount, formatMs, formatRate } from "./format";

export const CHARTS: Omit<ChartProps, "history">[] = [
  {
    title: t("Sockets"),
    lines: [
      { measure: "connections", label: t("Open") },
      { measure: "paused", label: t("Paused") },
    ],
    format: formatCount,
    least: 10,
  },
  {
    title: t("Deliveries a second"),
    lines: [{ measure: "deliveries", label: t("Deliveries") }],
    format: formatRate,
    least: 10,
  },
  {
    title: t("Events a second"),
    lines: [
      { measure: "events", label: t("Events") },
      { measure: "handshakes", label: t("Handshakes") },
    ],
    format: formatRate,
    least: 5,
  },
  {
    title: t("Bytes a second"),
    lines: [{ measure: "bytes", label: t("Bytes") }],
    format: formatBytes,
    least: 1000,
  },
  {
    title: t("Waiting for the event loop"),
    lines: [
      { measure: "lagMs", label: "p99" },
      { measure: "gcMs", label: t("Longest GC pause") },
    ],
    format: formatMs,
    least: 10,
  },
  {
    title: t("Oldest undelivered event"),
    lines: [{ measure: "oldestS", label: t("Age") }],
    format: formatAge,
    least: 5,
  },
];
