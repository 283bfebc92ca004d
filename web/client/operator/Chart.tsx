// A chart of the last five minutes. What it shows is also said in words, and in the table that can stand in its place.

import { useEffect, useId, useRef } from "preact/hooks";
import uPlot from "uplot";
import { t } from "../lib/words";
import { formatClock } from "./format";
import { columns, inWords, type Measure, type Point, shown } from "./history";

const HEIGHT = 168;
const COLOURS = ["--accent", "--warn"];
const SOLID: number[] = [];
const DASHED = [6, 4];

export interface Line {
  measure: Measure;
  label: string;
}

export interface ChartProps {
  title: string;
  /** One or two. */
  lines: Line[];
  format: (value: number) => string;
  /** The scale's top is never lower, so that next to nothing does not look like much. */
  least: number;
  history: Point[];
}

export function Chart({ title, lines, format, least, history }: ChartProps) {
  const id = useId();
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  useEffect(() => {
    if (!place.current) return;
    const made = drawn(place.current, lines, format, least);
    plot.current = made;
    const resized = new ResizeObserver(([entry]) => {
      if (entry) made.setSize({ width: Math.floor(entry.contentRect.width), height: HEIGHT });
    });
    resized.observe(place.current);
    return () => {
      resized.disconnect();
      made.destroy();
    };
  }, []);
  useEffect(() => {
    const measures = lines.map(({ measure }) => measure);
    plot.current?.setData(columns(history, measures) as uPlot.AlignedData);
  }, [history, lines]);
  const words = lines
    .map(({ measure, label }) => `${label}: ${inWords(history, measure, format)}`)
    .join(". ");
  return (
    <figure class="chart card" aria-labelledby={id}>
      <figcaption class="chart-head">
        <h3 id={id}>{title}</h3>
        <p class="chart-now">
          {lines.map(({ measure, label }, index) => (
            <span key={measure}>
              <span class={`chart-key chart-key-${index}`} aria-hidden="true" />
              {lines.length > 1 && <span class="muted">{label} </span>}
              <strong class="numeral">{format(history.at(-1)?.[measure] ?? 0)}</strong>
            </span>
          ))}
        </p>
      </figcaption>
      <div
        class="chart-plot"
        ref={place}
        role="img"
        aria-label={t("Line chart. {words}.", { words })}
      />
    </figure>
  );
}

function drawn(
  place: HTMLElement,
  lines: Line[],
  format: (value: number) => string,
  least: number,
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
      padding: [8, 32, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { range: (_, least, most) => shown(least, most) },
        y: { range: (_, __, max) => [0, Math.max(least, max * 1.1)] },
      },
      axes: [
        { ...axis, size: 28, space: 80, values: (_, times) => times.map(formatClock) },
        { ...axis, size: 60, space: 36, values: (_, values) => values.map(format) },
      ],
      series: [
        {},
        ...lines.map(({ label }, index) => ({
          label,
          stroke: token(COLOURS[index] ?? "--ink"),
          width: 2,
          dash: index === 0 ? SOLID : DASHED,
          points: { show: false },
          spanGaps: false,
        })),
      ],
    },
    [[], ...lines.map(() => [])],
    place,
  );
}
