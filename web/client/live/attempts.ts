// Idempotency keys that live as long as an attempt: the same thing tried again after a silence is sent with the same
// key, so that it happens once; something new, or a new try after an answer, gets a new one.

import { newIdempotencyKey, Problem } from "../lib/api";

export class Attempts {
  readonly #keys = new Map<string, string>();
  readonly #newKey: () => string;

  constructor(newKey: () => string = newIdempotencyKey) {
    this.#newKey = newKey;
  }

  /** Send by `send` what `subject` names; two sendings of one subject share a key until one was answered. */
  async make<T>(subject: string, send: (key: string) => Promise<T>): Promise<T> {
    const key = this.#keys.get(subject) ?? this.#newKey();
    this.#keys.set(subject, key);
    try {
      const answer = await send(key);
      this.#keys.delete(subject);
      return answer;
    } catch (thrown) {
      if (!isSilence(thrown)) this.#keys.delete(subject);
      throw thrown;
    }
  }
}

/** Whether it is unknown if the attempt took effect. */
export function isSilence(thrown: unknown): boolean {
  return thrown instanceof Problem && (thrown.status === 0 || thrown.status >= 500);
}
