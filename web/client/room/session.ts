// What the person in the room can do, and what waits until they have signed in: a guest who presses Claim signs up
// and has claimed, without pressing again.

import { signal } from "@preact/signals";
import { api, asProblem, type Problem } from "../lib/api";
import { noteOrder } from "../lib/cartCount";
import { showUnread } from "../lib/inboxCount";
import type { TierOffers } from "../lib/offers";
import { balanceNews } from "../lib/presale";
import { t } from "../lib/words";
import { Attempts } from "../live/attempts";
import { LiveRoom } from "../live/store";
import { loweredNews } from "../orders/Lowered";
import { type Teams, teamNews, withTeam } from "../team/teams";
import type {
  BrandView,
  DealView,
  LinkView,
  MembershipView,
  MeView,
  MyChallengeView,
  MyTeamView,
  MyVoucherView,
  OrderView,
  ShowView,
  VoucherTerms,
  WalletView,
} from "../types.gen";
import type { AuthMode } from "../ui/AuthForm";
import { toast } from "../ui/Toast";
import { expiryNews, tierNews, withTier } from "../wallet/wallets";
import { Drawing } from "./drawing";
import { Leading } from "./leading";
import { Openings } from "./openings";
import { Reactions } from "./reactions";
import { renewHeader } from "./siteHeader";
import { Waiting } from "./waiting";

/** Why a guest is asked to sign in, and what happens once they have. */
export interface Invitation {
  readonly reason: string;
  readonly then: () => Promise<void>;
  readonly orElse: () => void;
  readonly mode: AuthMode;
}

const NOT_ADMITTED = 4503;

export class RoomSession {
  readonly live: LiveRoom;
  readonly reactions: Reactions;
  readonly openings = new Openings(this);
  readonly leading = new Leading(this);
  readonly drawing = new Drawing(this);
  readonly waiting = new Waiting(this);
  readonly brand: BrandView;
  readonly offers: TierOffers;
  readonly me = signal<MeView | null>(null);
  readonly invitation = signal<Invitation | null>(null);
  readonly link = signal<LinkView | null>(null);
  /** What this person is and has as a member of the brand. */
  readonly wallet = signal<WalletView | null>(null);
  /** The order in the payment dialog. */
  readonly payingId = signal<string | null>(null);
  readonly claimingId = signal<string | null>(null);
  /** This person's teams in the show, by the team. */
  readonly teams = signal<Teams>(new Map());
  /** What the show's challenge is to this person. */
  readonly myChallenge = signal<MyChallengeView | null>(null);
  /** What went wrong with a deal, by its id, shown on its card. */
  readonly problems = signal<ReadonlyMap<string, Problem>>(new Map());
  readonly #attempts = new Attempts();

  constructor(show: ShowView, brand: BrandView, me: MeView | null, offers: TierOffers = {}) {
    this.brand = brand;
    this.offers = offers;
    this.me.value = me;
    this.live = new LiveRoom(show);
    // The show's page says why, and how to come in all the same.
    this.live.finalCode.subscribe((code) => {
      if (code === NOT_ADMITTED) location.reload();
    });
    this.reactions = new Reactions(this.live, matchMedia("(prefers-reduced-motion)").matches);
    this.live.listen((frame) => {
      this.openings.take(frame);
      this.leading.take(frame);
      this.drawing.take(frame);
      this.waiting.take(frame);
      if (frame.t === "welcome" && frame.you.account_id) {
        void this.#fetchOrders();
        void this.#fetchTeams();
        void this.fetchChallenge();
        void this.#fetchWallet();
      }
      if (frame.t === "my_inbox") showUnread(frame.unread);
      if (frame.t === "my_points") this.#learnWallet(frame.wallet);
      if (frame.t === "my_points_expiring") toast(expiryNews(frame));
      if (frame.t === "my_team" && frame.team.show_id === show.id) this.#learnTeam(frame);
      if (frame.t === "my_price_lowered") toast(loweredNews(frame.order), "good");
      if (frame.t === "my_balance_due") toast(balanceNews(frame.order, frame.is_closing), "good");
      if (frame.t === "my_order") {
        // A claim that seemed lost may have come through.
        if (frame.order.status === "held")
          for (const { deal_id } of frame.order.lines) this.forgetProblem(deal_id);
        noteOrder(frame.order);
      }
    });
  }

  close(): void {
    this.leading.close();
    this.reactions.close();
    this.live.close();
  }

  get membership(): MembershipView | null {
    const all = this.me.value?.memberships ?? [];
    return all.find(({ brand_id }) => brand_id === this.brand.id) ?? null;
  }

