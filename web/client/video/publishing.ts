// Publishing a show from this browser: a camera or the screen, a microphone, and WHIP. A line that breaks is taken up again by itself.

import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { asProblem, Problem } from "../lib/api";
import { t } from "../lib/words";
import type { StreamKeyView } from "../types.gen";
import { exchange, knowsH264, type Session } from "./exchange";

export type State = "off" | "ready" | "connecting" | "on_air" | "reconnecting";
export type Source = "camera" | "screen";

export interface Health {
  /** Of pictures and sound together. */
  bitsPerSecond: number;
  picturesPerSecond: number;
  /** Of the packets of the last second, as the other side counts them. */
  lostShare: number;
  /** To the media process and back; null until it is known. */
  roundTripMs: number | null;
  width: number;
  height: number;
}

export interface Choice {
  source: Source;
  cameraId: string;
  microphoneId: string;
}

/** Pages that did not come by https get no devices, and some browsers have no WebRTC. */
export const CAN_PUBLISH =
  typeof RTCPeerConnection === "function" && navigator.mediaDevices !== undefined;
/** Phones cannot. */
export const CAN_SHOW_SCREEN =
  CAN_PUBLISH && typeof navigator.mediaDevices.getDisplayMedia === "function";

const MOST_BITS_PER_SECOND = 2_500_000;
const RETRY_AFTER_MS = [500, 1_000, 2_000, 4_000, 8_000];
const CONNECTED_WITHIN_MS = 10_000;
/** A line that says "disconnected" often comes back by itself. */
const GIVE_UP_AFTER_MS = 3_000;

export class Publishing {
  readonly #key: () => Promise<StreamKeyView>;
  readonly #state: Signal<State> = signal("off");
  readonly #stream: Signal<MediaStream | null> = signal(null);
  readonly #health: Signal<Health | null> = signal(null);
  readonly #problem: Signal<Problem | null> = signal(null);
  #peer: RTCPeerConnection | null = null;
  #session: Session | null = null;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #meter: ReturnType<typeof setInterval> | undefined;
  #before: Counted | null = null;

  constructor(key: () => Promise<StreamKeyView>) {
    this.#key = key;
  }

  get state(): ReadonlySignal<State> {
    return this.#state;
  }

  get stream(): ReadonlySignal<MediaStream | null> {
    return this.#stream;
  }

  get health(): ReadonlySignal<Health | null> {
    return this.#health;
  }

  get problem(): ReadonlySignal<Problem | null> {
    return this.#problem;
  }

