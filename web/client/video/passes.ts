// The pass in a show's video addresses, which is renewed while the picture goes on (docs/operations.md, 9).

import type { VideoView } from "../types.gen";

/** A pass of its last five minutes is exchanged for the next. Not by everybody at once. */
const SOONEST_BEFORE_MS = 240_000;
const LATEST_BEFORE_MS = 30_000;

const PLACE = /(\/hls\/[^/]+\/)[^/]+\//;

/** Whether both are the same picture, whatever their passes. */
export function isSamePlace(one: VideoView | null, other: VideoView): boolean {
  return one?.hls_url?.replace(PLACE, "$1") === other.hls_url?.replace(PLACE, "$1");
}

/** Of two views of one place the one whose pass holds longer; the room's log may have an old one. */
export function withNewerPass(known: VideoView | null, view: VideoView): VideoView {
  if (!known || !isSamePlace(known, view)) return view;
  if ((known.pass_until_ms ?? 0) <= (view.pass_until_ms ?? Number.POSITIVE_INFINITY)) return view;
  const { hls_url, whep_url, pass_until_ms } = known;
  return { ...view, hls_url, whep_url, pass_until_ms };
}

/** An address of HLS as it is with this view's pass. */
export function withPassOf(view: VideoView, url: string): string {
  const place = PLACE.exec(view.hls_url ?? "")?.[0];
  return place ? url.replace(PLACE, place) : url;
}

/** When to ask for the next pass, in milliseconds from now; null if this one needs no renewal. */
export function renewAfterMs(view: VideoView, nowMs: number, random = Math.random): number | null {
  if (view.pass_until_ms === null) return null;
  const before = LATEST_BEFORE_MS + random() * (SOONEST_BEFORE_MS - LATEST_BEFORE_MS);
  return Math.max(0, view.pass_until_ms - before - nowMs);
}
