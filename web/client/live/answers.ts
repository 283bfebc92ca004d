// Commands that went out by the socket and wait for their answers, which name them by `ref`.

import { Problem } from "../lib/api";
import { t } from "../lib/words";
import type { Accepted, Claimed, Refused, ServerFrame } from "../types.gen";

export type Answer = Accepted | Claimed;

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (problem: Problem) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

export class Answers {
  readonly #waiting = new Map<string, Waiting>();

  /**
   * The answer to what `send` sends under a new `ref`; `send` says whether it went out. Throws a `Problem`: the refusal, or one
   * of status 0 if there is no answer in time or the line is lost.
   */
  ask(send: (ref: string) => boolean, withinMs: number): Promise<Answer> {
    const ref = newRef();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#fail(ref, silence()), withinMs);
      this.#waiting.set(ref, { resolve, reject, timer });
      if (!send(ref)) this.#fail(ref, silence());
    });
  }

  take(frame: ServerFrame): void {
    if (frame.t === "refused") this.#fail(frame.ref, refusal(frame));
    if (frame.t === "accepted" || frame.t === "claimed") this.#settle(frame.ref)?.resolve(frame);
  }

  /** The line is lost: what was not answered will not be. */
  giveUp(): void {
    for (const ref of [...this.#waiting.keys()]) this.#fail(ref, silence());
  }

  #fail(ref: string, problem: Problem): void {
    this.#settle(ref)?.reject(problem);
  }

  #settle(ref: string): Waiting | undefined {
    const waiting = this.#waiting.get(ref);
    this.#waiting.delete(ref);
    clearTimeout(waiting?.timer);
    return waiting;
  }
}

export function newRef(): string {
  return crypto.getRandomValues(new Uint32Array(2)).join("-");
}

function refusal({ code, title, detail, retry_after_s, status }: Refused): Problem {
  return new Problem({ code, title, detail, retry_after_s, status });
}

function silence(): Problem {
  return new Problem({
    code: "network",
    title: t("Nobody answered"),
    detail: t("There is no connection to the room right now. Try again in a moment."),
  });
}
