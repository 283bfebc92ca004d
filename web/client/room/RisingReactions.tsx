// What everyone taps rises over the stage. For those who want nothing to move it stands there as counts. Not read
// aloud: it is weather.

import { pageLanguage } from "../lib/words";
import { ReactionPicture } from "./reactionIcons";
import { type Floating, KINDS, type Reactions } from "./reactions";

export function RisingReactions({ reactions }: { reactions: Reactions }) {
  if (reactions.isStill) return <Tally reactions={reactions} />;
  return (
    <div class="rising" aria-hidden="true">
      {reactions.floating.value.map((each) => (
        <Rising key={each.id} floating={each} onEnd={() => reactions.remove(each.id)} />
      ))}
    </div>
  );
}

function Rising({ floating, onEnd }: { floating: Floating; onEnd: () => void }) {
  const { kind, at, delayMs } = floating;
  const place = { left: `${Math.round(at * 100)}%`, animationDelay: `${delayMs}ms` };
  return (
    <span
      class={at < 0.5 ? "rising-one" : "rising-one is-other"}
      style={place}
      onAnimationEnd={onEnd}
    >
      <ReactionPicture kind={kind} />
    </span>
  );
}

function Tally({ reactions }: { reactions: Reactions }) {
  const counts = reactions.lately.value;
  const shown = KINDS.filter((kind) => counts[kind]);
  if (shown.length === 0) return null;
  return (
    <div class="reaction-tally" aria-hidden="true">
      {shown.map((kind) => (
        <span key={kind}>
          <ReactionPicture kind={kind} />
          <span class="numeral">{(counts[kind] ?? 0).toLocaleString(pageLanguage())}</span>
        </span>
      ))}
    </div>
  );
}