  /** Ask to sign in, and go on with `then`; or with `orElse` when the person would rather not. */
  invite(
    reason: string,
    then: () => Promise<void> = async () => {},
    orElse: () => void = () => {},
    mode: AuthMode = "sign-up",
  ): void {
    this.invitation.value = { reason, then, orElse, mode };
  }

  /** Do it as somebody; a guest is asked to sign in first, and it is done then. */
  async signedIn(reason: string, work: () => Promise<void>): Promise<void> {
    if (this.me.value) await work();
    else this.invite(reason, work);
  }

  declineInvitation(): void {
    this.invitation.value?.orElse();
    this.invitation.value = null;
  }

  /** Someone signed in: come back as them, and go on with what they were about to do. */
  async welcome(me: MeView): Promise<void> {
    const wanted = this.invitation.value;
    this.me.value = me;
    this.wallet.value = null;
    this.invitation.value = null;
    this.live.restart();
    void renewHeader();
    toast(t("You are in, {handle}.", { handle: me.handle }), "good");
    await wanted?.then().catch((thrown) => toast(asProblem(thrown).detail, "bad"));
  }

  claim(deal: DealView, quantity: number): Promise<void> {
    const reason = t("Create an account or sign in to claim “{title}”.", { title: deal.title });
    return this.signedIn(reason, () =>
      this.explained(deal, async () => {
        this.#claimed(await this.#sendClaim(deal, quantity));
      }),
    );
  }