  /** Take pictures and sound from these devices. While on air they take the places of those before. */
  async choose(choice: Choice): Promise<void> {
    const stream = await capture(choice);
    const before = this.#stream.peek();
    this.#stream.value = stream;
    for (const track of stream.getTracks()) {
      track.onended = () => (this.#problem.value = ended(track.kind));
      const sender = this.#peer?.getSenders().find((each) => each.track?.kind === track.kind);
      await sender?.replaceTrack(track);
    }
    for (const track of before?.getTracks() ?? []) track.stop();
    this.#problem.value = null;
    if (this.#state.peek() === "off") this.#state.value = "ready";
  }

  /** Go on air. `takesOver` ends whoever publishes the show already. */
  async begin(takesOver = false): Promise<void> {
    this.#failures = 0;
    this.#state.value = "connecting";
    this.#problem.value = null;
    try {
      await this.#connect(takesOver);
    } catch (error) {
      this.#leave();
      this.#state.value = "ready";
      throw asProblem(error);
    }
  }

  /** Leave the air; the devices stay on. */
  end(): void {
    this.#leave();
    if (this.#stream.peek()) this.#state.value = "ready";
  }

  /** Leave the air and let go of the devices. */
  close(): void {
    this.#leave();
    for (const track of this.#stream.peek()?.getTracks() ?? []) track.stop();
    this.#stream.value = null;
    this.#state.value = "off";
  }

  async #connect(takesOver: boolean): Promise<void> {
    const stream = this.#stream.peek();
    if (!stream)
      throw new Problem({
        code: "video.no_source",
        title: t("Choose a camera first"),
        detail: t("Choose a camera or your screen first."),
      });
    if (!knowsH264(RTCRtpSender))
      throw new Problem({
        code: "video.no_h264",
        title: t("This browser cannot send the picture yet"),
        detail: t(
          "Shows are sent in H.264. Firefox fetches its plug-in for that, OpenH264, some minutes after it was first started. Try again then, or use another browser or an encoder.",
        ),
      });
    const { whip_url: url, key } = await this.#key();
    const peer = new RTCPeerConnection();
    this.#peer = peer;
    for (const track of stream.getTracks()) addTrack(peer, track, stream);
    this.#session = await exchange(peer, takesOver ? `${url}?takeover=true` : url, key);
    await connected(peer);
    if (this.#peer !== peer) return;
    peer.onconnectionstatechange = () => this.#onChange(peer);
    this.#state.value = "on_air";
    this.#failures = 0;
    this.#meter = setInterval(() => void this.#measure(peer), 1_000);
  }

  #onChange(peer: RTCPeerConnection): void {
    if (peer !== this.#peer) return;
    clearTimeout(this.#timer);
    if (peer.connectionState === "connected") this.#state.value = "on_air";
    else if (peer.connectionState === "disconnected") {
      this.#state.value = "reconnecting";
      this.#timer = setTimeout(() => this.#again(), GIVE_UP_AFTER_MS);
    } else this.#again();
  }

  #again(): void {
    this.#leave();
    this.#state.value = "reconnecting";
    const wait = RETRY_AFTER_MS[Math.min(this.#failures, RETRY_AFTER_MS.length - 1)] ?? 8_000;
    this.#failures += 1;
    this.#timer = setTimeout(() => {
      this.#connect(true).catch((error) => {
        const problem = asProblem(error);
        if (problem.status >= 400 && problem.status < 500) {
          this.#leave();
          this.#problem.value = problem;
          this.#state.value = "ready";
        } else this.#again();
      });
    }, wait);
  }

  #leave(): void {
    clearTimeout(this.#timer);
    clearInterval(this.#meter);
    void this.#session?.end();
    this.#session = null;
    const peer = this.#peer;
    this.#peer = null;
    peer?.close();
    this.#before = null;
    this.#health.value = null;
  }

  async #measure(peer: RTCPeerConnection): Promise<void> {
    const now = count(await peer.getStats());
    const before = this.#before;
    this.#before = now;
    if (!before || now.atMs <= before.atMs) return;
    const seconds = (now.atMs - before.atMs) / 1_000;
    this.#health.value = {
      bitsPerSecond: ((now.bytes - before.bytes) * 8) / seconds,
      picturesPerSecond: (now.pictures - before.pictures) / seconds,
      lostShare: now.lostShare,
      roundTripMs: now.roundTripMs,
      width: now.width,
      height: now.height,
    };
  }
}

interface Counted {
  atMs: number;
  bytes: number;
  pictures: number;
  lostShare: number;
  roundTripMs: number | null;
  width: number;
  height: number;
}

function count(report: RTCStatsReport): Counted {
  const counted: Counted = {
    atMs: 0,
    bytes: 0,
    pictures: 0,
    lostShare: 0,
    roundTripMs: null,
    width: 0,
    height: 0,
  };
  for (const stats of report.values()) {
    if (stats.type === "outbound-rtp") {
      counted.atMs = stats.timestamp;
      counted.bytes += stats.bytesSent ?? 0;
      counted.pictures += stats.framesEncoded ?? 0;
      counted.width = stats.frameWidth ?? counted.width;
      counted.height = stats.frameHeight ?? counted.height;
    }
    if (stats.type === "remote-inbound-rtp" && stats.kind === "video") {
      counted.lostShare = stats.fractionLost ?? 0;
    }
    if (stats.type === "candidate-pair" && stats.nominated && stats.state === "succeeded") {
      counted.roundTripMs = (stats.currentRoundTripTime ?? 0) * 1_000;
    }
  }
  return counted;
}

function addTrack(peer: RTCPeerConnection, track: MediaStreamTrack, stream: MediaStream): void {
  const transceiver = peer.addTransceiver(track, {
    direction: "sendonly",
    streams: [stream],
    ...(track.kind === "video" && { sendEncodings: [{ maxBitrate: MOST_BITS_PER_SECOND }] }),
  });
  const wanted = track.kind === "video" ? ["video/h264", "video/rtx"] : ["audio/opus"];
  const known = RTCRtpSender.getCapabilities(track.kind)?.codecs ?? [];
  const codecs = known.filter(({ mimeType }) => wanted.includes(mimeType.toLowerCase()));
  if (codecs.length > 0) transceiver.setCodecPreferences(codecs);
}

async function capture({ source, cameraId, microphoneId }: Choice): Promise<MediaStream> {
  const audio = {
    ...(microphoneId && { deviceId: { exact: microphoneId } }),
    echoCancellation: source === "camera",
  };
  try {
    if (source === "camera") {
      const video = {
        ...(cameraId && { deviceId: { exact: cameraId } }),
        width: { ideal: 1280 },
        height: { ideal: 720 },
        frameRate: { ideal: 30 },
      };
      return await navigator.mediaDevices.getUserMedia({ video, audio });
    }
    const screen = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: 30 } });
    const microphone = await navigator.mediaDevices.getUserMedia({ audio });
    for (const track of screen.getVideoTracks()) track.contentHint = "detail";
    return new MediaStream([...screen.getVideoTracks(), ...microphone.getAudioTracks()]);
  } catch (error) {
    throw refusedDevice(error);
  }
}

function refusedDevice(error: unknown): Problem {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError") {
    return new Problem({
      code: "video.not_allowed",
      title: t("The browser may not use it"),
      detail: t(
        "Allow the camera and the microphone for this page, in the address bar, and try again.",
      ),
    });
  }
  if (name === "NotFoundError" || name === "OverconstrainedError") {
    return new Problem({
      code: "video.no_device",
      title: t("There is no such device"),
      detail: t("Connect a camera and a microphone, or choose another."),
    });
  }
  return new Problem({
    code: "video.device_failed",
    title: t("The device could not be opened"),
    detail: t("Another program may be using it. Close that one and try again."),
  });
}

function ended(kind: string): Problem {
  return new Problem({
    code: "video.device_ended",
    title: t("A device was switched off"),
    detail:
      kind === "video"
        ? t("The picture stopped. Choose a camera or your screen again.")
        : t("The sound stopped. Choose a microphone again."),
  });
}

function connected(peer: RTCPeerConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = () =>
      reject(
        new Problem({
          code: "video.no_way_through",
          title: t("The line to the video server could not be opened"),
          detail: t("A firewall may keep UDP packets back. Try another network."),
        }),
      );
    const timer = setTimeout(fail, CONNECTED_WITHIN_MS);
    peer.addEventListener("connectionstatechange", () => {
      if (peer.connectionState === "connected") resolve();
      else if (peer.connectionState === "failed" || peer.connectionState === "closed") fail();
      else return;
      clearTimeout(timer);
    });
  });
}
