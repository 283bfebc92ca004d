import { describe, expect, it } from "vitest";
import type { BoardView, ServerFrame, VoucherTerms, Welcome } from "../types.gen";
import { apply, emptyRoom, MOST_ORDERS, NO_VIDEO, position, type Room } from "./room";
import { aDeal, aMessage, aMute, anOrder, aShow, aViewer, NOW_MS } from "./samples";

const BOARD: BoardView = {
  claims: 1,
  awaiting_payment: 1,
  reserved: 0,
  paid: 0,
  units_sold: 1,
  revenue_minor: 0,
  currency: "EUR",
};

function welcome(changes: Partial<Welcome> = {}): Welcome {
  const shown = {
    show: aShow(),
    video: NO_VIDEO,
    deals: [aDeal()],
    messages: [],
    vouchers: [],
    audience: 3,
  };
  const rules = { slow_mode_s: 0, links: "members" as const, version: 0 };
  const state = {
    ...shown,
    rules,
    draw: null,
    packet: null,
    leaders: [],
    challenge: null,
    board: null,
    orders: [],
    mutes: [],
  };
  const rest = { epoch: "e1", seq: 10, server_ms: NOW_MS, you: aViewer(), is_degraded: false };
  return { t: "welcome", ...rest, state, ...changes };
}

/** What a viewer gets who returned in time: no state. */
function welcomeBack(changes: Partial<Welcome> = {}): Welcome {
  return welcome({ state: null, ...changes });
}

function roomAfter(...frames: ServerFrame[]): Room {
  return frames.reduce(apply, apply(emptyRoom(aShow()), welcome()));
}

function deal(room: Room, id = "deal1") {
  return room.deals.get(id)?.view;
}

function said(room: Room): string[] {
  return room.talk.messages.map(({ id }) => id);
}

describe("vouchers", () => {
  const left = (places_left: number, version: number) => ({
    t: "voucher" as const,
    voucher: { terms: { id: "v1" } as VoucherTerms, places_left, version },
  });

  it("follow the newest state, whatever comes late or twice", () => {
    const room = roomAfter(left(7, 3), left(5, 5), left(6, 4), left(5, 5));
    expect(room.vouchers.get("v1")?.places_left).toBe(5);
  });
});

describe("entering", () => {
  it("shows what the page was served with before the first frame", () => {
    const room = emptyRoom(aShow(), [aDeal()]);
    expect(deal(room)?.title).toBe("Wool scarf");
    expect(position(room)).toBeNull();
  });

  it("takes the whole state", () => {
    const room = roomAfter();
    expect(room.audience).toBe(3);
    expect(room.you?.handle).toBe("mira");
    expect(position(room)).toBe("e1.10");
  });

  it("replaces everything when the room has begun a new epoch", () => {
    const before = roomAfter({ t: "message", seq: 11, message: aMessage() });
    const room = apply(before, welcome({ epoch: "e2", seq: 1 }));
    expect(said(room)).toEqual([]);
    expect(position(room)).toBe("e2.1");
  });

  it("keeps everything when it returned in time", () => {
    const before = roomAfter({ t: "message", seq: 11, message: aMessage() });
    const room = apply(before, welcomeBack({ seq: 14 }));
    expect(said(room)).toEqual(["message1"]);
    expect(position(room)).toBe("e1.11");
  });

  it("keeps its own orders over a reconnection, but not for another person", () => {
    const before = roomAfter({ t: "my_order", order: anOrder() });
    expect(apply(before, welcome()).myOrders).toHaveLength(1);
    const other = aViewer({ account_id: "account2" });
    expect(apply(before, welcome({ you: other })).myOrders).toEqual([]);
  });
});