  /** Claim a unit at the team's price, as the leader of a new team. */
  startTeam(deal: DealView): Promise<void> {
    const { title } = deal;
    const reason = t("Create an account or sign in to start a team for “{title}”.", { title });
    return this.signedIn(reason, () =>
      this.explained(deal, async () => {
        const order = await this.#attempts.make(`${deal.id}/team`, (idempotencyKey) =>
          api.post<OrderView>(`/api/deals/${deal.id}/teams`, undefined, { idempotencyKey }),
        );
        this.#claimed(order);
        await this.#fetchTeams();
      }),
    );
  }

  /** Do one thing with a deal at a time; its card says what went wrong. */
  async explained(deal: DealView, work: () => Promise<void>): Promise<void> {
    if (this.claimingId.value !== null) return;
    this.claimingId.value = deal.id;
    this.#explain(deal.id, null);
    try {
      await work();
    } catch (thrown) {
      this.#explain(deal.id, asProblem(thrown));
    } finally {
      this.claimingId.value = null;
    }
  }

  /** Form a team in the room's challenge. Throws a `Problem` when it was refused. */
  async formTeam(challengeId: string, name: string): Promise<void> {
    const path = `/api/challenges/${challengeId}/teams`;
    this.myChallenge.value = await api.post<MyChallengeView>(path, { name });
  }

  /** The person's own team in the room's challenge, as it is now. */
  async fetchChallenge(): Promise<void> {
    const { challenge } = this.live.room.peek();
    if (!challenge || !this.me.peek()) return;
    const path = `/api/challenges/${challenge.id}/mine`;
    this.myChallenge.value = await api.get<MyChallengeView>(path).catch(() => null);
  }

  /** Join the brand's membership. Throws a `Problem` when it was refused. */
  join(): Promise<void> {
    const { name, slug } = this.brand;
    return this.signedIn(t("Create an account or sign in to join {name}.", { name }), async () => {
      const path = `/api/brands/${encodeURIComponent(slug)}/membership`;
      this.#joined(await api.put<MembershipView>(path));
    });
  }

  /**
   * Take a copy of a voucher. A guest is asked to sign in first; null if they would rather not. Throws a `Problem` when it
   * was refused.
   */
  async collect(terms: VoucherTerms): Promise<MyVoucherView | null> {
    const path = `/api/vouchers/${terms.id}/collection`;
    if (this.me.value) return api.post<MyVoucherView>(path);
    return new Promise((resolve, reject) => {
      const collectIt = () => api.post<MyVoucherView>(path).then(resolve, reject);
      this.invite(
        t("Create an account or sign in to collect “{title}”.", { title: terms.title }),
        collectIt,
        () => resolve(null),
      );
    });
  }

  /** Make a link, to a show at so many seconds from its start, and offer it. Throws a `Problem` when it was refused. */
  share(kind: LinkView["kind"], targetId: string, atS = 0): Promise<void> {
    const reason = t("Create an account or sign in to get a link that earns for you.");
    return this.signedIn(reason, async () => {
      this.link.value = await this.linkTo(kind, targetId, atS);
    });
  }

  /** Join the brand so that the link that is offered earns. Throws a `Problem` when it was refused. */
  async joinToEarn(): Promise<void> {
    await this.join();
    const { kind, target_id, at_s } = this.link.peek() ?? {};
    if (kind && target_id) this.link.value = await this.linkTo(kind, target_id, at_s);
  }

  /** The person's link to it. Throws a `Problem` when it was refused. */
  linkTo(kind: LinkView["kind"], targetId: string, atS = 0): Promise<LinkView> {
    return api.post<LinkView>("/api/links", { kind, target_id: targetId, at_s: atS });
  }

  /** A link to this place of the replay, in seconds from the show's start, or to a clip of it. */
  async shareMoment(clipId: string | null, atS: number): Promise<void> {
    try {
      if (clipId) return await this.share("clip", clipId);
      await this.share("show", this.live.room.peek().show.id, atS);
    } catch (thrown) {
      toast(asProblem(thrown).detail, "bad");
    }
  }

  /**
   * Say something. Returns whether it was said: a guest is asked to sign in first, and it is said then. Throws a
   * `Problem` when it was refused.
   */
  async say(text: string): Promise<boolean> {
    if (this.me.value) {
      await this.live.say(text);
      return true;
    }
    return new Promise((resolve, reject) => {
      const sayIt = () => this.live.say(text).then(() => resolve(true), reject);
      this.invite(t("Create an account or sign in to write in the chat."), sayIt, () =>
        resolve(false),
      );
    });
  }

  async cancel(order: OrderView): Promise<void> {
    const cancelled = await api.post<OrderView>(`/api/orders/${order.id}/cancellation`);
    this.live.learnOrder(cancelled);
    noteOrder(cancelled);
    toast(t("The order is cancelled. Its units are free for others again."));
  }

  forgetProblem(dealId: string): void {
    this.#explain(dealId, null);
  }

  #sendClaim(deal: DealView, quantity: number): Promise<OrderView> {
    const claim = { quantity, price_minor: deal.price_minor };
    return this.#attempts.make(`${deal.id}/${quantity}`, (idempotencyKey) =>
      this.live.claim(deal.id, claim, idempotencyKey),
    );
  }

  #claimed(order: OrderView): void {
    this.live.learnOrder(order);
    noteOrder(order);
    toast(
      order.presale
        ? t("Held for thirty minutes. Pay the deposit to reserve it.")
        : t("Claimed, and held for ten minutes. Pay to keep it."),
      "good",
    );
  }

  #joined(membership: MembershipView): void {
    const me = this.me.value;
    if (!me) return;
    const others = me.memberships.filter(({ brand_id }) => brand_id !== membership.brand_id);
    this.me.value = { ...me, memberships: [...others, membership] };
    this.live.restart();
    toast(
      t("Welcome to {brandName}: you are {name} now.", {
        brandName: membership.brand_name,
        name: membership.tier.name,
      }),
      "good",
    );
  }

  async #fetchOrders(): Promise<void> {
    // What the socket says later is newer; without this list a reload would forget unpaid claims.
    const orders = await api.get<OrderView[]>("/api/orders").catch(() => []);
    for (const order of orders) this.live.learnOrder(order);
  }

  async #fetchWallet(): Promise<void> {
    if (!this.membership) return;
    const path = `/api/me/wallets/${encodeURIComponent(this.brand.slug)}`;
    const wallet = await api.get<WalletView>(path).catch(() => null);
    if (wallet) this.#learnWallet(wallet);
  }

  /** The tier of a person who buys changes while they watch, and they are told. */
  #learnWallet(wallet: WalletView): void {
    const [me, old] = [this.me.value, this.wallet.value];
    if (!me || wallet.brand_id !== this.brand.id || (old && old.version >= wallet.version)) return;
    this.wallet.value = wallet;
    this.me.value = withTier(me, wallet);
    const news = old && tierNews(old, wallet);
    if (news) toast(news, "good");
  }

  async #fetchTeams(): Promise<void> {
    const { id } = this.live.room.peek().show;
    const path = `/api/shows/${id}/teams/mine`;
    for (const mine of await api.get<MyTeamView[]>(path).catch(() => [])) {
      this.teams.value = withTeam(this.teams.peek(), mine);
    }
  }

  #learnTeam(mine: MyTeamView): void {
    const news = teamNews(mine, this.teams.peek().get(mine.team.id));
    this.teams.value = withTeam(this.teams.peek(), mine);
    if (news) toast(news, mine.team.status === "complete" ? "good" : "bad");
  }

  #explain(dealId: string, problem: Problem | null): void {
    const problems = new Map(this.problems.value);
    if (problem) problems.set(dealId, problem);
    else problems.delete(dealId);
    this.problems.value = problems;
  }
}
