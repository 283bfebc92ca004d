// The streams on air: who publishes, how it arrives, who watches, and how late.

import { formatAgo } from "../lib/dates";
import { t } from "../lib/words";
import type { StreamReading, StreamView } from "../types.gen";
import { Badge } from "../ui/Badge";
import { EmptyState } from "../ui/EmptyState";
import { formatAge, formatBits, formatCount, formatMs, formatRate, formatShare } from "./format";

export interface StreamsProps {
  streams: StreamView[];
  /** Media processes that do not answer. */
  silent: string[];
  nowMs: number;
}

export function Streams({ streams, silent, nowMs }: StreamsProps) {
  return (
    <>
      {silent.map((url) => (
        <p key={url} class="note note-warn">
          <span>
            {t("No media process answers at {url}: nothing can be published or watched there.", {
              url,
            })}
          </span>
        </p>
      ))}
      {streams.length === 0 && silent.length === 0 && (
        <EmptyState title={t("Nobody is on air")}>
          {t(
            "As soon as a host publishes a show, how its picture and sound arrive is listed here.",
          )}
        </EmptyState>
      )}
      {streams.length > 0 && (
        <ul class="streams">
          {streams.map((stream) => (
            <li key={stream.reading.show_id} class="stream card">
              <Stream {...stream} nowMs={nowMs} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Stream({ title, brand_name, reading, nowMs }: StreamView & { nowMs: number }) {
  return (
    <>
      <header class="stream-head">
        <div class="stream-title">
          <h3>
            <a class="link" href={`/shows/${reading.show_id}`}>
              {title}
            </a>
          </h3>
          <span class="muted small">
            {brand_name}
            {reading.began_at_ms !== null &&
              ` · ${t("began {time}", { time: formatAgo(reading.began_at_ms, nowMs) })}`}
          </span>
        </div>
        <span class="stream-state">
          {reading.is_stand_in && <Badge tone="quiet">{t("Demo host")}</Badge>}
          <Badge tone={reading.is_live ? "live" : "warn"}>
            {reading.is_live ? t("On air") : t("Line lost")}
          </Badge>
        </span>
      </header>
      <div class="stream-bits">
        <strong class="numeral">{formatBits(reading.bits_per_s.at(-1) ?? 0)}</strong>
        <Sparkline values={reading.bits_per_s} />
      </div>
      <dl class="stream-measures">
        {measuresOf(reading).map(({ name, value, isWell }) => (
          <div key={name} class={isWell ? undefined : "is-unwell"}>
            <dt>{name}</dt>
            <dd class="numeral">{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

export interface Measure {
  name: string;
  value: string;
  isWell: boolean;
}

/** From here on viewers notice; docs/operations.md says what to do. */
const LATE_PART_MS = 500;
const FAR_KEY_FRAME_S = 5;
const MUCH_LOST = 0.005;
const MUCH_MISSED = 0.05;
const UNEVEN_MS = 50;

export function measuresOf(reading: StreamReading): Measure[] {
  const { part_delay_ms: lateMs, key_frame_s: keyFrameS } = reading;
  return [
    {
      name: t("Picture"),
      value: reading.width > 0 ? `${reading.width} × ${reading.height}` : t("None"),
      isWell: true,
    },
    { name: t("Pictures a second"), value: formatRate(reading.pictures_per_s), isWell: true },
    {
      name: t("Missed on the way"),
      value: formatShare(reading.missed_share),
      isWell: reading.missed_share < MUCH_MISSED,
    },
    {
      name: t("Lost for good"),
      value: formatShare(reading.lost_share),
      isWell: reading.lost_share < MUCH_LOST,
    },
    {
      name: t("Jitter"),
      value: formatMs(reading.jitter_ms),
      isWell: reading.jitter_ms < UNEVEN_MS,
    },
    {
      name: t("Key frames"),
      value:
        keyFrameS === null ? t("One so far") : t("{time} apart", { time: formatAge(keyFrameS) }),
      isWell: keyFrameS === null || keyFrameS < FAR_KEY_FRAME_S,
    },
    { name: t("Key frames asked"), value: formatCount(reading.key_frames_asked), isWell: true },
    { name: t("WebRTC viewers"), value: formatCount(reading.webrtc_viewers), isWell: true },
    { name: t("HLS players"), value: formatCount(reading.hls_players), isWell: true },
    {
      name: t("Until published"),
      value: lateMs === null ? t("Nothing yet") : formatMs(lateMs),
      isWell: lateMs === null || lateMs < LATE_PART_MS,
    },
  ];
}

const WIDTH = 120;
const HEIGHT = 28;
/** Readings: a minute. */
const LONGEST = 60;

/** A line of the last minute, which ends at the right. Its foot is zero. */
function Sparkline({ values }: { values: number[] }) {
  const most = Math.max(1, ...values);
  const points = values.map((value, index) => {
    const x = WIDTH - ((values.length - 1 - index) * WIDTH) / (LONGEST - 1);
    return `${x.toFixed(1)},${(HEIGHT - 1 - (value / most) * (HEIGHT - 2)).toFixed(1)}`;
  });
  return (
    <svg
      class="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={t("Bitrate of the last minute: least {least}, most {most}", {
        least: formatBits(Math.min(most, ...values)),
        most: formatBits(most),
      })}
    >
      <polyline points={points.join(" ")} />
    </svg>
  );
}
