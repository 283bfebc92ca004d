// A socket that stays: it returns by itself after it was lost, asks the server the time, and notices when the
// line has gone dead without saying so. It knows frames' shapes but not what they mean to a room.

import { batch, type ReadonlySignal, signal } from "@preact/signals";
import type { ClientFrame, ServerFrame } from "../types.gen";
import type { ServerClock } from "./clock";
import { mayReturn, waitMs } from "./reconnection";

/**
 * `connecting`: not connected, trying or waiting to try. `catching_up`: connected, what was missed is arriving.
 * `open`: what is shown is current. `closed`: over, and it will not return.
 */
export type SocketStatus = "connecting" | "open" | "catching_up" | "closed";

export interface ConnectOptions {
  /** Where on this site, for instance `/live/{show_id}`. */
  path: string;
  onFrame: (frame: ServerFrame) => void;
  /** The last known position (`epoch.seq`), or null to be given the whole state. */
  since?: () => string | null;
  /** Set from the server's answers. */
  clock?: ServerClock;
}

export interface Connection {
  /** Whether it went out; it does not when there is no connection. */
  send(frame: ClientFrame): boolean;
  /** Leave and come back at once with no position: who this person is, or what they may see, has changed. */
  restart(): void;
  close(): void;
  readonly status: ReadonlySignal<SocketStatus>;
  /** The close code that ended it for good. */
  readonly finalCode: ReadonlySignal<number | null>;
}

export function connect(options: ConnectOptions): Connection {
  return new LastingSocket(options);
}

const LOST_PLACE = 4001;
const ASK_EVERY_MS = 30_000;
/** Further questions right after the greeting, for a good first measurement. */
const FIRST_QUESTIONS_MS = [0, 250, 700, 1_500];
const DEAD_AFTER_MS = 10_000;
const CATCH_UP_AT_MOST_MS = 3_000;
const STEADY_AFTER_MS = 5_000;

class LastingSocket implements Connection {
  readonly status = signal<SocketStatus>("connecting");
  readonly finalCode = signal<number | null>(null);

  readonly #options: ConnectOptions;
  #socket: WebSocket | null = null;
  #attempt = 0;
  #wantsWholeState = false;
  /** Whether this connection was asked for without a position. */
  #cameAnew = true;
  #retry: Timer | undefined;
  #deadline: Timer | undefined;
  #timers: Timer[] = [];

