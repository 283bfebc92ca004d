import { expect, it } from "vitest";
import { mount } from "./islands";

it("mounts a component with the props that follow its place", () => {
  document.body.innerHTML = `
    <div data-island="greeting"><p>Loading</p></div>
    <script type="application/json" data-props>{"name": "\\u003c/script\\u003e"}</script>`;
  mount("greeting", ({ name }: { name: string }) => <p>Hello {name}</p>);
  const place = document.querySelector("[data-island]");
  expect(place?.textContent).toBe("Hello </script>");
  expect(place?.hasAttribute("data-mounted")).toBe(true);
});
