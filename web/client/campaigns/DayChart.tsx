// Lines over days. What they show is also said in a table that stands under them.

import { useEffect, useId, useRef } from "preact/hooks";
import uPlot from "uplot";
import type { Line } from "./lines";
import { TableScroll } from "./TableScroll";

const HEIGHT = 200;
const COLOURS = ["--accent", "--warn", "--good", "--brand", "--ink-2"];

export interface DayChartProps {
  title: string;
  /** What stands below the line at each point. */
  days: string[];
  lines: Line[];
  format: (value: number) => string;
  /** The heading of the table's first column. */
  dayTitle: string;
  /** What opens the table. */
  tableTitle: string;
}

export function DayChart({ title, days, lines, format, dayTitle, tableTitle }: DayChartProps) {
  const id = useId();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current) return;
    const made = drawn(place.current, days, lines, format);
    const resized = new ResizeObserver(([entry]) => {
      if (entry) made.setSize({ width: Math.floor(entry.contentRect.width), height: HEIGHT });
    });
    resized.observe(place.current);
    return () => {
      resized.disconnect();
      made.destroy();
    };
  }, [days, lines]);
  return (
    <figure class="day-chart card card-pad" aria-labelledby={id}>
      <figcaption>
        <h3 id={id}>{title}</h3>
        <p class="small day-chart-keys">
          {lines.map(({ label, values }, index) => (
            <span key={label}>
              <span class={`day-key day-key-${index % COLOURS.length}`} aria-hidden="true" />
              {label} <strong class="numeral">{format(values.at(-1) ?? 0)}</strong>
            </span>
          ))}
        </p>
      </figcaption>
      <div class="day-plot" ref={place} role="img" aria-labelledby={id} />
      <details class="small">
        <summary>{tableTitle}</summary>
        <TableScroll label={title}>
          <table class="examples">
            <thead>
              <tr>
                <th scope="col">{dayTitle}</th>
                {lines.map(({ label }) => (
                  <th key={label} scope="col">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {days.map((day, at) => (
                <tr key={day}>
                  <th scope="row">{day}</th>
                  {lines.map(({ label, values }) => (
                    <td key={label} class="numeral">
                      {format(values[at] ?? 0)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      </details>
    </figure>
  );
}

function drawn(
  place: HTMLElement,
  days: string[],
  lines: Line[],
  format: (value: number) => string,
): uPlot {
  const style = getComputedStyle(place);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const axis = {
    stroke: token("--ink-3"),
    font: `12px ${token("--font")}`,
    grid: { stroke: token("--line"), width: 1 },
    ticks: { show: false },
  };
  return new uPlot(
    {
      width: Math.max(1, place.clientWidth),
      height: HEIGHT,
      padding: [8, 40, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: [0, Math.max(1, days.length - 1)] },
        y: { range: (_, __, max) => [0, Math.max(1, max * 1.1)] },
      },
      axes: [
        {
          ...axis,
          size: 28,
          space: 60,
          incrs: [1, 2, 5, 7, 10, 14, 30],
          values: (_, places) => places.map((at) => days[at] ?? ""),
        },
        { ...axis, size: 56, space: 36, values: (_, values) => values.map(format) },
      ],
      series: [
        {},
        ...lines.map(({ label }, index) => ({
          label,
          stroke: token(COLOURS[index % COLOURS.length] ?? "--ink"),
          width: 2,
          dash: index % 2 === 0 ? [] : [6, 4],
          points: { show: days.length < 3 },
        })),
      ],
    },
    [days.map((_, at) => at), ...lines.map(({ values }) => values)],
    place,
  );
}
