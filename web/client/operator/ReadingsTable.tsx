// The charts' numbers as a table, newest first.

import { t } from "../lib/words";
import { CHARTS } from "./charts";
import { formatClock } from "./format";
import type { Point } from "./history";

const ROWS = 60;

export function ReadingsTable({ history }: { history: Point[] }) {
  const lines = CHARTS.flatMap((chart) =>
    chart.lines.map((line) => ({ ...line, title: chart.title, format: chart.format })),
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="operator-table card" aria-label={t("Readings")} tabIndex={0}>
      <table>
        <caption class="visually-hidden">
          {t("The newest {count} readings, the newest first, of all processes together", {
            count: ROWS,
          })}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t("Time")}</th>
            {lines.map(({ measure, title, label }) => (
              <th key={measure} scope="col">
                {title}
                <span class="operator-table-unit">{label}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {history
            .slice(-ROWS)
            .reverse()
            .map((point) => (
              <tr key={point.atS}>
                <th scope="row">{formatClock(point.atS)}</th>
                {lines.map(({ measure, format }) => (
                  <td key={measure}>{format(point[measure])}</td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  );
}
