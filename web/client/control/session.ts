// What the host and the moderators can do. Every answer is taken up at once; the socket says the same a moment later.

import { api } from "../lib/api";
import { Attempts } from "../live/attempts";
import { LiveRoom } from "../live/store";
import type {
  BrandView,
  BudgetView,
  ChallengeView,
  DealChange,
  DealView,
  DrawView,
  LinkView,
  MeView,
  MuteView,
  NewChallenge,
  NewDeal,
  NewDraw,
  NewMute,
  NewPacket,
  NewRefund,
  OrderView,
  PacketView,
  ProductView,
  RulesChange,
  RulesView,
  SaleWindowView,
  ShowView,
  StreamKeyView,
} from "../types.gen";

export type DealVerb = "drop" | "pin" | "unpin" | "end";

export interface ControlProps {
  show: ShowView;
  brand: BrandView;
  me: MeView;
  products: ProductView[];
  deals: DealView[];
  /** In which deals can be sold in advance. */
  windows: SaleWindowView[];
}

export class ControlSession {
  readonly live: LiveRoom;
  readonly brand: BrandView;
  readonly me: MeView;
  readonly products: readonly ProductView[];
  readonly windows: readonly SaleWindowView[];
  readonly #attempts = new Attempts();
  readonly #showPath: string;

  constructor({ show, brand, me, products, deals, windows }: ControlProps) {
    this.brand = brand;
    this.me = me;
    this.products = products;
    this.windows = windows;
    this.live = new LiveRoom(show, deals);
    this.#showPath = `/api/shows/${show.id}`;
  }

  /** Whether this person runs the sale; otherwise they moderate only. */
  get isHost(): boolean {
    if (this.me.is_operator) return true;
    const mine = this.me.roles.filter(({ brand_id }) => brand_id === this.brand.id);
    return mine.some(({ role }) => role === "host" || role === "manager");
  }

  /** Whether this person may give money back, and add products. */
  get isManager(): boolean {
    if (this.me.is_operator) return true;
    return this.me.roles.some(
      ({ brand_id, role }) => brand_id === this.brand.id && role === "manager",
    );
  }

  /** The brand's products as they are now, at most 100 of those that have `part` in their title. */
  catalogue(part = ""): Promise<ProductView[]> {
    const query = part && `?q=${encodeURIComponent(part)}`;
    return api.get<ProductView[]>(`/api/brands/${this.brand.slug}/products${query}`);
  }

  async fulfil(order: OrderView, tracking: string): Promise<void> {
    const body = tracking ? { tracking } : {};
    this.live.learnSale(await api.post<OrderView>(`/api/orders/${order.id}/fulfilment`, body));
  }

