// The control panel of one show. Moderators get the chat alone.

import { useEffect, useRef, useState } from "preact/hooks";
import { hueClass } from "../lib/hue";
import { t } from "../lib/words";
import { LineBanner } from "../live/LineBanner";
import { Moderation } from "./Moderation";
import { RunSheet } from "./RunSheet";
import { Sales } from "./Sales";
import { StatusBar } from "./StatusBar";
import { type ControlProps, ControlSession } from "./session";

type Panel = "run" | "sales" | "chat";

const PANELS: [Panel, string][] = [
  ["run", t("Run sheet")],
  ["sales", t("Sales")],
  ["chat", t("Chat")],
];

export function Control(props: ControlProps) {
  const [session] = useState(() => new ControlSession(props));
  const [panel, setPanel] = useState<Panel>(session.isHost ? "run" : "chat");
  useEffect(() => () => session.live.close(), [session]);
  const tabs = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a phone the composer stands at the bottom of the window only when the tabs stand at its top.
    if (session.isHost && panel === "chat") tabs.current?.scrollIntoView({ block: "start" });
  }, [session, panel]);
  const names = ["control", hueClass(session.brand.hue)];
  if (!session.isHost) names.push("is-moderating");
  return (
    <div class={names.join(" ")} data-panel={panel}>
      <StatusBar session={session} />
      <LineBanner live={session.live} />
      {session.isHost && (
        <nav ref={tabs} class="control-panels tabs" aria-label={t("Parts of the control panel")}>
          {PANELS.map(([name, label]) => (
            <button
              key={name}
              type="button"
              class="tab"
              aria-current={panel === name ? "page" : undefined}
              aria-controls={`control-${name}`}
              onClick={() => setPanel(name)}
            >
              {label}
            </button>
          ))}
        </nav>
      )}
      {session.isHost && <RunSheet session={session} />}
      {session.isHost && <Sales session={session} />}
      <Moderation session={session} />
    </div>
  );
}
