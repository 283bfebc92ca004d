// A show that is watched again, with everything that was in its room in step.

import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { api } from "../lib/api";
import type { LiveRoom } from "../live/store";
import type {
  ClipView,
  DealMomentsView,
  DealMomentView,
  DealView,
  MessageView,
  ReplayView,
  SaidView,
} from "../types.gen";
import { covers, dealsThen, type Page, saidThen, viewsThen } from "./past";
import { momentAt, positionOf } from "./timeline";
import { Rewatching } from "./watching";

/** While somebody drags through the show, only where they stop is asked for. */
const ASK_AFTER_MS = 150;
const TRY_AGAIN_AFTER_MS = 3_000;

export class Rerun {
  readonly replay: ReplayView;
  readonly clip: ClipView | null;
  readonly watching: Rewatching;
  /** What time it was where the replay plays, to a quarter of a second. */
  readonly atMs: ReadonlySignal<number>;
  readonly messages: ReadonlySignal<MessageView[]>;
  readonly deals: ReadonlySignal<DealView[]>;
  readonly #live: LiveRoom;
  readonly #startedMs: number;
  readonly #deals: Track<DealMomentsView>;
  readonly #said: Track<SaidView>;

  /** Begins at so many seconds from the show's start. */
  constructor(live: LiveRoom, replay: ReplayView, clip: ClipView | null, firstS: number) {
    this.replay = replay;
    this.clip = clip;
    this.#live = live;
    this.#startedMs = live.room.peek().show.started_at_ms ?? 0;
    const firstMs = firstS ? positionOf(this.#startedMs + firstS * 1000, replay.stretches) : 0;
    const span = clip
      ? { startsMs: clip.starts_ms, endsMs: clip.ends_ms }
      : { startsMs: 0, endsMs: replay.length_ms };
    this.watching = new Rewatching(replay.hls_url ?? "", span, firstMs);
    this.atMs = computed(() => {
      const at = momentAt(this.watching.positionMs.value, replay.stretches);
      return Math.floor(at / 250) * 250;
    });
    const path = `/api/shows/${live.room.peek().show.id}`;
    this.#deals = new Track(`${path}/deal-moments`, this.atMs);
    this.#said = new Track(`${path}/said`, this.atMs);
    this.messages = computed(() => {
      const page = this.#said.page.value;
      return page ? saidThen(page.view, this.atMs.value) : [];
    });
    this.deals = computed(() => viewsThen(live.room.value, this.#then.value));
  }

  /** Whether it is known what was in the room at this moment. */
  get isKnown(): boolean {
    return this.#deals.isThere && this.#said.isThere;
  }

  /** Where it plays, in seconds from the show's start. */
  get second(): number {
    const atMs = momentAt(this.watching.positionMs.peek(), this.replay.stretches);
    return Math.max(0, Math.floor((atMs - this.#startedMs) / 1000));
  }

  /** Where the deal dropped; null if that was not recorded. */
  droppedAt({ opened_at_ms }: DealView): number | null {
    return opened_at_ms === null ? null : positionOf(opened_at_ms, this.replay.stretches);
  }

  /** All that dropped in the show, in order. */
  get drops(): DealView[] {
    return [...this.#live.room.value.deals.values()]
      .map(({ view }) => view)
      .filter(({ status }) => status !== "queued")
      .sort((one, other) => (one.opened_at_ms ?? 0) - (other.opened_at_ms ?? 0));
  }

  close(): void {
    this.#deals.close();
    this.#said.close();
    this.watching.close();
  }

  readonly #then = computed<ReadonlyMap<string, DealMomentView>>(() => {
    const page = this.#deals.page.value;
    return page ? dealsThen(page.view, this.atMs.value) : new Map();
  });
}

/** One kind of history, of which the page that the moment needs is fetched. */
class Track<View extends { until_ms: number | null }> {
  readonly page = signal<Page<View> | null>(null);
  readonly #path: string;
  readonly #atMs: ReadonlySignal<number>;
  readonly #stop: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor(path: string, atMs: ReadonlySignal<number>) {
    this.#path = path;
    this.#atMs = atMs;
    this.#stop = effect(() => {
      if (!covers(this.page.value, atMs.value)) this.#soon(ASK_AFTER_MS);
    });
  }

  get isThere(): boolean {
    return covers(this.page.value, this.#atMs.value);
  }

  close(): void {
    this.#stop();
    clearTimeout(this.#timer);
  }

  #soon(afterMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), afterMs);
  }

  async #ask(): Promise<void> {
    const fromMs = this.#atMs.peek();
    const ask = ++this.#asked;
    try {
      const view = await api.get<View>(`${this.#path}?at_ms=${Math.floor(fromMs)}`);
      if (ask === this.#asked) this.page.value = { fromMs, untilMs: view.until_ms, view };
    } catch {
      if (ask === this.#asked) this.#soon(TRY_AGAIN_AFTER_MS);
    }
  }
}
