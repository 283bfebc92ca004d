import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Problem } from "../lib/api";
import type { LinkView, QuoteView } from "../types.gen";
import { initials } from "./Badge";
import { Button } from "./Button";
import { groupDigits, withSlash } from "./CardForm";
import { Countdown } from "./Countdown";
import { Dialog } from "./Dialog";
import { TextField } from "./Field";
import { titleOf } from "./Notes";
import { Price } from "./Price";
import { ProblemNote } from "./ProblemNote";
import { addressOf, earningLine } from "./ShareDialog";
import { deductionsOf, Sums } from "./Sums";
import { announce, toast } from "./Toast";

const place = document.createElement("div");
document.body.append(place);

function show(content: preact.ComponentChild): HTMLElement {
  act(() => render(content, place));
  return place;
}

function pass(ms: number): void {
  act(() => {
    vi.advanceTimersByTime(ms);
  });
}

afterEach(() => {
  act(() => render(null, place));
  vi.useRealTimers();
});

describe("Button", () => {
  it("takes no second press while it is busy, and keeps the focus", () => {
    const press = vi.fn();
    const button = show(
      <Button isBusy onClick={press}>
        Pay
      </Button>,
    ).querySelector("button");
    button?.focus();
    button?.click();
    expect(press).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(button);
    expect(button?.getAttribute("aria-busy")).toBe("true");
  });
});

describe("TextField", () => {
  it("ties label, hint and error to its input", () => {
    const field = show(
      <TextField
        label="Handle"
        name="handle"
        value=""
        onText={() => {}}
        hint="3 to 24"
        error="Taken"
      />,
    );
    const input = field.querySelector("input");
    expect(field.querySelector("label")?.htmlFor).toBe(input?.id);
    const described = input?.getAttribute("aria-describedby")?.split(" ") ?? [];
    expect(described.map((id) => document.getElementById(id)?.textContent)).toEqual([
      "Taken",
      "3 to 24",
    ]);
    expect(input?.getAttribute("aria-invalid")).toBe("true");
  });
});

describe("Dialog", () => {
  it("is labelled by its title and gives the focus back", () => {
    const opener = document.createElement("button");
    document.body.append(opener);
    opener.focus();
    const dialog = show(
      <Dialog isOpen title="Share" onClose={() => {}}>
        <button type="button">Copy</button>
      </Dialog>,
    ).querySelector("dialog");
    const labelId = dialog?.getAttribute("aria-labelledby") ?? "";
    expect(document.getElementById(labelId)?.textContent).toBe("Share");
    act(() => render(null, place));
    expect(document.activeElement).toBe(opener);
  });

  it("has the focus on its title when what had it gave way", () => {
    const withForm = (isSent: boolean) => (
      <Dialog isOpen title="Pay" onClose={() => {}}>
        {isSent ? <p>Paid</p> : <button type="button">Pay</button>}
      </Dialog>
    );
    show(withForm(false)).querySelector<HTMLElement>(".dialog-body button")?.focus();
    show(withForm(true));
    expect(document.activeElement?.textContent).toBe("Pay");
    expect(document.activeElement?.tagName).toBe("H2");
  });

  const closing = vi.fn();
  const opened = () => {
    closing.mockClear();
    const content = (
      <Dialog isOpen title="Write" onClose={closing}>
        <input />
      </Dialog>
    );
    return [...show(content).querySelectorAll<HTMLElement>("dialog, input")];
  };
  const press = (from: HTMLElement | undefined, to: HTMLElement | undefined) => {
    from?.dispatchEvent(new Event("pointerdown", { bubbles: true }));
    to?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  };

  it("closes by a press beside it, but not where a mark of text ends there", () => {
    const [dialog, input] = opened();
    press(input, dialog);
    expect(closing).not.toHaveBeenCalled();
    press(dialog, dialog);
    expect(closing).toHaveBeenCalledOnce();
  });

  it("keeps what was typed from a press beside it", () => {
    const [dialog, input] = opened();
    input?.dispatchEvent(new Event("input", { bubbles: true }));
    press(dialog, dialog);
    expect(closing).not.toHaveBeenCalled();
  });
});

describe("ProblemNote", () => {
  it("leads whose session is over to a new one beside the page, which keeps what is typed", () => {
    const over = { code: "auth.sign_in_required", title: "Sign in first", detail: "Sign in." };
    const link = show(<ProblemNote problem={new Problem(over)} />).querySelector("a");
    expect(link?.getAttribute("href")).toBe("/sign-in");
    expect(link?.target).toBe("_blank");
  });
});

describe("Price", () => {
  it("shows the saving only where there is one", () => {
    expect(show(<Price priceMinor={800} listPriceMinor={1000} currency="EUR" />).textContent).toBe(
      "Price €8.00 instead of €10.00−20%",
    );
    expect(show(<Price priceMinor={1000} listPriceMinor={1000} currency="EUR" />).textContent).toBe(
      "Price €10.00",
    );
  });
});

