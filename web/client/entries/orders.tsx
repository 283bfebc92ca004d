// /orders: the list is the server's. Here its holds count down, and it is renewed when an order changes.

import { render } from "preact";
import { useEffect } from "preact/hooks";
import { useMyFrames } from "../lib/myFrames";
import { Countdown } from "../ui/Countdown";

function Holds({ places }: { places: HTMLElement[] }) {
  const now = useMyFrames(
    (frame) => {
      if (frame.t === "my_order") location.reload();
    },
    () => undefined,
  );
  useEffect(() => {
    for (const place of places) {
      const untilMs = Number(place.dataset.countdown);
      render(<Countdown untilMs={untilMs} now={now} onEnd={() => location.reload()} />, place);
    }
  }, [places, now]);
  return null;
}

const places = [...document.querySelectorAll<HTMLElement>("[data-countdown]")];
for (const place of places) place.replaceChildren();
render(<Holds places={places} />, document.createElement("div"));
