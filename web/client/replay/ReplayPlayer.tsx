// A replay on the stage: picture and sound, the way through the show with the moments at which deals dropped, and the deal that
// was on the stage then.

import type { TargetedKeyboardEvent } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../lib/words";
import { ShareIcon } from "../ui/icons";
import { toggleFullScreen } from "../video/fullscreen";
import { FullscreenIcon, SoundIcon, SoundOffIcon } from "../video/icons";
import { PauseIcon, PlayIcon } from "./icons";
import type { Rerun } from "./rerun";
import { ThenFeatured } from "./ThenFeatured";
import { formatPosition } from "./timeline";
import type { Phase } from "./watching";

const STEP_MS = 5_000;

interface PlayerProps {
  rerun: Rerun;
  /** Offer a link to this place, in seconds from the show's start. */
  onShare: (atS: number) => void;
}

export function ReplayPlayer({ rerun, onShare }: PlayerProps) {
  const { watching } = rerun;
  const element = useRef<HTMLVideoElement>(null);
  const [isMuted, setMuted] = useState(false);
  useEffect(() => {
    if (element.current) void watching.showIn(element.current);
  }, [watching]);
  const phase = watching.phase.value;
  const isPlaying = phase === "playing";
  return (
    <div class="player is-replay" data-phase={phase}>
      {/* biome-ignore lint/a11y/useMediaCaption: what is said live has no captions */}
      <video
        ref={element}
        class="player-video"
        playsInline
        preload="auto"
        aria-label={rerun.clip ? t("The clip") : t("The replay")}
        onClick={() => watching.toggle()}
        onVolumeChange={({ currentTarget }) => setMuted(currentTarget.muted)}
      />
      <p class="player-note" role="status">
        {NOTES[phase]}
      </p>
      {(phase === "paused" || phase === "ended") && (
        <button type="button" class="replay-begin" onClick={() => watching.toggle()}>
          <PlayIcon />
          <span class="visually-hidden">{phase === "ended" ? t("Watch again") : t("Watch")}</span>
        </button>
      )}
      <ThenFeatured rerun={rerun} />
      <div class="replay-bar">
        <button type="button" class="player-button" onClick={() => watching.toggle()}>
          {isPlaying ? <PauseIcon /> : <PlayIcon />}
          <span class="visually-hidden">{isPlaying ? t("Pause") : t("Play")}</span>
        </button>
        <Seek rerun={rerun} />
        <button
          type="button"
          class="player-button"
          aria-pressed={!isMuted}
          onClick={() => {
            if (element.current) element.current.muted = !isMuted;
          }}
        >
          {isMuted ? <SoundOffIcon /> : <SoundIcon />}
          <span class="visually-hidden">{t("Sound")}</span>
        </button>
        <button type="button" class="player-button" onClick={() => onShare(rerun.second)}>
          <ShareIcon />
          <span class="visually-hidden">
            {rerun.clip ? t("Share the clip") : t("Share this moment")}
          </span>
        </button>
        <button
          type="button"
          class="player-button replay-full"
          onClick={() => toggleFullScreen(element.current)}
        >
          <FullscreenIcon />
          <span class="visually-hidden">{t("Full screen")}</span>
        </button>
      </div>
    </div>
  );
}

const NOTES: Record<Phase, string> = {
  loading: t("The replay is coming."),
  playing: "",
  paused: "",
  ended: "",
  failed: t("The recording cannot be reached. Load the page again in a moment."),
};

/** Where it plays, by pointer and by keyboard: five seconds an arrow, and the space bar stops and plays. */
function Seek({ rerun }: { rerun: Rerun }) {
  const { watching } = rerun;
  const { startsMs, endsMs } = watching.span;
  const at = watching.positionMs.value;
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLInputElement>) => {
    const steps = STEPS[event.key];
    if (steps !== undefined) watching.seek(watching.positionMs.peek() + steps * STEP_MS);
    else if (event.key === " ") watching.toggle();
    else return;
    event.preventDefault();
  };
  const [now, whole] = [formatPosition(at - startsMs), formatPosition(endsMs - startsMs)];
  return (
    <div class="replay-way">
      <span class="replay-time numeral">
        {now}
        <span class="replay-length"> / {whole}</span>
      </span>
      <div class="replay-seek">
        <Marks rerun={rerun} />
        <input
          type="range"
          aria-label={t("Place in the show")}
          aria-valuetext={t("{now} of {whole}", { now, whole })}
          min={startsMs}
          max={endsMs}
          step="any"
          value={at}
          style={{ "--gone": `${(100 * (at - startsMs)) / Math.max(1, endsMs - startsMs)}%` }}
          onInput={({ currentTarget }) => watching.seek(Number(currentTarget.value))}
          onKeyDown={onKeyDown}
        />
      </div>
    </div>
  );
}

const STEPS: Record<string, number> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowDown: -1,
  ArrowUp: 1,
  PageDown: -12,
  PageUp: 12,
};

/** Decoration: each deal's card says when it dropped, and leads there. */
function Marks({ rerun }: { rerun: Rerun }) {
  const { startsMs, endsMs } = rerun.watching.span;
  return (
    <>
      {rerun.drops.map((deal) => {
        const at = rerun.droppedAt(deal);
        if (at === null || at < startsMs || at > endsMs) return null;
        const share = (at - startsMs) / Math.max(1, endsMs - startsMs);
        return (
          <i key={deal.id} class="replay-mark" style={{ left: `${100 * share}%` }} aria-hidden />
        );
      })}
    </>
  );
}
