// Playing a replay: the whole of a show, or the part of it that a clip is.

import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type Hls from "hls.js";

export type Phase = "loading" | "playing" | "paused" | "ended" | "failed";

/** Kept at hand behind the place that is played, in seconds. */
const BACK_BUFFER_S = 60;
const MOST_BUFFERED_S = 60;

export interface Span {
  readonly startsMs: number;
  readonly endsMs: number;
}

export class Rewatching {
  readonly span: Span;
  readonly #url: string;
  readonly #phase: Signal<Phase> = signal("loading");
  readonly #positionMs: Signal<number>;
  #video: HTMLVideoElement | null = null;
  #hls: Hls | null = null;
  #isClosed = false;

  constructor(url: string, span: Span, firstMs: number) {
    this.#url = url;
    this.span = span;
    this.#positionMs = signal(this.#within(firstMs));
  }

  get phase(): ReadonlySignal<Phase> {
    return this.#phase;
  }

  /** Where it plays, in the replay's own time. */
  get positionMs(): ReadonlySignal<number> {
    return this.#positionMs;
  }

  async showIn(video: HTMLVideoElement): Promise<void> {
    this.#video = video;
    video.addEventListener("timeupdate", () => this.#follow());
    video.addEventListener("seeked", () => this.#follow());
    video.addEventListener("ended", () => this.#set("ended"));
    video.addEventListener("pause", () => this.#phase.peek() === "playing" && this.#set("paused"));
    video.addEventListener("playing", () => this.#set("playing"));
    await this.#load(video).catch(() => this.#set("failed"));
  }

  toggle(): void {
    const video = this.#video;
    if (!video) return;
    if (!video.paused) video.pause();
    else {
      if (this.#phase.peek() === "ended") this.seek(this.span.startsMs);
      void video.play().catch(() => {});
    }
  }

  seek(positionMs: number): void {
    const to = this.#within(positionMs);
    this.#positionMs.value = to;
    if (this.#phase.peek() === "ended") this.#set("paused");
    if (this.#video) this.#video.currentTime = to / 1000;
  }

  close(): void {
    this.#isClosed = true;
    this.#hls?.destroy();
    this.#hls = null;
  }

  async #load(video: HTMLVideoElement): Promise<void> {
    const first = this.#positionMs.peek() / 1000;
    const { default: Hls } = await import("hls.js");
    if (this.#isClosed) return;
    if (!Hls.isSupported()) {
      video.src = this.#url;
      video.addEventListener("loadedmetadata", () => this.#begin(first), { once: true });
      video.addEventListener("error", () => this.#set("failed"));
      return;
    }
    const hls = new Hls({
      startPosition: first,
      backBufferLength: BACK_BUFFER_S,
      maxBufferLength: MOST_BUFFERED_S,
    });
    this.#hls = hls;
    let tries = 0;
    hls.on(Hls.Events.ERROR, (_, { fatal, type }) => {
      if (!fatal) return;
      tries += 1;
      if (tries > 3) this.#set("failed");
      else if (type === Hls.ErrorTypes.MEDIA_ERROR) hls.recoverMediaError();
      else hls.startLoad();
    });
    hls.once(Hls.Events.LEVEL_LOADED, () => this.#begin(first));
    hls.loadSource(this.#url);
    hls.attachMedia(video);
  }

  /** It waits for the viewer to press Play, as a browser that plays no sound unasked would make it anyway. */
  #begin(firstS: number): void {
    if (this.#video && Math.abs(this.#video.currentTime - firstS) > 0.1) {
      this.#video.currentTime = firstS;
    }
    if (this.#phase.peek() === "loading") this.#set("paused");
  }

  #follow(): void {
    const video = this.#video;
    if (!video || video.seeking) return;
    const positionMs = video.currentTime * 1000;
    this.#positionMs.value = this.#within(positionMs);
    if (positionMs < this.span.endsMs || video.paused) return;
    video.pause();
    this.#set("ended");
  }

  #within(positionMs: number): number {
    return Math.min(Math.max(positionMs, this.span.startsMs), this.span.endsMs);
  }

  #set(phase: Phase): void {
    this.#phase.value = phase;
  }
}
