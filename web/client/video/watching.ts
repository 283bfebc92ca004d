// Watching a show: over WebRTC with the lowest delay, or by HLS with the way back, whichever there is.
//
// WebRTC is tried first. If there is no room, or no way through, it is HLS. Whoever goes back in time watches by HLS from then on,
// until they choose to be live again.

import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type Hls from "hls.js";
import type { VideoView } from "../types.gen";
import { exchange, type Session } from "./exchange";

export type Way = "webrtc" | "hls";
export type Phase = "connecting" | "playing" | "waiting" | "failed";

const CONNECT_WITHIN_MS = 6_000;
const RETRY_AFTER_MS = [1_000, 2_000, 4_000, 8_000];
const BEHIND_S = 4;
/** Two seconds without a new picture are a stall. */
const STALLED_MS = 2_000;
const LOOK_EVERY_MS = 500;

export class Watching {
  readonly #video: HTMLVideoElement;
  readonly #phase: Signal<Phase> = signal("connecting");
  readonly #way: Signal<Way> = signal("webrtc");
  readonly #isBehind = signal(false);
  #urls: VideoView | null = null;
  #peer: RTCPeerConnection | null = null;
  #session: Session | null = null;
  #hls: Hls | null = null;
  #prefersHls = false;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  readonly #looking: ReturnType<typeof setInterval>;
  #lastTime = 0;
  #lastMovedAt = 0;

  constructor(video: HTMLVideoElement) {
    this.#video = video;
    this.#looking = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  get phase(): ReadonlySignal<Phase> {
    return this.#phase;
  }

  get way(): ReadonlySignal<Way> {
    return this.#way;
  }

  /** Whether what is shown is some seconds old, because the viewer went back or fell behind. */
  get isBehind(): ReadonlySignal<boolean> {
    return this.#isBehind;
  }

  /** Follow the show to where it is published now. */
  follow(view: VideoView): void {
    const isElsewhere = view.hls_url !== this.#urls?.hls_url;
    this.#urls = view;
    if (view.signal === "off") this.#leave();
    else if (isElsewhere || (this.#peer === null && this.#hls === null)) this.#begin();
  }

  back(seconds: number): void {
    if (this.#hls) this.#video.currentTime = Math.max(0, this.#video.currentTime - seconds);
    else {
      this.#prefersHls = true;
      this.#begin(seconds);
    }
  }

  goLive(): void {
    if (this.#prefersHls) {
      this.#prefersHls = false;
      this.#begin();
    } else if (this.#hls?.liveSyncPosition) this.#video.currentTime = this.#hls.liveSyncPosition;
  }

  close(): void {
    clearInterval(this.#looking);
    this.#leave();
  }

  #begin(backS = 0): void {
    this.#leave();
    const attempt = ++this.#attempt;
    this.#phase.value = "connecting";
    const { whep_url: whep, hls_url: hls } = this.#urls ?? {};
    const begun =
      whep && !this.#prefersHls && typeof RTCPeerConnection === "function"
        ? this.#overWebRtc(whep).catch(() => this.#byHls(hls, attempt, 0))
        : this.#byHls(hls, attempt, backS);
    begun.catch(() => this.#again(attempt));
  }

  async #overWebRtc(url: string): Promise<void> {
    const peer = new RTCPeerConnection();
    this.#peer = peer;
    this.#way.value = "webrtc";
    const stream = new MediaStream();
    peer.ontrack = ({ track }) => stream.addTrack(track);
    for (const kind of ["video", "audio"]) peer.addTransceiver(kind, { direction: "recvonly" });
    try {
      this.#session = await exchange(peer, url);
      await connected(peer);
    } catch (error) {
      if (this.#peer === peer) this.#peer = null;
      peer.close();
      throw error;
    }
    if (this.#peer !== peer) return;
    peer.onconnectionstatechange = () => {
      if (peer.connectionState === "failed" || peer.connectionState === "closed")
        this.#again(this.#attempt);
    };
    this.#video.srcObject = stream;
    await this.#play();
  }

  async #byHls(url: string | null | undefined, attempt: number, backS: number): Promise<void> {
    if (!url || attempt !== this.#attempt) return;
    this.#way.value = "hls";
    const { default: Hls } = await import("hls.js");
    if (attempt !== this.#attempt) return;
    if (!Hls.isSupported()) {
      this.#video.src = url;
      await this.#play();
      return;
    }
    const hls = new Hls({
      lowLatencyMode: true,
      liveSyncOnStallIncrease: 0,
      maxLiveSyncPlaybackRate: 1.1,
    });
    this.#hls = hls;
    hls.on(Hls.Events.ERROR, (_, { fatal }) => {
      if (fatal) this.#again(attempt);
    });
    hls.once(Hls.Events.LEVEL_LOADED, () => {
      if (backS > 0 && hls.liveSyncPosition) {
        this.#video.currentTime = Math.max(0, hls.liveSyncPosition - backS);
      }
    });
    hls.loadSource(url);
    hls.attachMedia(this.#video);
    await this.#play();
  }

  async #play(): Promise<void> {
    // A browser may refuse sound before the first press; without sound it plays.
    await this.#video
      .play()
      .catch(() => {
        this.#video.muted = true;
        return this.#video.play();
      })
      .catch(() => {});
  }

  #again(attempt: number): void {
    if (attempt !== this.#attempt || this.#urls === null || this.#urls.signal === "off") return;
    const wait = RETRY_AFTER_MS[Math.min(this.#failures, RETRY_AFTER_MS.length - 1)] ?? 8_000;
    this.#failures += 1;
    if (this.#failures > RETRY_AFTER_MS.length) this.#phase.value = "failed";
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#begin(), wait * (0.75 + Math.random() / 2));
  }

  #leave(): void {
    clearTimeout(this.#timer);
    this.#attempt += 1;
    this.#session?.end();
    this.#session = null;
    this.#peer?.close();
    this.#peer = null;
    this.#hls?.destroy();
    this.#hls = null;
    this.#video.srcObject = null;
  }

  /** Whether pictures move, and how far behind they are. */
  #look(): void {
    if (!this.#peer && !this.#hls) return;
    const { currentTime, paused } = this.#video;
    const now = performance.now();
    if (currentTime !== this.#lastTime) {
      this.#lastTime = currentTime;
      this.#lastMovedAt = now;
      this.#failures = 0;
      this.#phase.value = "playing";
    } else if (this.#phase.value === "playing" && !paused && now - this.#lastMovedAt > STALLED_MS) {
      this.#phase.value = "waiting";
    }
    const latency = this.#hls?.latency ?? 0;
    this.#isBehind.value = this.#hls !== null && latency > BEHIND_S;
    const mayCatchUp = this.#hls !== null && !this.#prefersHls && !paused;
    if (mayCatchUp && latency > BEHIND_S && this.#hls?.liveSyncPosition) {
      this.#video.currentTime = this.#hls.liveSyncPosition;
    }
  }
}

function connected(peer: RTCPeerConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("not connected in time")), CONNECT_WITHIN_MS);
    const look = () => {
      if (peer.connectionState === "connected") resolve();
      else if (peer.connectionState === "failed" || peer.connectionState === "closed") {
        reject(new Error(peer.connectionState));
      } else return;
      clearTimeout(timer);
      peer.removeEventListener("connectionstatechange", look);
    };
    peer.addEventListener("connectionstatechange", look);
    look();
  });
}
