// The server's clock, as this page knows it. Deals open and close by the server's time, so every
// countdown reads `now()` from here and never the device's own clock.
//
// The offset is learned as in NTP: of several question-and-answer samples the one with the shortest
// round trip is the truest, with an error of at most half that round trip. Two samples that cannot both
// be true mean that one of the clocks was set; then only the newer one counts.

const KEPT_SAMPLES = 8;

/** How wrong a reading may be that came without a round trip (the greeting's). */
const GREETING_ROUND_TRIP_MS = 4_000;

interface Sample {
  readonly offsetMs: number;
  readonly roundTripMs: number;
}

export class ServerClock {
  #samples: readonly Sample[] = [];
  #offsetMs = 0;
  readonly #deviceNow: () => number;

  constructor(deviceNow: () => number = Date.now) {
    this.#deviceNow = deviceNow;
  }

  /** The server's time in milliseconds since the epoch. Bound, so that it can be handed on as a function. */
  readonly now = (): number => this.#deviceNow() + this.#offsetMs;

  readonly deviceNow = (): number => this.#deviceNow();

  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** An answer has come to a question that left at `askedMs` by the device's clock. */
  learn(askedMs: number, serverMs: number): void {
    const roundTripMs = this.#deviceNow() - askedMs;
    if (roundTripMs < 0) return;
    this.#take({ offsetMs: serverMs - (askedMs + roundTripMs / 2), roundTripMs });
  }

  /** The greeting tells the time without having been asked: good until a first round trip is known. */
  greet(serverMs: number): void {
    const offsetMs = serverMs - this.#deviceNow();
    this.#take({ offsetMs, roundTripMs: GREETING_ROUND_TRIP_MS });
  }

  #take(sample: Sample): void {
    const agreeing = this.#samples.filter((other) => canBothBeTrue(sample, other));
    this.#samples = [...agreeing, sample].slice(-KEPT_SAMPLES);
    this.#offsetMs = truest(this.#samples, sample).offsetMs;
  }
}

function canBothBeTrue(one: Sample, other: Sample): boolean {
  const slackMs = (one.roundTripMs + other.roundTripMs) / 2 + 1;
  return Math.abs(one.offsetMs - other.offsetMs) <= slackMs;
}

function truest(samples: readonly Sample[], first: Sample): Sample {
  return samples.reduce(
    (best, sample) => (sample.roundTripMs < best.roundTripMs ? sample : best),
    first,
  );
}
