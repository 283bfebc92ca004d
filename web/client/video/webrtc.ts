// Watching over WebRTC: WHEP, with a delay of some tenths of a second.

import { asProblem } from "../lib/api";
import type { VideoView } from "../types.gen";
import { exchange, knowsH264, type Session } from "./exchange";
import { faultOf, type OnFault, type Source, WayFailed } from "./source";

const CONNECT_WITHIN_MS = 6_000;

export class WebRtcSource implements Source {
  readonly way = "webrtc";
  readonly #peer: RTCPeerConnection;
  readonly #stream: MediaStream;
  readonly #session: Session;

  private constructor(peer: RTCPeerConnection, stream: MediaStream, session: Session) {
    this.#peer = peer;
    this.#stream = stream;
    this.#session = session;
  }

  /** Connect, without showing anything yet. Throws a WayFailed. */
  static async connect(view: VideoView, onFault: OnFault): Promise<WebRtcSource> {
    const isSupported = typeof RTCPeerConnection === "function" && knowsH264(RTCRtpReceiver);
    if (!isSupported || !view.whep_url) throw new WayFailed("unsupported");
    const peer = new RTCPeerConnection();
    const stream = new MediaStream();
    peer.ontrack = ({ track }) => stream.addTrack(track);
    for (const kind of ["video", "audio"]) peer.addTransceiver(kind, { direction: "recvonly" });
    let session: Session | null = null;
    try {
      session = await exchange(peer, view.whep_url);
      await connected(peer);
    } catch (error) {
      void session?.end();
      peer.close();
      throw error instanceof WayFailed ? error : new WayFailed(faultOf(asProblem(error).status));
    }
    peer.onconnectionstatechange = () => {
      if (isOver(peer)) onFault("unreachable");
    };
    return new WebRtcSource(peer, stream, session);
  }

  show(video: HTMLVideoElement): void {
    video.srcObject = this.#stream;
  }

  /** It is shown within tenths of a second. */
  pictureMs(): null {
    return null;
  }

  renew(view: VideoView): void {
    const { search } = new URL(view.whep_url ?? "", location.href);
    // What is refused ends the connection, and is noticed there.
    void fetch(`${this.#session.address}${search}`, { method: "PUT" }).catch(() => {});
  }

  close(): void {
    this.#peer.onconnectionstatechange = null;
    // In this order: a connection that has ended is not there to be ended.
    const ended = isOver(this.#peer) ? Promise.resolve() : this.#session.end();
    void ended.then(() => this.#peer.close());
  }
}

function isOver({ connectionState }: RTCPeerConnection): boolean {
  return connectionState === "failed" || connectionState === "closed";
}

function connected(peer: RTCPeerConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(new WayFailed("unreachable"));
    const timer = setTimeout(fail, CONNECT_WITHIN_MS);
    const look = () => {
      if (peer.connectionState === "connected") resolve();
      else if (isOver(peer)) fail();
      else return;
      clearTimeout(timer);
      peer.removeEventListener("connectionstatechange", look);
    };
    peer.addEventListener("connectionstatechange", look);
    look();
  });
}