describe("a deal", () => {
  it("appears when it drops", () => {
    const room = roomAfter({ t: "deal", seq: 11, deal: aDeal({ id: "deal2" }) });
    expect([...room.deals.keys()]).toEqual(["deal1", "deal2"]);
    expect(room.seq).toBe(11);
  });

  it("takes a newer version and refuses an older or the same one", () => {
    const newer = roomAfter({ t: "deal", seq: 11, deal: aDeal({ version: 3, is_pinned: true }) });
    expect(deal(newer)?.is_pinned).toBe(true);
    const older = apply(newer, { t: "deal", seq: 12, deal: aDeal({ version: 2 }) });
    expect(deal(older)?.is_pinned).toBe(true);
    const same = apply(newer, { t: "deal", seq: 12, deal: aDeal({ version: 3 }) });
    expect(deal(same)?.is_pinned).toBe(true);
  });

  it("counts its stock down", () => {
    const room = roomAfter({
      t: "stock",
      seq: 11,
      deal_id: "deal1",
      stock_left: 7,
      waiting: 0,
      line_served: 0,
      version: 3,
    });
    expect(deal(room)?.stock_left).toBe(7);
  });

  it("ignores stock that is older than what it knows", () => {
    const room = roomAfter(
      {
        t: "stock",
        seq: 11,
        deal_id: "deal1",
        stock_left: 5,
        waiting: 0,
        line_served: 0,
        version: 5,
      },
      {
        t: "stock",
        seq: 12,
        deal_id: "deal1",
        stock_left: 7,
        waiting: 0,
        line_served: 0,
        version: 4,
      },
    );
    expect(deal(room)?.stock_left).toBe(5);
  });

  it("still hears that it ended when newer stock came first", () => {
    const room = roomAfter(
      {
        t: "stock",
        seq: 11,
        deal_id: "deal1",
        stock_left: 4,
        waiting: 0,
        line_served: 0,
        version: 6,
      },
      { t: "deal", seq: 12, deal: aDeal({ version: 5, status: "ended", stock_left: 9 }) },
    );
    expect(deal(room)?.status).toBe("ended");
    expect(deal(room)?.stock_left).toBe(4);
  });

  it("takes the stock of a newer deal frame", () => {
    const room = roomAfter(
      {
        t: "stock",
        seq: 11,
        deal_id: "deal1",
        stock_left: 4,
        waiting: 0,
        line_served: 0,
        version: 3,
      },
      { t: "deal", seq: 12, deal: aDeal({ version: 4, stock_left: 3 }) },
      {
        t: "stock",
        seq: 11,
        deal_id: "deal1",
        stock_left: 4,
        waiting: 0,
        line_served: 0,
        version: 3,
      },
    );
    expect(deal(room)?.stock_left).toBe(3);
  });

  it("lets stock pass of a deal that it does not know", () => {
    const room = roomAfter({
      t: "stock",
      seq: 11,
      deal_id: "gold",
      stock_left: 1,
      waiting: 0,
      line_served: 0,
      version: 9,
    });
    expect(room.deals.size).toBe(1);
    expect(room.seq).toBe(11);
  });

  it("stays removed, even if an older frame comes late", () => {
    const room = roomAfter(
      { t: "deal_removed", seq: 11, deal_id: "deal1" },
      { t: "deal", seq: 9, deal: aDeal({ version: 9 }) },
    );
    expect(room.deals.size).toBe(0);
  });
});

describe("the log", () => {
  it("may be heard twice without harm", () => {
    const frames: ServerFrame[] = [
      { t: "deal", seq: 11, deal: aDeal({ version: 3 }) },
      { t: "message", seq: 12, message: aMessage() },
      {
        t: "stock",
        seq: 13,
        deal_id: "deal1",
        stock_left: 3,
        waiting: 0,
        line_served: 0,
        version: 4,
      },
      { t: "order", seq: 14, order: anOrder(), board: BOARD },
      { t: "message_deleted", seq: 15, message_id: "message1" },
      { t: "mute", seq: 16, mute: aMute({ account_id: "a" }), is_muted: true },
    ];
    const once = roomAfter(...frames);
    expect(roomAfter(...frames, ...frames)).toEqual(once);
    expect(once.seq).toBe(16);
  });

  it("never turns its position back", () => {
    const room = roomAfter(
      { t: "message", seq: 15, message: aMessage() },
      { t: "message", seq: 12, message: aMessage({ id: "message2" }) },
    );
    expect(room.seq).toBe(15);
  });

  it("is not moved by ticks", () => {
    const room = roomAfter({ t: "audience", count: 9 }, { t: "my_order", order: anOrder() });
    expect(room.seq).toBe(10);
    expect(room.audience).toBe(9);
  });
});

describe("a room cut off from other servers", () => {
  it("is so until it is told otherwise, without moving in the log", () => {
    const cutOff = roomAfter({ t: "line", is_degraded: true });
    expect([cutOff.isDegraded, cutOff.seq]).toEqual([true, 10]);
    expect(apply(cutOff, { t: "line", is_degraded: false }).isDegraded).toBe(false);
  });

  it("may be so from the beginning, and is whole again after the next welcome", () => {
    const cutOff = apply(emptyRoom(aShow()), welcome({ is_degraded: true }));
    expect(cutOff.isDegraded).toBe(true);
    expect(apply(cutOff, welcomeBack({ is_degraded: false })).isDegraded).toBe(false);
  });

  it("shows a message once that came without a place first and by the log later", () => {
    const room = roomAfter(
      { t: "message", message: aMessage() },
      { t: "message", seq: 11, message: aMessage() },
    );
    expect(said(room)).toEqual(["message1"]);
    expect(room.seq).toBe(11);
  });
});

