// Badges and avatars.

import type { ComponentChildren } from "preact";
import { hueClass, hueOf } from "../lib/hue";

type Tone = "plain" | "live" | "good" | "warn" | "bad" | "tier" | "quiet";

export function Badge({ tone = "plain", children }: { tone?: Tone; children: ComponentChildren }) {
  return <span class={tone === "plain" ? "badge" : `badge badge-${tone}`}>{children}</span>;
}

/** The first letters of a name on its own colour; decoration beside the name. */
export function Avatar({ name, hue, size }: { name: string; hue?: number; size?: "s" | "l" }) {
  const names = ["avatar", hueClass(hue ?? hueOf(name))];
  if (size) names.push(`avatar-${size}`);
  return (
    <span class={names.join(" ")} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

/** `Nordlys Audio` gives `NA`, `ada_k` gives `ak`. */
export function initials(name: string): string {
  const words = name.split(/[\s_]+/).filter(Boolean);
  const [first = "?", second] = words;
  return second ? `${first.charAt(0)}${second.charAt(0)}` : first.slice(0, 2);
}
