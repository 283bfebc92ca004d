// A brand's shows on its desk, as values.

import { t } from "../lib/words";
import type { ShowView } from "../types.gen";

export interface ShowGroup {
  title: string;
  shows: ShowView[];
}

/** Live first, then what comes next, then what is over, newest first. Groups without shows are left out. */
export function grouped(shows: readonly ShowView[]): ShowGroup[] {
  const of = (status: ShowView["status"]) => shows.filter((show) => show.status === status);
  const groups: ShowGroup[] = [
    { title: t("Live now"), shows: newestFirst(of("live")) },
    { title: t("Scheduled"), shows: newestFirst(of("scheduled")).reverse() },
    { title: t("Ended"), shows: newestFirst(of("ended")) },
    { title: t("Cancelled"), shows: newestFirst(of("cancelled")) },
  ];
  return groups.filter((group) => group.shows.length > 0);
}

/** The shows with this one as it is now, whether it is new or changed. */
export function withShow(shows: readonly ShowView[], show: ShowView): ShowView[] {
  return [show, ...shows.filter((known) => known.id !== show.id)];
}

/** The next full hour that is at least an hour away: a sensible start to propose. */
export function proposedStart(nowMs: number): number {
  const HOUR = 3_600_000;
  return (Math.floor(nowMs / HOUR) + 2) * HOUR;
}

function newestFirst(shows: ShowView[]): ShowView[] {
  return [...shows].sort((one, other) => other.scheduled_at_ms - one.scheduled_at_ms);
}
