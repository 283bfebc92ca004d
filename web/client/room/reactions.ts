// Reactions, gathered: what this person taps goes out once a second, and what everyone tapped comes in once a second.

import { type ReadonlySignal, signal } from "@preact/signals";
import type { LiveRoom } from "../live/store";
import type { ServerFrame } from "../types.gen";

export const KINDS = ["heart", "fire", "star", "laugh", "wow"] as const;
export type Kind = (typeof KINDS)[number];
export type Counts = Partial<Record<Kind, number>>;

/** The server takes so many a second of one person (server/taps.py); half of it leaves room for its own seconds. */
export const MOST_A_SECOND = 5;
/** More at once would be a cloud. */
export const MOST_FLOATING = 14;
const SECOND_MS = 1_000;

export interface Floating {
  readonly id: number;
  readonly kind: Kind;
  /** Where across its lane it rises, from 0 to 1, and how much later than the others of its second. */
  readonly at: number;
  readonly delayMs: number;
}

/** What it needs of a room. */
export type Heard = Pick<LiveRoom, "listen" | "react">;

export class Reactions {
  readonly #floating = signal<readonly Floating[]>([]);
  readonly #lately = signal<Counts>({});
  readonly #live: Heard;
  readonly #deaf: () => void;
  readonly #random: () => number;
  /** Whether nothing may move; then `lately` tells instead. */
  readonly isStill: boolean;
  #tapped: Counts = {};
  /** Own taps that were shown at once and will come back with everyone's. */
  #shown: Counts = {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #quiet: ReturnType<typeof setTimeout> | undefined;
  #nextId = 0;

  constructor(live: Heard, isStill: boolean, random: () => number = Math.random) {
    this.#live = live;
    this.isStill = isStill;
    this.#random = random;
    this.#deaf = live.listen((frame) => this.#take(frame));
  }

  get floating(): ReadonlySignal<readonly Floating[]> {
    return this.#floating;
  }

  /** What everyone tapped in the last second, for those who want nothing to move. */
  get lately(): ReadonlySignal<Counts> {
    return this.#lately;
  }

  /** Returns whether it counts: beyond so many a second it does not. */
  tap(kind: Kind): boolean {
    if (sum(this.#tapped) >= MOST_A_SECOND) return false;
    this.#tapped = plus(this.#tapped, { [kind]: 1 });
    this.#shown = plus(this.#shown, { [kind]: 1 });
    this.#float({ [kind]: 1 }, 0);
    this.#timer ??= setTimeout(() => this.#send(), SECOND_MS);
    return true;
  }

  /** It has risen and is gone. */
  remove(id: number): void {
    this.#floating.value = this.#floating.peek().filter((each) => each.id !== id);
  }

  close(): void {
    this.#deaf();
    clearTimeout(this.#timer);
    clearTimeout(this.#quiet);
  }

  #send(): void {
    this.#timer = undefined;
    this.#live.react(this.#tapped as Record<Kind, number>);
    this.#tapped = {};
  }

  #take(frame: ServerFrame): void {
    if (frame.t === "welcome") this.#shown = {};
    if (frame.t !== "reactions") return;
    const everyones = known(frame.counts);
    const others = minus(everyones, this.#shown);
    this.#shown = minus(this.#shown, everyones);
    this.#lately.value = everyones;
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => {
      this.#lately.value = {};
    }, 3 * SECOND_MS);
    this.#float(others, SECOND_MS);
  }

  #float(counts: Counts, spreadMs: number): void {
    if (this.isStill) return;
    const room = Math.max(0, MOST_FLOATING - this.#floating.peek().length);
    const rising = sample(counts, room).map((kind): Floating => {
      const delayMs = Math.round(this.#random() * spreadMs);
      return { id: this.#nextId++, kind, at: this.#random(), delayMs };
    });
    if (rising.length > 0) this.#floating.value = [...this.#floating.peek(), ...rising];
  }
}

/** At most so many, in proportion. */
export function sample(counts: Counts, most: number): Kind[] {
  const all = KINDS.flatMap((kind) => Array<Kind>(Math.min(counts[kind] ?? 0, 1_000)).fill(kind));
  if (all.length <= most) return all;
  const step = all.length / Math.max(1, most);
  return Array.from({ length: most }, (_, index) => all[Math.floor(index * step)] as Kind);
}

function known(counts: Record<string, number>): Counts {
  return Object.fromEntries(KINDS.map((kind) => [kind, counts[kind] ?? 0]));
}

function plus(one: Counts, other: Counts): Counts {
  return combined((kind) => (one[kind] ?? 0) + (other[kind] ?? 0));
}

function minus(one: Counts, other: Counts): Counts {
  return combined((kind) => Math.max(0, (one[kind] ?? 0) - (other[kind] ?? 0)));
}

function combined(count: (kind: Kind) => number): Counts {
  return Object.fromEntries(
    KINDS.map((kind) => [kind, count(kind)] as const).filter(([, number]) => number > 0),
  );
}

function sum(counts: Counts): number {
  return Object.values(counts).reduce((all, count) => all + count, 0);
}
