// A link made to one's wishes, between its form and the wire.

import { fromLocalInput } from "../lib/dates";
import { t } from "../lib/words";
import type { LinkView, NewLink } from "../types.gen";

export interface Wishes {
  code: string;
  ends: string;
  moment: string;
  isDirect: boolean;
  source: string;
  campaign: string;
}

export const NO_WISHES: Wishes = {
  code: "",
  ends: "",
  moment: "",
  isDirect: false,
  source: "",
  campaign: "",
};

/** The link to ask for; errors by field, which are none if there is something to ask for. */
export function read(wishes: Wishes, link: LinkView): { wanted: NewLink; errors: Errors } {
  const errors: Errors = {};
  const ends = wishes.ends ? fromLocalInput(wishes.ends) : null;
  if (wishes.ends && ends === null) errors.ends = t("Choose a day and a time.");
  const at = secondsOf(wishes.moment);
  if (at === null) errors.moment = t("Write minutes and seconds, for instance 12:30.");
  const code = wishes.code.trim();
  const wanted: NewLink = {
    kind: link.kind,
    target_id: link.target_id,
    at_s: at ?? 0,
    is_direct: wishes.isDirect,
    expires_at_ms: ends,
    tags: { utm_source: wishes.source.trim(), utm_campaign: wishes.campaign.trim() },
    ...(code ? { code } : {}),
  };
  const isEmpty = !code && !wishes.ends && !at && !wishes.isDirect && !hasTags(wanted);
  if (isEmpty) errors.code = t("Give it a name, or something else of its own.");
  return { wanted, errors };
}

export type Errors = Partial<Record<keyof Wishes, string>>;

/** Seconds of `1:02:03`, `12:30` or `45`; 0 of nothing, null of what is no time. */
export function secondsOf(text: string): number | null {
  if (!text.trim()) return 0;
  if (!/^\d{1,4}(:[0-5]?\d){0,2}$/.test(text.trim())) return null;
  return text
    .trim()
    .split(":")
    .reduce((sum, part) => sum * 60 + Number(part), 0);
}

function hasTags({ tags }: NewLink): boolean {
  return Boolean(tags?.utm_source || tags?.utm_campaign);
}
