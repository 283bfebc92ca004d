// The show's picture and sound on the stage, with what a viewer may do to them.

import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../lib/api";
import { t } from "../lib/words";
import { useRoom } from "../live/hooks";
import type { LiveRoom } from "../live/store";
import type { VideoView } from "../types.gen";
import { Controls } from "./Controls";
import { toggleFullScreen } from "./fullscreen";
import { type Actions, keyOf, STEP_S } from "./keys";
import { keepPreferences, loadPreferences, type Preferences } from "./preferences";
import { Watching } from "./watching";

export function Player({ live }: { live: LiveRoom }) {
  const view = useRoom(live, (room) => room.video).value;
  const showId = useRoom(live, (room) => room.show.id).value;
  const element = useRef<HTMLVideoElement>(null);
  const [preferences, setPreferences] = useState(loadPreferences);
  const [watching, setWatching] = useState<Watching | null>(null);
  const [isPaused, setPaused] = useState(false);
  const [isMuted, setMuted] = useState(preferences.isMuted);
  const [isOpen, setOpen] = useState(false);
  const prefer = (changes: Partial<Preferences>) => {
    const changed = { ...preferences, ...changes };
    setPreferences(changed);
    keepPreferences(changed);
  };
  useEffect(() => {
    const video = element.current;
    if (!video) return;
    video.muted = preferences.isMuted;
    video.volume = preferences.volume;
    const made = new Watching(video, {
      now: live.clock.now,
      renewed: () => api.get<VideoView>(`/api/shows/${showId}/video`),
      onClosed: () => location.reload(),
      wish: preferences.wish,
    });
    setWatching(made);
    return () => made.close();
  }, []);
  useEffect(() => watching?.follow(view), [watching, view]);
  useEffect(() => {
    if (!watching || preferences.cards === "instant") return undefined;
    return live.keepInStep(watching.pictureMs);
  }, [live, watching, preferences.cards]);
  const video = element.current;
  const unasked = watching?.unasked.value ?? "all";
  const begin = () => {
    if (!video) return;
    watching?.heard();
    video.muted = preferences.isMuted;
    void watching?.play();
  };
  const actions: Actions = {
    pause: () => void (video?.paused ? begin() : video?.pause()),
    mute: () => {
      if (!video) return;
      watching?.heard();
      video.muted = !video.muted;
      prefer({ isMuted: video.muted });
    },
    back: () => watching?.back(STEP_S),
    forward: () => watching?.back(-STEP_S),
    goLive: () => {
      watching?.goLive();
      if (isPaused) void watching?.play();
    },
    fullScreen: () => toggleFullScreen(video),
    pictureInPicture: () => togglePictureInPicture(video),
    settings: () => setOpen(!isOpen),
  };
  const state = stateOf(view, watching);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of fields it is not
    <div
      class="player"
      role="group"
      aria-label={t("Player")}
      data-phase={state}
      data-way={watching?.choice.value.way}
      onKeyDown={(event) => {
        const action = keyOf(event);
        if (!action) return;
        event.preventDefault();
        actions[action]();
      }}
    >
      {/* biome-ignore lint/a11y/useMediaCaption: nobody writes down what a host says while they say it */}
      <video
        ref={element}
        class="player-video"
        playsInline
        autoPlay
        aria-label={t("The show")}
        onVolumeChange={({ currentTarget }) => setMuted(currentTarget.muted)}
        onPause={() => setPaused(true)}
        onPlay={() => setPaused(false)}
      />
      <p class="player-note" role="status">
        {isPaused && state === "playing" ? t("Paused.") : unasked !== "nothing" && NOTES[state]}
      </p>
      {unasked !== "all" && (
        <button type="button" class="player-sound" onClick={begin}>
          {unasked === "pictures" ? t("Tap for sound") : t("Tap to watch")}
        </button>
      )}
      {watching && (
        <Controls
          watching={watching}
          actions={actions}
          preferences={preferences}
          isPaused={isPaused || unasked === "nothing"}
          isMuted={isMuted}
          isOpen={isOpen}
          onClose={() => setOpen(false)}
          onVolume={(volume) => {
            if (!video) return;
            watching.heard();
            video.volume = volume;
            video.muted = false;
            prefer({ volume, isMuted: false });
          }}
          onPrefer={(changes) => {
            prefer(changes);
            if (changes.wish) watching.wish(changes.wish);
          }}
        />
      )}
    </div>
  );
}

type State = "connecting" | "playing" | "waiting" | "failed" | "away";

const NOTES: Record<State, string> = {
  connecting: t("The picture is coming."),
  playing: "",
  waiting: t("The picture stopped. It goes on by itself."),
  failed: t("The picture cannot be reached. We keep trying."),
  away: t("The host will be right back. Stay here: it goes on by itself."),
};

function stateOf(view: VideoView, watching: Watching | null): State {
  return view.signal === "lost" ? "away" : (watching?.choice.value.phase ?? "connecting");
}

function togglePictureInPicture(video: HTMLVideoElement | null): void {
  if (document.pictureInPictureElement) void document.exitPictureInPicture();
  else void video?.requestPictureInPicture?.().catch(() => {});
}
