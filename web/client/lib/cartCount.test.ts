import { beforeEach, expect, it, vi } from "vitest";
import { anOrder } from "../live/samples";
import { countCart, noteOrder, showCount } from "./cartCount";

const shown = () => document.querySelector<HTMLElement>("[data-cart-count]");

beforeEach(() => {
  document.body.innerHTML = `<a href="/cart">Cart<span data-cart-count hidden></span></a>`;
});

it("counts what waits for payment, and follows what becomes of it", async () => {
  const held = anOrder({ id: "a", hold_expires_at_ms: Date.now() + 1_000 });
  const over = anOrder({ id: "b", hold_expires_at_ms: Date.now() - 1_000 });
  const fetched = vi.spyOn(globalThis, "fetch");
  fetched.mockResolvedValue(new Response(JSON.stringify([held, over])));
  await countCart();
  expect(shown()?.textContent).toBe("1 to pay");
  expect(shown()?.hidden).toBe(false);
  noteOrder(anOrder({ id: "c" }));
  noteOrder(anOrder({ id: "c" }));
  expect(shown()?.textContent).toBe("2 to pay");
  noteOrder(anOrder({ id: "a", status: "paid" }));
  noteOrder(anOrder({ id: "c", status: "expired" }));
  expect(shown()?.hidden).toBe(true);
});

it("asks nothing on a page without a cart", async () => {
  document.body.innerHTML = "";
  const fetched = vi.spyOn(globalThis, "fetch");
  await countCart();
  showCount();
  expect(fetched).not.toHaveBeenCalled();
});
