// The processes one by one.

import { formatAgo } from "../lib/dates";
import { t } from "../lib/words";
import type { OperatorView, ProcessView } from "../types.gen";
import { Badge } from "../ui/Badge";
import { formatBytes, formatCount, formatMs, formatRate } from "./format";

const COLUMNS: [string, (process: ProcessView) => string][] = [
  [t("Sockets"), ({ connections }) => formatCount(connections)],
  [t("In rooms"), ({ viewers }) => formatCount(viewers)],
  [t("Rooms"), ({ rooms }) => formatCount(rooms)],
  [t("Paused"), ({ paused_viewers }) => formatCount(paused_viewers)],
  [t("Events/s"), ({ events_per_s }) => formatRate(events_per_s)],
  [t("Deliveries/s"), ({ deliveries_per_s }) => formatRate(deliveries_per_s)],
  [t("Bytes/s"), ({ bytes_per_s }) => formatBytes(bytes_per_s)],
  [t("Left out/s"), ({ dropped_per_s }) => formatRate(dropped_per_s)],
  [t("Loop lag p99"), ({ loop_lag_p99_ms }) => formatMs(loop_lag_p99_ms)],
  [t("GC pause"), ({ gc_longest_ms }) => formatMs(gc_longest_ms)],
  [
    t("Database"),
    ({ database_connections }) => t("{count} in use", { count: formatCount(database_connections) }),
  ],
];

export function Processes({ view }: { view: OperatorView }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="operator-table card" aria-label={t("Processes, one by one")} tabIndex={0}>
      <table>
        <caption class="visually-hidden">{t("Processes, one by one")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("Process")}</th>
            {COLUMNS.map(([title]) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {view.processes.map((process) => (
            <tr key={process.process}>
              <th scope="row">
                <span class="row operator-process">
                  <code>{process.process}</code>
                  {process.process === view.answered_by && <Badge tone="quiet">{t("Asked")}</Badge>}
                  {process.is_worker && <Badge>{t("Worker")}</Badge>}
                  {!process.is_broker_up && <Badge tone="bad">{t("No broker")}</Badge>}
                  {!process.is_database_up && <Badge tone="bad">{t("No database")}</Badge>}
                </span>
                <span class="operator-table-unit">
                  {t("Started {time}", {
                    time: formatAgo(process.started_at_ms, view.server_ms),
                  })}
                </span>
              </th>
              {COLUMNS.map(([title, value]) => (
                <td key={title}>{value(process)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