describe("the show", () => {
  it("takes a newer version only", () => {
    const ended = roomAfter({ t: "show", seq: 11, show: aShow({ status: "ended", version: 3 }) });
    expect(ended.show.status).toBe("ended");
    expect(apply(ended, { t: "show", seq: 12, show: aShow() }).show.status).toBe("ended");
  });
});

describe("chat", () => {
  it("takes its frames in", () => {
    const room = roomAfter(
      { t: "message", seq: 11, message: aMessage() },
      { t: "skipped", count: 4 },
      { t: "message", seq: 16, message: aMessage({ id: "message2" }) },
      { t: "message_deleted", seq: 17, message_id: "message1" },
    );
    expect(said(room)).toEqual(["message2"]);
    expect(room.talk.gaps).toEqual([{ afterId: "message1", count: 4 }]);
  });

  it("shows a person what only they are told that they said", () => {
    const room = roomAfter(
      { t: "accepted", ref: "r", message: aMessage() },
      { t: "my_message", message: aMessage({ id: "message2" }) },
      { t: "message", seq: 11, message: aMessage() },
    );
    expect(said(room)).toEqual(["message1", "message2"]);
    expect(room.seq).toBe(11);
  });

  it("forgets all that a person said", () => {
    const room = roomAfter(
      { t: "message", seq: 11, message: aMessage() },
      { t: "messages_deleted", seq: 12, account_id: "account1", last_message_id: "message1" },
    );
    expect(said(room)).toEqual([]);
  });

  it("takes newer rules only", () => {
    const slow = { slow_mode_s: 30, links: "staff" as const, version: 2 };
    const room = roomAfter(
      { t: "chat_rules", seq: 11, rules: slow },
      { t: "chat_rules", seq: 12, rules: { ...slow, slow_mode_s: 5, version: 1 } },
    );
    expect(room.rules).toEqual(slow);
  });

  it("tells a person that they were muted in this show, and not in another", () => {
    const muted = { t: "my_mute" as const, is_muted: true, until_ms: NOW_MS };
    expect(roomAfter({ ...muted, show_id: "show1" }).you?.muted_until_ms).toBe(NOW_MS);
    expect(roomAfter({ ...muted, show_id: "other" }).you?.is_muted).toBe(false);
  });
});

describe("orders", () => {
  it("are upserted by version, the newest first", () => {
    const paid = anOrder({ status: "paid", version: 2 });
    const later = anOrder({ id: "order2", created_at_ms: NOW_MS + 5 });
    const room = roomAfter(
      { t: "my_order", order: paid },
      { t: "my_order", order: later },
      { t: "my_order", order: anOrder() },
    );
    expect(room.myOrders.map(({ id, status }) => [id, status])).toEqual([
      ["order2", "held"],
      ["order1", "paid"],
    ]);
  });

  it("of another show stay out of this room", () => {
    expect(roomAfter({ t: "my_order", order: anOrder({ show_id: "x" }) }).myOrders).toEqual([]);
  });

  it("move the board, in the order of the log", () => {
    const board = { ...BOARD, claims: 2 };
    const room = roomAfter(
      { t: "order", seq: 12, order: anOrder(), board },
      { t: "order", seq: 11, order: anOrder({ id: "order0" }), board: BOARD },
    );
    expect(room.board?.claims).toBe(2);
    expect(room.orders).toHaveLength(2);
  });

  it("keep to the newest fifty", () => {
    const frames = Array.from({ length: 60 }, (_, index): ServerFrame => {
      const order = anOrder({ id: `o${index}`, created_at_ms: NOW_MS + index });
      return { t: "order", seq: 11 + index, order, board: BOARD };
    });
    const room = roomAfter(...frames);
    expect(room.orders).toHaveLength(MOST_ORDERS);
    expect(room.orders[0]?.id).toBe("o59");
  });
});

describe("mutes", () => {
  it("come and go", () => {
    const muted = roomAfter({
      t: "mute",
      seq: 11,
      mute: aMute({ account_id: "a" }),
      is_muted: true,
    });
    expect(muted.mutes.map(({ account_id }) => account_id)).toEqual(["a"]);
    const free = apply(muted, {
      t: "mute",
      seq: 12,
      mute: aMute({ account_id: "a" }),
      is_muted: false,
    });
    expect(free.mutes).toEqual([]);
  });

  it("are not undone by a frame from before", () => {
    const room = roomAfter(
      { t: "mute", seq: 12, mute: aMute({ account_id: "a" }), is_muted: false },
      { t: "mute", seq: 11, mute: aMute({ account_id: "a" }), is_muted: true },
    );
    expect(room.mutes).toEqual([]);
  });
});
