// The exchange of WHIP and WHEP: an offer is posted, its answer comes back, and an address ends it.

import { Problem, type ProblemDetails } from "../lib/api";
import { t } from "../lib/words";

const GATHER_WITHIN_MS = 500;
const ANSWER_WITHIN_MS = 10_000;

/** Whether pictures can be exchanged: they are in H.264, which Firefox lacks until it has fetched its plug-in. */
export function knowsH264(end: typeof RTCRtpSender | typeof RTCRtpReceiver): boolean {
  const codecs = end.getCapabilities("video")?.codecs ?? [];
  return codecs.some(({ mimeType }) => mimeType.toLowerCase() === "video/h264");
}

/** A connection that was answered, until it is ended. */
export interface Session {
  /** Names the connection to whoever may change or end it. */
  readonly address: string;
  /** Resolves when the other side knows. */
  end(): Promise<void>;
}

/** Post this connection's offer and take the answer. Throws a Problem. */
export async function exchange(
  peer: RTCPeerConnection,
  url: string,
  key?: string,
): Promise<Session> {
  await peer.setLocalDescription(await peer.createOffer());
  await gathered(peer);
  const headers: Record<string, string> = { "content-type": "application/sdp" };
  if (key !== undefined) headers.authorization = `Bearer ${key}`;
  const answer = await post(url, headers, peer.localDescription?.sdp ?? "");
  await peer.setRemoteDescription({ type: "answer", sdp: await answer.text() });
  const address = new URL(answer.headers.get("location") ?? "", url).href;
  // It is also sent while the page is being left.
  const end = async () => {
    await fetch(address, { method: "DELETE", keepalive: true }).catch(() => {});
  };
  return { address, end };
}

async function post(url: string, headers: HeadersInit, body: string): Promise<Response> {
  let answer: Response;
  try {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    answer = await fetch(url, { method: "POST", headers, body, signal });
  } catch {
    throw new Problem({
      code: "video.unreachable",
      title: t("The video server could not be reached"),
      detail: t("Check your network and try again."),
    });
  }
  if (answer.ok) return answer;
  const details = (await answer.json().catch(() => null)) as ProblemDetails | null;
  throw new Problem({
    ...(details ?? {
      code: "video.unreadable",
      title: t("The video server did not answer as it should"),
      detail: t("Wait a moment and try again."),
    }),
    status: answer.status,
  });
}

/** Addresses of this machine are found at once; those from a STUN server may take too long to wait for. */
function gathered(peer: RTCPeerConnection): Promise<void> {
  if (peer.iceGatheringState === "complete") return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, GATHER_WITHIN_MS);
    peer.addEventListener("icegatheringstatechange", () => {
      if (peer.iceGatheringState !== "complete") return;
      clearTimeout(timer);
      resolve();
    });
  });
}