  async refund(order: OrderView, refund: NewRefund): Promise<void> {
    const subject = `${order.id}/${JSON.stringify(refund)}`;
    const after = await this.#attempts.make(subject, (idempotencyKey) =>
      api.post<OrderView>(`/api/orders/${order.id}/refunds`, refund, { idempotencyKey }),
    );
    this.live.learnSale(after);
  }

  async streamKey(): Promise<StreamKeyView> {
    return api.get<StreamKeyView>(`${this.#showPath}/stream-key`);
  }

  async renewStreamKey(): Promise<StreamKeyView> {
    return api.post<StreamKeyView>(`${this.#showPath}/stream-key`);
  }

  /** Cancel an order of a pre-sale; its deposit goes back. */
  async withdrawOrder(order: OrderView): Promise<void> {
    this.live.learnSale(await api.post<OrderView>(`/api/orders/${order.id}/withdrawal`, {}));
  }

  /** Take a pre-sale back; all deposits go back. */
  async withdrawDeal(id: string): Promise<void> {
    const deal = await api.post<DealView>(`/api/deals/${id}/withdrawal`);
    this.live.learn({ t: "deal", deal });
  }

  async start(): Promise<void> {
    this.#learnShow(await api.post<ShowView>(`${this.#showPath}/start`));
  }

  async end(): Promise<void> {
    this.#learnShow(await api.post<ShowView>(`${this.#showPath}/end`));
  }

  async addDeal(deal: NewDeal): Promise<void> {
    const subject = JSON.stringify(deal);
    const added = await this.#attempts.make(subject, (idempotencyKey) =>
      api.post<DealView>(`${this.#showPath}/deals`, deal, { idempotencyKey }),
    );
    this.live.learn({ t: "deal", deal: added });
  }

  async changeDeal(id: string, change: DealChange): Promise<void> {
    const deal = await api.patch<DealView>(`/api/deals/${id}`, change);
    this.live.learn({ t: "deal", deal });
  }

  async removeDeal(id: string): Promise<void> {
    await api.delete(`/api/deals/${id}`);
    this.live.learn({ t: "deal_removed", deal_id: id });
  }

  async actOnDeal(id: string, verb: DealVerb): Promise<void> {
    const deal = await api.post<DealView>(`/api/deals/${id}/${verb}`);
    this.live.learn({ t: "deal", deal });
  }

  async openDraw(terms: NewDraw): Promise<void> {
    const draw = await api.post<DrawView>(`${this.#showPath}/draws`, terms);
    this.live.learn({ t: "draw", draw });
  }

  /** Close the draw before its time, and find who won. */
  async decideDraw(id: string): Promise<void> {
    const draw = await api.post<DrawView>(`/api/draws/${id}/decision`);
    this.live.learn({ t: "draw", draw });
  }

  async dropPacket(terms: NewPacket): Promise<void> {
    const packet = await api.post<PacketView>(`${this.#showPath}/packets`, terms);
    this.live.learn({ t: "packet", packet });
  }

  /** End the packet before its time; what nobody opened stays with the brand. */
  async endPacket(id: string): Promise<void> {
    const packet = await api.post<PacketView>(`/api/packets/${id}/end`);
    this.live.learn({ t: "packet", packet });
  }

  /** How many points may leave in the show's packets. */
  async packetBudget(): Promise<BudgetView> {
    return api.get<BudgetView>(`${this.#showPath}/packet-budget`);
  }

  async setPacketBudget(points: number): Promise<BudgetView> {
    return api.put<BudgetView>(`${this.#showPath}/packet-budget`, { points });
  }

  async startChallenge(terms: NewChallenge): Promise<void> {
    const path = `${this.#showPath}/challenges`;
    this.#learnChallenge(await api.post<ChallengeView>(path, terms));
  }

  /** Let nothing count any more, and have the pot split. */
  async endChallenge(id: string): Promise<void> {
    this.#learnChallenge(await api.post<ChallengeView>(`/api/challenges/${id}/end`));
  }

  /** Call the challenge off: nobody is given anything. */
  async cancelChallenge(id: string): Promise<void> {
    this.#learnChallenge(await api.post<ChallengeView>(`/api/challenges/${id}/cancellation`));
  }

  async deleteMessage(id: string): Promise<void> {
    await api.delete(`/api/messages/${id}`);
    this.live.learn({ t: "message_deleted", message_id: id });
  }

  async deleteMessagesOf(accountId: string): Promise<void> {
    await api.delete(`${this.#showPath}/people/${accountId}/messages`);
  }

  async mute(accountId: string, terms: NewMute): Promise<void> {
    const mute = await api.put<MuteView>(`${this.#showPath}/mutes/${accountId}`, terms);
    this.live.learn({ t: "mute", mute, is_muted: true });
  }

  async unmute(mute: MuteView): Promise<void> {
    await api.delete(`${this.#showPath}/mutes/${mute.account_id}`);
    this.live.learn({ t: "mute", mute, is_muted: false });
  }

  async changeRules(change: RulesChange): Promise<void> {
    const rules = await api.patch<RulesView>(`${this.#showPath}/chat-rules`, change);
    this.live.learn({ t: "chat_rules", rules });
  }

  async shareLink(): Promise<LinkView> {
    const { id } = this.live.room.peek().show;
    return api.post<LinkView>("/api/links", { kind: "show", target_id: id });
  }

  #learnChallenge(challenge: ChallengeView): void {
    this.live.learn({ t: "challenge", challenge });
  }

  #learnShow(show: ShowView): void {
    this.live.learn({ t: "show", show });
  }
}
