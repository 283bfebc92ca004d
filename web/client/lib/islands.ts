// Mounts a component where the page left its place:
//
//   <div data-island="room">…what shows until then…</div>
//   <script type="application/json" data-props>{…}</script>

import { type ComponentType, h, render } from "preact";

/** Mount `component` at each place of that name, with the props of the script that follows it. */
export function mount<P extends object>(name: string, component: ComponentType<P>): void {
  for (const place of document.querySelectorAll<HTMLElement>(`[data-island="${name}"]`)) {
    const props = propsOf<P>(place);
    place.replaceChildren();
    render(h(component, props), place);
    place.dataset.mounted = "";
  }
}

function propsOf<P>(place: HTMLElement): P {
  const script = place.nextElementSibling;
  if (!script?.matches("script[data-props]")) return {} as P;
  return JSON.parse(script.textContent || "{}") as P;
}
