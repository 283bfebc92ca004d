// Watching a show, whichever way it can be: what `choosing.ts` decides is done here. A way that works goes on until its successor is
// connected, and stalls are noticed by the picture's time, which must move.

import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { asProblem } from "../lib/api";
import type { VideoView } from "../types.gen";
import {
  afterFault,
  type Choice,
  chosen,
  type Fault,
  firstChoice,
  mayGoBack,
  type Next,
  playing,
  type Wish,
  waiting,
} from "./choosing";
import { HlsSource } from "./hls";
import { isSamePlace, renewAfterMs, withNewerPass } from "./passes";
import { type Source, WayFailed } from "./source";
import { WebRtcSource } from "./webrtc";

const LOOK_EVERY_MS = 250;
/** Two seconds without a new picture are a stall, six are a fault if the host is there. */
const STALLED_MS = 2_000;
const GIVE_UP_MS = 6_000;
/** Who is nearer to the present than this is not behind. */
const PRESENT_S = 3;
const RENEW_AGAIN_MS = 20_000;

export interface WatchingOptions {
  /** The server's time. */
  now: () => number;
  /** The video's addresses with a new pass. Throws a Problem. */
  renewed: () => Promise<VideoView>;
  /** The show is not open to this person any more. */
  onClosed: () => void;
  wish: Wish;
}

export type Unasked = "all" | "pictures" | "nothing";

/** How far the picture is behind, and how far back one can go. */
export interface Standing {
  /** Null if nobody can tell: over WebRTC it is tenths of a second. */
  readonly delayS: number | null;
  readonly behindS: number;
  readonly windowS: number;
}

const PRESENT: Standing = { delayS: null, behindS: 0, windowS: 0 };

export class Watching {
  readonly #video: HTMLVideoElement;
  readonly #options: WatchingOptions;
  readonly #choice: Signal<Choice>;
  readonly #standing: Signal<Standing> = signal(PRESENT);
  readonly #unasked = signal<Unasked>("all");
  readonly #looking: ReturnType<typeof setInterval>;
  #view: VideoView | null = null;
  #source: Source | null = null;
  /** Counts attempts: what belongs to an earlier one has no say any more. */
  #attempt = 0;
  #isTrying = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #renewal: ReturnType<typeof setTimeout> | undefined;
  #lastTime = 0;
  #movedAtMs = 0;

  constructor(video: HTMLVideoElement, options: WatchingOptions) {
    this.#video = video;
    this.#options = options;
    this.#choice = signal(firstChoice(options.wish));
    this.#looking = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  get choice(): ReadonlySignal<Choice> {
    return this.#choice;
  }

  get standing(): ReadonlySignal<Standing> {
    return this.#standing;
  }

  /** What the browser plays before the viewer presses something. */
  get unasked(): ReadonlySignal<Unasked> {
    return this.#unasked;
  }

