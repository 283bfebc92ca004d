// The five reactions as pictures. What they stand for is said by their buttons.

import type { JSX } from "preact";
import { t } from "../lib/words";
import type { Kind } from "./reactions";

export const NAMES: Record<Kind, string> = {
  heart: t("Heart"),
  fire: t("Fire"),
  star: t("Star"),
  laugh: t("Laugh"),
  wow: t("Wow"),
};

const FACE = <circle cx="12" cy="12" r="9.5" fill="#ffcf5c" />;
const EYES = (
  <g fill="#3a2106">
    <circle cx="8.6" cy="9.8" r="1.4" />
    <circle cx="15.4" cy="9.8" r="1.4" />
  </g>
);

const PICTURES: Record<Kind, JSX.Element> = {
  heart: (
    <path
      d="M12 21C5.5 16.2 2.5 12.8 2.5 8.9 2.5 6 4.7 3.9 7.4 3.9c1.9 0 3.5 1 4.6 2.6 1.1-1.6 2.7-2.6 4.6-2.6 2.7 0 4.9 2.1 4.9 5 0 3.9-3 7.3-9.5 12.1z"
      fill="#ff4d7d"
    />
  ),
  fire: (
    <>
      <path
        d="M12.6 1.8c.6 3.9 6.6 6.4 6.6 12.4 0 4.4-3.2 7.8-7.2 7.8s-7.2-3.3-7.2-7.6c0-3.3 2-5 3.2-7.1.5 1.3 1 2 1.9 2.6-.2-3 .8-6 2.7-8.1z"
        fill="#ff7a2f"
      />
      <path
        d="M12.3 11.2c.4 2 3.1 3 3.1 6 0 2.4-1.5 4-3.4 4s-3.4-1.6-3.4-3.9c0-2.4 2.6-3.2 3.7-6.1z"
        fill="#ffd45e"
      />
    </>
  ),
  star: (
    <path
      d="M12 2.2l3 6.3 6.9.9-5.1 4.8 1.3 6.9L12 17.7l-6.1 3.4 1.3-6.9-5.1-4.8 6.9-.9z"
      fill="#ffd84d"
    />
  ),
  laugh: (
    <>
      {FACE}
      {EYES}
      <path d="M6.8 13.2h10.4c0 3.2-2.3 5.4-5.2 5.4s-5.2-2.2-5.2-5.4z" fill="#7a2230" />
    </>
  ),
  wow: (
    <>
      {FACE}
      {EYES}
      <ellipse cx="12" cy="15.6" rx="2.4" ry="3" fill="#7a2230" />
    </>
  ),
};

export function ReactionPicture({ kind }: { kind: Kind }) {
  return (
    <svg width="22" height="22" viewBox="0 0 24 24" aria-hidden="true">
      {PICTURES[kind]}
    </svg>
  );
}
