// Where pictures and sound come from, whichever way they come.

import type { VideoView } from "../types.gen";
import type { Fault, Way } from "./choosing";

export interface Source {
  readonly way: Way;
  /** The server's time at which what is shown was received from the host; null if nobody can tell. */
  pictureMs(): number | null;
  /** Go on with the pass of this view. */
  renew(view: VideoView): void;
  close(): void;
}

export type OnFault = (fault: Fault) => void;

/** Why a way did not begin. */
export class WayFailed extends Error {
  constructor(readonly fault: Fault) {
    super(fault);
  }
}

export function faultOf(status: number | undefined): Fault {
  if (status === 503) return "full";
  if (status === 401 || status === 403) return "refused";
  if (status === 406) return "unsupported";
  return status === 404 ? "absent" : "unreachable";
}