  /** Follow the show to where it is published now. */
  follow(told: VideoView): void {
    const before = this.#view;
    const view = withNewerPass(before, told);
    this.#view = view;
    this.#planRenewal(view);
    if (view.signal === "off") this.#leave();
    else if (!isSamePlace(before, view) || (!this.#source && !this.#isTrying)) this.#begin();
    else if (before?.hls_url !== view.hls_url) this.#source?.renew(view);
    if (before?.signal !== view.signal) this.#movedAtMs = performance.now();
  }

  wish(wish: Wish): void {
    this.#change({ wish, notBefore: { webrtc: 0, hls: 0 } });
  }

  back(seconds: number): void {
    this.goTo(this.#standing.peek().behindS + seconds);
  }

  /** Show what lies so many seconds before the present. */
  goTo(behindS: number): void {
    if (behindS < PRESENT_S) {
      this.goLive();
      return;
    }
    if (this.#source instanceof HlsSource) {
      this.#choice.value = chosen(this.#choice.peek(), { isRewound: true }, Date.now());
      this.#source.goTo(behindS);
    } else this.#change({ isRewound: true }, behindS);
  }

  goLive(): void {
    if (this.#source instanceof HlsSource) this.#source.goTo(0);
    this.#change({ isRewound: false });
  }

  /** Go on; over WebRTC that is the present. */
  async play(): Promise<void> {
    if (await this.#mayPlay()) return;
    if (!this.#video.muted) {
      this.#video.muted = true;
      this.#unasked.value = "pictures";
      if (await this.#mayPlay()) return;
    }
    this.#unasked.value = "nothing";
  }

  /** The viewer pressed something: all may be played from now on. */
  heard(): void {
    this.#unasked.value = "all";
  }

  /** What a room's cards can be in step with: see `live/instep.ts`. */
  readonly pictureMs = (): number | null => {
    const { phase, isRewound } = this.#choice.peek();
    const isSeen = phase === "playing" && !this.#video.paused && !document.hidden;
    return isSeen && !isRewound ? (this.#source?.pictureMs() ?? null) : null;
  };

  close(): void {
    clearInterval(this.#looking);
    clearTimeout(this.#renewal);
    this.#leave();
  }

  /** Try to play. Some browsers refuse sound before the first press, and a phone that saves its battery refuses pictures too. */
  async #mayPlay(): Promise<boolean> {
    try {
      await this.#video.play();
    } catch (error) {
      return !(error instanceof DOMException) || error.name !== "NotAllowedError";
    }
    return true;
  }

  #change(changes: Partial<Choice>, backS = 0): void {
    this.#choice.value = chosen(this.#choice.peek(), changes, Date.now());
    if (this.#view && this.#choice.peek().way !== this.#source?.way) this.#begin(backS);
  }

  #begin(backS = 0): void {
    const view = this.#view;
    if (!view || view.signal === "off") return;
    clearTimeout(this.#retry);
    const attempt = ++this.#attempt;
    this.#isTrying = true;
    const trying =
      this.#choice.peek().way === "webrtc"
        ? this.#overWebRtc(view, attempt)
        : this.#byHls(view, attempt, backS);
    void trying
      .catch((error) => {
        if (attempt !== this.#attempt) return;
        this.#fail(error instanceof WayFailed ? error.fault : "unreachable");
      })
      .finally(() => {
        if (attempt === this.#attempt) this.#isTrying = false;
      });
  }

  async #overWebRtc(view: VideoView, attempt: number): Promise<void> {
    const source = await WebRtcSource.connect(view, (fault) => this.#lost(attempt, fault));
    if (attempt !== this.#attempt) {
      source.close();
      return;
    }
    this.#source?.close();
    this.#source = source;
    source.show(this.#video);
    await this.play();
  }

  async #byHls(view: VideoView, attempt: number, backS: number): Promise<void> {
    this.#source?.close();
    this.#source = null;
    this.#video.srcObject = null;
    const source = await HlsSource.open(
      this.#video,
      view,
      backS,
      (fault) => this.#lost(attempt, fault),
      () => attempt === this.#attempt,
    );
    if (!source) return;
    this.#source = source;
    await this.play();
  }

  /** What was shown is lost. */
  #lost(attempt: number, fault: Fault): void {
    if (attempt !== this.#attempt) return;
    this.#source?.close();
    this.#source = null;
    this.#fail(fault);
  }

  #fail(fault: Fault): void {
    const next = afterFault(this.#choice.peek(), fault, Date.now());
    this.#choice.value = next.choice;
    // The way back to a lower delay was not to be had; what was shown goes on.
    if (this.#source?.way === next.choice.way) return;
    clearTimeout(this.#retry);
    const afterMs = next.afterMs * (0.75 + Math.random() / 2);
    this.#retry = setTimeout(() => void this.#again(next), afterMs);
  }

  async #again({ renews }: Next): Promise<void> {
    const attempt = this.#attempt;
    if (renews) await this.#renew();
    if (attempt === this.#attempt) this.#begin();
  }

  async #renew(): Promise<void> {
    try {
      const view = await this.#options.renewed();
      this.#view = withNewerPass(this.#view, view);
      this.#source?.renew(this.#view);
      this.#planRenewal(this.#view, RENEW_AGAIN_MS);
    } catch (error) {
      if (asProblem(error).status === 403) this.#options.onClosed();
    }
  }

  #planRenewal(view: VideoView, soonestMs = 0): void {
    clearTimeout(this.#renewal);
    const afterMs = renewAfterMs(view, this.#options.now());
    if (afterMs === null || view.signal === "off") return;
    this.#renewal = setTimeout(
      () => {
        // Should the answer be lost, it is asked for again.
        this.#planRenewal(view, RENEW_AGAIN_MS);
        void this.#renew();
      },
      Math.max(afterMs, soonestMs),
    );
  }

  #leave(): void {
    clearTimeout(this.#retry);
    this.#attempt += 1;
    this.#isTrying = false;
    this.#source?.close();
    this.#source = null;
    this.#video.srcObject = null;
    this.#standing.value = PRESENT;
  }

  /** Whether pictures move, and how far behind they are. */
  #look(): void {
    if (!this.#source) return;
    const { currentTime, paused } = this.#video;
    const nowMs = performance.now();
    if (paused || currentTime !== this.#lastTime) this.#movedAtMs = nowMs;
    if (currentTime !== this.#lastTime)
      this.#choice.value = playing(this.#choice.peek(), this.#source.way);
    this.#lastTime = currentTime;
    const stillMs = nowMs - this.#movedAtMs;
    if (stillMs > STALLED_MS) this.#choice.value = waiting(this.#choice.peek());
    this.#measure();
    const isHostThere = this.#view?.signal === "live";
    if (stillMs > GIVE_UP_MS && isHostThere && !document.hidden) {
      this.#movedAtMs = nowMs;
      this.#lost(this.#attempt, "stalled");
    } else if (mayGoBack(this.#choice.peek(), Date.now())) this.#change({});
  }

  #measure(): void {
    const source = this.#source;
    if (!(source instanceof HlsSource)) {
      this.#standing.value = PRESENT;
      return;
    }
    if (!this.#choice.peek().isRewound && !this.#video.paused) source.catchUp();
    const pictureMs = source.pictureMs();
    this.#standing.value = {
      delayS: pictureMs === null ? null : Math.max(0, (this.#options.now() - pictureMs) / 1000),
      behindS: source.behindS,
      windowS: source.windowS,
    };
  }
}