  constructor(options: ConnectOptions) {
    this.#options = options;
    document.addEventListener("visibilitychange", this.#wake);
    window.addEventListener("online", this.#wake);
    window.addEventListener("offline", this.#wake);
    window.addEventListener("pagehide", this.#leave);
    window.addEventListener("pageshow", this.#wake);
    this.#open();
  }

  send(frame: ClientFrame): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  restart(): void {
    if (this.status.value === "closed") return;
    this.#wantsWholeState = true;
    this.#attempt = 0;
    this.#abandon();
    this.#open();
  }

  close(): void {
    document.removeEventListener("visibilitychange", this.#wake);
    window.removeEventListener("online", this.#wake);
    window.removeEventListener("offline", this.#wake);
    window.removeEventListener("pagehide", this.#leave);
    window.removeEventListener("pageshow", this.#wake);
    this.#abandon();
    this.status.value = "closed";
  }

  #open(): void {
    this.status.value = "connecting";
    const socket = new WebSocket(this.#address());
    const sinceOpening = Date.now();
    this.#socket = socket;
    this.#expectSign();
    socket.onmessage = (event) => this.#receive(event.data);
    socket.onclose = (event) => this.#lost(event.code, Date.now() - sinceOpening);
  }

  #address(): string {
    const address = new URL(this.#options.path, window.location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const since = this.#wantsWholeState ? null : (this.#options.since?.() ?? null);
    this.#cameAnew = since === null;
    if (since !== null) address.searchParams.set("since", since);
    return address.href;
  }

  #receive(data: unknown): void {
    batch(() => {
      for (const frame of framesOf(data)) this.#take(frame);
    });
  }

  #take(frame: ServerFrame): void {
    if (frame.t === "welcome") this.#welcomed(frame.server_ms);
    if (frame.t === "time") this.#toldTime(frame.client_ms, frame.server_ms);
    this.#options.onFrame(frame);
    this.#updateStatus(frame);
  }

  #welcomed(serverMs: number): void {
    this.#wantsWholeState = false;
    this.#stopTimers();
    this.#options.clock?.greet(serverMs);
    this.#timers.push(setTimeout(() => this.#settle(), STEADY_AFTER_MS));
    for (const delayMs of FIRST_QUESTIONS_MS) {
      this.#timers.push(setTimeout(() => this.#askTime(), delayMs));
    }
    this.#timers.push(setInterval(() => this.#askTime(), ASK_EVERY_MS));
  }

  #settle(): void {
    this.#attempt = 0;
  }

  /** What was missed stands in the line before the first answer about the time. */
  #updateStatus(frame: ServerFrame): void {
    if (frame.t === "welcome") {
      this.status.value = frame.state || this.#cameAnew ? "open" : "catching_up";
      this.#timers.push(setTimeout(() => this.#caughtUp(), CATCH_UP_AT_MOST_MS));
    } else if (frame.t === "time") {
      this.#caughtUp();
    }
  }

  #caughtUp(): void {
    if (this.status.value === "catching_up") this.status.value = "open";
  }

  #askTime(): void {
    const clientMs = this.#options.clock?.deviceNow() ?? Date.now();
    if (this.send({ t: "time", client_ms: clientMs })) this.#expectSign();
  }

  #toldTime(askedMs: number, serverMs: number): void {
    clearTimeout(this.#deadline);
    this.#deadline = undefined;
    this.#options.clock?.learn(askedMs, serverMs);
  }

  /** Without an answer by then the line is dead, whatever the browser still believes. */
  #expectSign(): void {
    this.#deadline ??= setTimeout(() => this.#lost(1006, 0), DEAD_AFTER_MS);
  }

  #lost(code: number, lastedMs: number): void {
    this.#abandon();
    if (!mayReturn(code)) {
      this.close();
      this.finalCode.value = code;
      return;
    }
    if (code === LOST_PLACE) this.#wantsWholeState = true;
    if (lastedMs > STEADY_AFTER_MS) this.#attempt = 0;
    this.status.value = "connecting";
    this.#retry = setTimeout(() => this.#retryUnlessAsleep(), waitMs(this.#attempt));
    this.#attempt += 1;
  }

  /** A page that nobody sees waits until somebody does: see `#wake`. */
  #retryUnlessAsleep(): void {
    if (document.visibilityState === "visible") this.#open();
  }

  readonly #wake = (): void => {
    if (document.visibilityState === "hidden" || this.status.value === "closed") return;
    if (this.#socket !== null) {
      this.#askTime();
      return;
    }
    clearTimeout(this.#retry);
    this.#open();
  };

  /** A page that goes into the back-forward cache must not hold a socket; `pageshow` brings it back. */
  readonly #leave = (): void => {
    if (this.status.value === "closed") return;
    this.#abandon();
    this.status.value = "connecting";
  };

  #abandon(): void {
    this.#stopTimers();
    clearTimeout(this.#retry);
    const socket = this.#socket;
    this.#socket = null;
    if (socket === null) return;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }

  #stopTimers(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
    clearTimeout(this.#deadline);
    this.#deadline = undefined;
  }
}

type Timer = ReturnType<typeof setTimeout>;

/** A message holds one frame, or under load an array of them. */
function framesOf(data: unknown): ServerFrame[] {
  if (typeof data !== "string") return [];
  try {
    const message: unknown = JSON.parse(data);
    return (Array.isArray(message) ? message : [message]).filter(isFrame);
  } catch {
    return [];
  }
}

function isFrame(value: unknown): value is ServerFrame {
  return typeof value === "object" && value !== null && "t" in value;
}
