// Which way a show is watched, and which way is next when one fails. Pure: times come in, what to do comes out.
//
// Over WebRTC the delay is lowest, by HLS there is room for everybody and a way back in time. Each stands in for the other. A way that
// failed is left alone for a while; when both did, we wait a little longer each time.

export type Way = "webrtc" | "hls";
/** What the viewer asked for. */
export type Wish = "auto" | "lowest" | "balanced";
export type Phase = "connecting" | "playing" | "waiting" | "failed";

/** Why a way does not, or no longer, show anything. */
export type Fault =
  /** No more viewers can watch this way. */
  | "full"
  /** The pass has expired, or the show is not open to this person. */
  | "refused"
  /** The show has no picture at the moment. */
  | "absent"
  | "unreachable"
  /** Nothing moved for some time though the host is there. */
  | "stalled"
  /** This browser cannot. */
  | "unsupported";

export interface Choice {
  readonly wish: Wish;
  readonly way: Way;
  readonly phase: Phase;
  /** Whether the viewer went back in time. */
  readonly isRewound: boolean;
  /** In a row, without a picture in between. */
  readonly failures: number;
  /** Of each way, since it last showed a picture. */
  readonly setbacks: Readonly<Record<Way, number>>;
  /** Until when each way is left alone. */
  readonly notBefore: Readonly<Record<Way, number>>;
}

export interface Next {
  readonly choice: Choice;
  readonly afterMs: number;
  /** Ask for a new pass before. */
  readonly renews: boolean;
}

const WAITS_MS = [1_000, 2_000, 4_000, 8_000];
/** Whoever asked for it knocks again soon, the others seldom: they may be very many. */
const FULL_FOR_MS: Record<Wish, number> = { lowest: 60_000, auto: 600_000, balanced: 600_000 };
/** Twice as long after each setback: a network that lets nothing through does so for all of the show. */
const ALONE_FOR_MS = 20_000;
const ALONE_AT_MOST_MS = 320_000;
/** After so many failures in a row a viewer is told. */
const MANY_FAILURES = 4;

export function firstChoice(wish: Wish): Choice {
  const none = { webrtc: 0, hls: 0 };
  const way = wish === "balanced" ? "hls" : "webrtc";
  return {
    wish,
    way,
    phase: "connecting",
    isRewound: false,
    failures: 0,
    setbacks: none,
    notBefore: none,
  };
}

/** The viewer wishes something else, goes back in time, or is live again: the way that suits it. */
export function chosen(choice: Choice, changes: Partial<Choice>, nowMs: number): Choice {
  const changed = { ...choice, ...changes };
  return { ...changed, way: wayOf(changed, nowMs) };
}

/** Pictures move, this way: while another is tried, the one before goes on. */
export function playing(choice: Choice, way: Way): Choice {
  const { phase, failures, setbacks } = choice;
  return phase === "playing" && failures === 0 && setbacks[way] === 0
    ? choice
    : { ...choice, phase: "playing", failures: 0, setbacks: { ...setbacks, [way]: 0 } };
}

export function waiting(choice: Choice): Choice {
  return choice.phase === "playing" ? { ...choice, phase: "waiting" } : choice;
}

/** A way did not work: what to try next, and when. */
export function afterFault(choice: Choice, fault: Fault, nowMs: number): Next {
  const failures = choice.failures + 1;
  const phase = failures > MANY_FAILURES ? "failed" : "connecting";
  const failed: Choice = { ...choice, failures, phase };
  if (fault === "refused") return { choice: failed, afterMs: refusedFor(failures), renews: true };
  if (fault === "absent") return { choice: failed, afterMs: waitOf(failures), renews: false };
  const barred = { ...failed.notBefore, [choice.way]: nowMs + aloneFor(failed, fault) };
  const setbacks = { ...failed.setbacks, [choice.way]: failed.setbacks[choice.way] + 1 };
  const next = { ...failed, setbacks, notBefore: barred };
  const way = wayOf(next, nowMs);
  const isFresh = nowMs >= barred[way];
  return { choice: { ...next, way }, afterMs: isFresh ? 0 : waitOf(failures), renews: false };
}

/** Who watches by HLS only because WebRTC failed is taken back as soon as that may work. */
export function mayGoBack(choice: Choice, nowMs: number): boolean {
  const { wish, way, phase, isRewound, notBefore } = choice;
  const isElsewhere = wish !== "balanced" && way === "hls" && !isRewound;
  return isElsewhere && phase === "playing" && nowMs >= notBefore.webrtc;
}

function wayOf({ wish, isRewound, notBefore }: Choice, nowMs: number): Way {
  const wished: Way = wish === "balanced" || isRewound ? "hls" : "webrtc";
  const other: Way = wished === "hls" ? "webrtc" : "hls";
  if (nowMs >= notBefore[wished]) return wished;
  if (nowMs >= notBefore[other]) return other;
  return notBefore[wished] <= notBefore[other] ? wished : other;
}

function aloneFor({ wish, way, setbacks }: Choice, fault: Fault): number {
  if (fault === "unsupported") return Number.POSITIVE_INFINITY;
  if (fault === "full") return FULL_FOR_MS[wish];
  return Math.min(ALONE_FOR_MS * 2 ** setbacks[way], ALONE_AT_MOST_MS);
}

/** A pass that has just expired is replaced at once; a new one that is refused too, later. */
function refusedFor(failures: number): number {
  return failures === 1 ? 0 : waitOf(failures);
}

function waitOf(failures: number): number {
  return WAITS_MS[Math.min(failures, WAITS_MS.length) - 1] ?? 1_000;
}
