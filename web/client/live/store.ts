// One room, live: the socket feeds the frames to the room's pure core, and components read signals.

import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { api, Problem } from "../lib/api";
import { t } from "../lib/words";
import type {
  Claim,
  DealView,
  NewClaim,
  OrderView,
  React,
  ServerFrame,
  ShowView,
  WaiterView,
} from "../types.gen";
import { Answers, newRef } from "./answers";
import { isSilence } from "./attempts";
import { ServerClock } from "./clock";
import { InStep, type PictureClock } from "./instep";
import { withoutPlace, withPlace, withPlaces } from "./places";
import { apply, emptyRoom, position, type Room, withSale } from "./room";
import { type Connection, connect, type SocketStatus } from "./socket";

const TICK_MS = 250;
const ANSWER_WITHIN_MS = 8_000;
/** A claim without an answer by then goes another way. */
const CLAIM_ANSWER_WITHIN_MS = 3_000;
/** The share is said each second as long as the chat is sampled. */
const SAMPLED_FOR_MS = 3_000;

export class LiveRoom {
  readonly clock = new ServerClock();
  readonly #room: Signal<Room>;
  readonly #now = signal(this.clock.now());
  readonly #hasEntered = signal(false);
  readonly #oneIn = signal(1);
  #oneInTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #connection: Connection;
  readonly #ticker: ReturnType<typeof setInterval>;
  readonly #answers = new Answers();
  readonly #inStep = new InStep();
  #pictureClock: PictureClock = () => null;
  readonly #listeners = new Set<(frame: ServerFrame) => void>();

