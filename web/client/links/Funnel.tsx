// What a link's clicks led to, as bars. Each click counts once in each step.

import { t } from "../lib/words";
import type { Funnel as Counts } from "../types.gen";

const STEPS: [keyof Counts, string][] = [
  ["clicks", t("Clicked")],
  ["watched", t("Watched")],
  ["joined", t("Joined")],
  ["claimed", t("Claimed")],
  ["bought", t("Bought")],
];

export function Funnel({ counts, title }: { counts: Counts; title: string }) {
  return (
    <ol class="funnel" aria-label={t("From click to order: {title}", { title })}>
      {STEPS.map(([step, label]) => (
        <li key={step}>
          <span class="funnel-label">{label}</span>
          <svg class="funnel-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
            <rect width={shareOf(counts[step], counts.clicks)} height="8" />
          </svg>
          <span class="numeral">
            {counts[step]}
            {step !== "clicks" && counts.clicks > 0 && (
              <span class="muted small"> {shareOf(counts[step], counts.clicks)}%</span>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** In whole percent. */
function shareOf(count: number, all: number): number {
  return all === 0 ? 0 : Math.min(100, Math.round((100 * count) / all));
}
