// The show's picture and sound on the stage, with what a viewer may do to them.

import { useEffect, useRef, useState } from "preact/hooks";
import { useRoom } from "../live/hooks";
import type { LiveRoom } from "../live/store";
import { BackIcon, FullscreenIcon, SoundIcon, SoundOffIcon } from "./icons";
import { Watching } from "./watching";

const BACK_S = 10;

export function Player({ live }: { live: LiveRoom }) {
  const view = useRoom(live, (room) => room.video).value;
  const element = useRef<HTMLVideoElement>(null);
  const [watching, setWatching] = useState<Watching | null>(null);
  const [isMuted, setMuted] = useState(true);
  useEffect(() => {
    if (!element.current) return;
    const made = new Watching(element.current);
    setWatching(made);
    return () => made.close();
  }, []);
  useEffect(() => watching?.follow(view), [watching, view]);
  const video = element.current;
  const phase = watching?.phase.value ?? "connecting";
  const isLost = view.signal === "lost";
  return (
    <div class="player" data-phase={isLost ? "lost" : phase} data-way={watching?.way.value}>
      <video
        ref={element}
        class="player-video"
        playsInline
        autoPlay
        muted={isMuted}
        aria-label="The show"
        onVolumeChange={({ currentTarget }) => setMuted(currentTarget.muted)}
      />
      <p class="player-note" role="status">
        {noteOf(isLost ? "lost" : phase)}
      </p>
      <div class="player-controls">
        <button
          type="button"
          class="player-button"
          aria-pressed={!isMuted}
          onClick={() => {
            if (video) video.muted = !isMuted;
          }}
        >
          {isMuted ? <SoundOffIcon /> : <SoundIcon />}
          {isMuted ? "Turn the sound on" : <span class="visually-hidden">Sound</span>}
        </button>
        <button type="button" class="player-button" onClick={() => watching?.back(BACK_S)}>
          <BackIcon />
          <span class="visually-hidden">Back {BACK_S} seconds</span>
        </button>
        {watching?.isBehind.value && (
          <button type="button" class="player-button" onClick={() => watching.goLive()}>
            Go live
          </button>
        )}
        <button
          type="button"
          class="player-button player-full"
          onClick={() => void video?.requestFullscreen()}
        >
          <FullscreenIcon />
          <span class="visually-hidden">Full screen</span>
        </button>
      </div>
    </div>
  );
}

function noteOf(phase: "connecting" | "playing" | "waiting" | "failed" | "lost"): string {
  switch (phase) {
    case "connecting":
      return "The picture is coming.";
    case "waiting":
      return "The picture stopped. It goes on by itself.";
    case "failed":
      return "The picture cannot be reached. We keep trying.";
    case "lost":
      return "The host's line broke. Stay here: it goes on when they are back.";
    default:
      return "";
  }
}