  constructor(show: ShowView, deals: readonly DealView[] = []) {
    this.#room = signal(emptyRoom(show, deals));
    this.#ticker = setInterval(() => this.#tick(), TICK_MS);
    this.#connection = connect({
      path: `/live/${encodeURIComponent(show.id)}`,
      onFrame: (frame) => this.#take(frame),
      since: () => position(this.#room.peek()),
      clock: this.clock,
    });
    this.#connection.status.subscribe((status) => {
      if (!isConnected(status)) this.#answers.giveUp();
    });
  }

  get room(): ReadonlySignal<Room> {
    return this.#room;
  }

  /** The server's time, moving on four times a second. */
  get now(): ReadonlySignal<number> {
    return this.#now;
  }

  /** Whether the room's state has arrived at all. */
  get hasEntered(): ReadonlySignal<boolean> {
    return this.#hasEntered;
  }

  /** The share of the chat that this page is sent: one in so many. */
  get oneIn(): ReadonlySignal<number> {
    return this.#oneIn;
  }

  get status(): ReadonlySignal<SocketStatus> {
    return this.#connection.status;
  }

  get finalCode(): ReadonlySignal<number | null> {
    return this.#connection.finalCode;
  }

  /** Take up what an answer of the API said, without waiting for the socket to say it too. */
  learn(frame: ServerFrame): void {
    this.#room.value = apply(this.#room.value, frame);
  }

  learnOrder(order: OrderView): void {
    this.learn({ t: "my_order", order });
  }

  learnPlace(place: WaiterView): void {
    this.#room.value = withPlace(this.#room.value, place);
  }

  /** All places that this person has, in place of those that were known. */
  learnPlaces(places: readonly WaiterView[]): void {
    this.#room.value = withPlaces(this.#room.value, places);
  }

  forgetPlace(dealId: string): void {
    this.#room.value = withoutPlace(this.#room.value, dealId);
  }

  /** The same for staff and an order of the show. */
  learnSale(order: OrderView): void {
    this.#room.value = withSale(this.#room.value, order);
  }

  /** Show deals when the picture comes to them; call what it returns to show them at once again. */
  keepInStep(clock: PictureClock): () => void {
    this.#pictureClock = clock;
    return () => {
      if (this.#pictureClock === clock) this.#pictureClock = () => null;
    };
  }

  /** Hear each frame after the room took it; call what it returns to hear no more. */
  listen(listener: (frame: ServerFrame) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Say something in the room's chat, as soon as there is a connection. Throws a `Problem` when it was refused or
   * nobody answered.
   */
  async say(text: string): Promise<void> {
    await this.#connected();
    const send = (ref: string) => this.#connection.send({ t: "say", ref, text });
    await this.#answers.ask(send, ANSWER_WITHIN_MS).catch((thrown: Problem) => {
      throw thrown.status === 0 ? unsent() : thrown;
    });
  }

  /**
   * Claim a deal: by the socket, by a request if there is none or it does not answer, and once more by the socket when it is
   * back. The key makes all of these one claim. Throws a `Problem` when it was refused or nobody answered.
   */
  async claim(dealId: string, wanted: NewClaim, key: string): Promise<OrderView> {
    const claim = { t: "claim", deal_id: dealId, ...wanted, key } as const;
    const byRequest = () =>
      api.post<OrderView>(`/api/deals/${dealId}/claims`, wanted, { idempotencyKey: key });
    if (!isConnected(this.status.peek())) return byRequest();
    return this.#claimBySocket(claim)
      .catch(unlessAnswered(byRequest))
      .catch(unlessAnswered(() => this.#connected().then(() => this.#claimBySocket(claim))));
  }

  /** React with hearts and the like, at most so many at once; they come back with everyone's. */
  react(counts: React["counts"]): void {
    this.#connection.send({ t: "react", ref: newRef(), counts });
  }

  /** Come back as who this person is now. */
  restart(): void {
    this.#connection.restart();
  }

  close(): void {
    clearInterval(this.#ticker);
    clearTimeout(this.#oneInTimer);
    this.#connection.close();
  }

  #take(frame: ServerFrame): void {
    this.#answers.take(frame);
    if (frame.t === "sampled") this.#sampled(frame.one_in);
    const room = this.#room.peek();
    const shown = this.#inStep.take(frame, room, this.clock.now(), this.#pictureClock());
    for (const each of shown) this.#show(each);
  }

  #show(frame: ServerFrame): void {
    this.#room.value = apply(this.#room.value, frame);
    if (frame.t === "welcome") {
      this.#hasEntered.value = true;
      this.#tick();
    }
    for (const listener of this.#listeners) listener(frame);
  }

  #sampled(oneIn: number): void {
    clearTimeout(this.#oneInTimer);
    this.#oneIn.value = oneIn;
    this.#oneInTimer = setTimeout(() => {
      this.#oneIn.value = 1;
    }, SAMPLED_FOR_MS);
  }

  /** Resolves when the room is open, or when it has taken too long. */
  #connected(): Promise<void> {
    if (this.status.peek() === "open") return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => done(), ANSWER_WITHIN_MS);
      const stop = this.status.subscribe((status) => {
        if (status === "open") queueMicrotask(() => done());
      });
      function done(): void {
        clearTimeout(timer);
        stop();
        resolve();
      }
    });
  }

  #tick(): void {
    const now = this.clock.now();
    this.#now.value = now;
    for (const frame of this.#inStep.due(now, this.#pictureClock())) this.#show(frame);
  }

  async #claimBySocket(claim: Omit<Claim, "ref">): Promise<OrderView> {
    const send = (ref: string) => this.#connection.send({ ...claim, ref });
    const answer = await this.#answers.ask(send, CLAIM_ANSWER_WITHIN_MS);
    if (answer.t !== "claimed") throw new Error("a claim is answered by `claimed`");
    return answer.order;
  }
}

function isConnected(status: SocketStatus): boolean {
  return status === "open" || status === "catching_up";
}

/** Go on in another way after a silence; an answer, also a refusal, stands. */
function unlessAnswered<T>(otherwise: () => Promise<T>): (thrown: unknown) => Promise<T> {
  return (thrown) => {
    if (!isSilence(thrown)) throw thrown;
    return otherwise();
  };
}

function unsent(): Problem {
  return new Problem({
    code: "network",
    title: t("Your message was not sent"),
    detail: t("There is no connection to the room right now. Your text is kept: send it again."),
  });
}
