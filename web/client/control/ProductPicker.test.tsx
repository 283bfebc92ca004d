import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, it, vi } from "vitest";
import type { ProductView } from "../types.gen";
import { ProductPicker } from "./ProductPicker";

const place = document.createElement("div");
document.body.append(place);

afterEach(() => {
  act(() => render(null, place));
  vi.useRealTimers();
});

function aProduct(id: string, title: string): ProductView {
  return {
    id,
    brand_id: "b",
    title,
    description: "",
    category: "home",
    list_price_minor: 1000,
    currency: "EUR",
    is_green: false,
    is_listed: true,
    has_picture: false,
    image_url: "/x.svg",
  };
}

function type(text: string): void {
  const input = place.querySelector("input");
  if (!input) throw new Error("no field");
  input.value = text;
  act(() => void input.dispatchEvent(new Event("input", { bubbles: true })));
}

const HUNDRED = Array.from({ length: 100 }, (_, at) => aProduct(`p${at}`, `Bowl ${at}`));

it("asks for what a long catalogue has beyond its list, once the person stops typing", async () => {
  vi.useFakeTimers();
  const find = vi.fn(async () => [aProduct("far", "Zebra lamp")]);
  act(() =>
    render(
      <ProductPicker products={HUNDRED} find={find} productsUrl={null} onPick={() => {}} />,
      place,
    ),
  );
  expect(place.textContent).toContain("These are the first 100.");
  type("zeb");
  type("zebra");
  expect(place.textContent).toContain("Looking for it");
  await act(async () => void (await vi.advanceTimersByTimeAsync(300)));
  expect(find.mock.calls).toEqual([["zebra"]]);
  expect([...place.querySelectorAll("strong")].map((one) => one.textContent)).toEqual([
    "Zebra lamp",
  ]);
});

it("finds by itself in a list that is whole", async () => {
  vi.useFakeTimers();
  const find = vi.fn(async () => []);
  const products = HUNDRED.slice(0, 3);
  act(() =>
    render(
      <ProductPicker products={products} find={find} productsUrl={null} onPick={() => {}} />,
      place,
    ),
  );
  type("bowl 2");
  await act(async () => void (await vi.advanceTimersByTimeAsync(300)));
  expect(find).not.toHaveBeenCalled();
  expect(place.querySelectorAll("li")).toHaveLength(1);
});