describe("Countdown", () => {
  it("follows the clock it is given and tells once that it ended", () => {
    vi.useFakeTimers();
    const startMs = Date.now();
    const now = () => Date.now() - startMs + 5_000;
    const ended = vi.fn();
    show(<Countdown untilMs={7_000} now={now} onEnd={ended} />);
    expect(place.textContent).toBe("0:02");
    pass(1_000);
    expect(place.textContent).toBe("0:01");
    pass(5_000);
    expect(place.textContent).toBe("0:00");
    expect(ended).toHaveBeenCalledTimes(1);
  });
});

describe("Toast", () => {
  it("stands in a live region and goes by itself", () => {
    vi.useFakeTimers();
    toast("Saved.", "good");
    const region = document.getElementById("toasts");
    expect(region?.getAttribute("aria-live")).toBe("polite");
    expect(region?.textContent).toBe("Saved.");
    vi.advanceTimersByTime(6_000);
    expect(region?.textContent).toBe("");
  });

  it("announces the same text again", () => {
    announce("New deal");
    const first = document.getElementById("announcer")?.textContent;
    announce("New deal");
    expect(document.getElementById("announcer")?.textContent).not.toBe(first);
  });
});

describe("what is typed", () => {
  it("groups a card's digits", () => {
    expect(groupDigits("4242424242424242")).toBe("4242 4242 4242 4242");
    expect(groupDigits("42-42 a")).toBe("4242");
  });

  it("puts the slash behind the month but lets it be deleted", () => {
    expect(withSlash("12", "1")).toBe("12/");
    expect(withSlash("12", "12/")).toBe("12");
  });

  it("takes no second slash from whoever types it too", () => {
    expect(withSlash("12//", "12/")).toBe("12/");
    expect(withSlash("12//3", "12/")).toBe("12/3");
  });

  it("makes initials of names and handles", () => {
    expect(initials("Nordlys Audio")).toBe("NA");
    expect(initials("ada_k")).toBe("ak");
    expect(initials("mira")).toBe("mi");
  });
});

describe("a link to share", () => {
  const link = {
    brand_name: "Nordlys",
    tier_name: "Gold",
    rate_bp: 500,
    reward_kind: "rate",
  } as LinkView;

  it("says what a member earns", () => {
    expect(earningLine(link)).toMatch(/^You earn 5% as Gold of each order/);
    const fixed = { ...link, reward_kind: "fixed", reward_amount: 250, currency: "EUR" } as const;
    expect(earningLine(fixed)).toMatch(/^You earn €2\.50 as Gold for each order/);
    const points = { ...link, reward_kind: "points", reward_amount: 80 } as const;
    expect(earningLine(points)).toMatch(/^You earn 80 points as Gold for each order/);
  });

  it("hands on a whole address, also where only the path is known", () => {
    expect(addressOf({ ...link, url: "/s/k3m9" })).toBe(`${location.origin}/s/k3m9`);
    expect(addressOf({ ...link, url: "https://dealcast.example/s/k3m9" })).toBe(
      "https://dealcast.example/s/k3m9",
    );
  });

  it("says how to begin where nothing is earned", () => {
    expect(earningLine({ ...link, rate_bp: 0 })).toMatch(/^Join Nordlys to earn/);
  });
});

describe("Sums", () => {
  it("says what the member's price and each voucher take off", () => {
    const used = [{ voucher_id: "v", title: "Welcome", discount_minor: 500 }];
    const deductions = deductionsOf(700, used);
    expect(deductions.map(({ title, amountMinor }) => [title, amountMinor])).toEqual([
      ["Member price", 200],
      ["Welcome", 500],
    ]);
    const text = show(
      <Sums currency="EUR" fromMinor={2_000} deductions={deductions} totalMinor={1_300} />,
    ).textContent;
    expect(text).toBe("As claimed€20.00Member price−€2.00Welcome−€5.00Total€13.00");
  });

  it("says only the total where nothing is taken off", () => {
    expect(deductionsOf(0, [])).toEqual([]);
    const place = show(<Sums currency="EUR" fromMinor={900} deductions={[]} totalMinor={900} />);
    expect(place.textContent).toBe("Total€9.00");
  });
});

it("names the thing that a note is about where there are several", () => {
  const note = { line: 1 } as QuoteView["notes"][number];
  const two = { lines: [{ title: "Lamp" }, { title: "Desk" }] } as QuoteView;
  const one = { lines: [{ title: "Lamp" }] } as QuoteView;
  expect(titleOf(two, note)).toBe("Desk: ");
  expect(titleOf(two, { ...note, line: null })).toBe("");
  expect(titleOf(one, { ...note, line: 0 })).toBe("");
});
