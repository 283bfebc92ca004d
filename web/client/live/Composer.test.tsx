import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Problem } from "../lib/api";
import { Composer, charactersLeft, MOST_CHARACTERS } from "./Composer";

const place = document.createElement("div");
document.body.append(place);

function show(
  onSay: (text: string) => Promise<boolean>,
  closedBecause: string | null = null,
  slowModeS = 0,
): void {
  const composer = <Composer onSay={onSay} closedBecause={closedBecause} slowModeS={slowModeS} />;
  act(() => render(composer, place));
}

function input(): HTMLInputElement {
  const found = place.querySelector("input");
  if (!found) throw new Error("there is no field");
  return found;
}

function write(text: string): void {
  act(() => {
    input().value = text;
    input().dispatchEvent(new Event("input", { bubbles: true }));
  });
}

async function send(): Promise<void> {
  await act(async () => {
    place.querySelector("form")?.dispatchEvent(new Event("submit", { bubbles: true }));
  });
}

function refusal(code: string, retry_after_s: number): Problem {
  return new Problem({ code, title: "Too fast", detail: "Wait a moment.", retry_after_s });
}

function button(): HTMLButtonElement | null {
  return place.querySelector("button");
}

afterEach(() => {
  act(() => render(null, place));
  vi.useRealTimers();
});

describe("writing a message", () => {
  it("sends the text without the space around it, and empties the field", async () => {
    const say = vi.fn(async () => true);
    show(say);
    write("  hello  ");
    await send();
    expect(say).toHaveBeenCalledWith("hello");
    expect(input().value).toBe("");
  });

  it("keeps a refused text and says why it was refused", async () => {
    const detail = "Wait 4 seconds and send it again.";
    show(() => Promise.reject(new Problem({ code: "x", title: "Too fast", detail })));
    write("hello");
    await send();
    expect(input().value).toBe("hello");
    expect(place.querySelector('[role="alert"]')?.textContent).toBe(detail);
  });

  it("keeps a text that waits for the person to sign in", async () => {
    show(async () => false);
    write("hello");
    await send();
    expect(input().value).toBe("hello");
  });

  it("sends nothing that is too long, and says by how much", async () => {
    const say = vi.fn(async () => true);
    show(say);
    write("x".repeat(MOST_CHARACTERS + 2));
    await send();
    expect(say).not.toHaveBeenCalled();
    expect(place.textContent).toContain("That is 2 too long");
  });

  it("sends nothing empty", async () => {
    const say = vi.fn(async () => true);
    show(say);
    write("   ");
    await send();
    expect(say).not.toHaveBeenCalled();
  });

  it("counts characters as people do", () => {
    expect(charactersLeft("👋👋")).toBe(MOST_CHARACTERS - 2);
  });

  it("is closed with a reason", () => {
    show(async () => true, "You were muted.");
    expect(place.querySelector("input")).toBeNull();
    expect(place.textContent).toBe("You were muted.");
  });
});

describe("what came too soon", () => {
  it("is kept, and the button counts down until it can go out", async () => {
    vi.useFakeTimers();
    const answers = [() => Promise.reject(refusal("too_many", 3)), async () => true];
    const say = vi.fn(() => answers.shift()?.() ?? Promise.resolve(true));
    show(say);
    write("hello");
    await send();
    expect(button()?.textContent).toBe("3");
    await send();
    expect(say).toHaveBeenCalledTimes(1);
    await act(async () => {
      await vi.advanceTimersByTimeAsync(3_200);
    });
    expect(button()?.textContent).toBe("");
    await send();
    expect(say).toHaveBeenCalledTimes(2);
    expect(input().value).toBe("");
  });

  it("may go out at once in other words if it was a repetition", async () => {
    const answers = [() => Promise.reject(refusal("chat.repeated", 40)), async () => true];
    const say = vi.fn(() => answers.shift()?.() ?? Promise.resolve(true));
    show(say);
    write("hello");
    await send();
    expect(button()?.textContent).toBe("40");
    write("hello again");
    await send();
    expect(say).toHaveBeenCalledTimes(2);
  });

  it("is counted from the last message in slow mode, which is said", async () => {
    show(async () => true, null, 30);
    expect(place.textContent).toContain("one message every 30 seconds");
    write("hello");
    await send();
    expect(button()?.textContent).toBe("30");
  });
});
