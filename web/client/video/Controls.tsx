// The player's buttons, and how far the picture is behind.

import { t } from "../lib/words";
import {
  BackIcon,
  ForwardIcon,
  FullscreenIcon,
  PauseIcon,
  PlayIcon,
  SettingsIcon,
  SoundIcon,
  SoundOffIcon,
} from "./icons";
import { type Actions, STEP_S } from "./keys";
import type { Preferences } from "./preferences";
import { Settings } from "./Settings";
import type { Watching } from "./watching";

export interface ControlsProps {
  watching: Watching;
  actions: Actions;
  preferences: Preferences;
  isPaused: boolean;
  isMuted: boolean;
  isOpen: boolean;
  onClose: () => void;
  onVolume: (volume: number) => void;
  onPrefer: (changes: Partial<Preferences>) => void;
}

export function Controls(props: ControlsProps) {
  const { watching, actions, preferences, isPaused, isMuted, isOpen } = props;
  const isBehind = watching.choice.value.isRewound;
  return (
    <div class="player-bar">
      {isBehind && <Timeline watching={watching} />}
      <div class="player-controls">
        <PlayerButton
          label={isPaused ? t("Go on") : t("Pause")}
          isSeldom={!isPaused}
          onClick={actions.pause}
        >
          {isPaused ? <PlayIcon /> : <PauseIcon />}
        </PlayerButton>
        <PlayerButton label={t("Sound")} isPressed={!isMuted} onClick={actions.mute}>
          {isMuted ? <SoundOffIcon /> : <SoundIcon />}
        </PlayerButton>
        <input
          class="player-volume"
          type="range"
          min="0.05"
          max="1"
          step="0.05"
          value={preferences.volume}
          aria-label={t("Volume")}
          onInput={({ currentTarget }) => props.onVolume(Number(currentTarget.value))}
        />
        <PlayerButton
          label={t("Back {count} seconds", { count: STEP_S })}
          isSeldom={!isBehind}
          onClick={actions.back}
        >
          <BackIcon />
        </PlayerButton>
        {isBehind && (
          <>
            <PlayerButton
              label={t("Forward {count} seconds", { count: STEP_S })}
              onClick={actions.forward}
            >
              <ForwardIcon />
            </PlayerButton>
            <button type="button" class="player-button player-live" onClick={actions.goLive}>
              {t("Go live")}
              <span class="numeral" aria-hidden="true">
                −{formatBehind(watching.standing.value.behindS)}
              </span>
            </button>
          </>
        )}
        <PlayerButton label={t("Player settings")} isExpanded={isOpen} onClick={actions.settings}>
          <SettingsIcon />
        </PlayerButton>
        <PlayerButton label={t("Full screen")} onClick={actions.fullScreen}>
          <FullscreenIcon />
        </PlayerButton>
      </div>
      {isOpen && (
        <Settings
          watching={watching}
          actions={actions}
          preferences={preferences}
          onPrefer={props.onPrefer}
          onClose={props.onClose}
        />
      )}
    </div>
  );
}

/** Where in the minutes that can be seen again the picture is. */
function Timeline({ watching }: { watching: Watching }) {
  const { behindS, windowS } = watching.standing.value;
  return (
    <input
      class="player-timeline"
      type="range"
      min={-Math.round(windowS)}
      max="0"
      step="1"
      value={-Math.round(behindS)}
      aria-label={t("Time")}
      aria-valuetext={t("{time} before the present", {
        time: formatBehind(behindS),
      })}
      onInput={({ currentTarget }) => watching.goTo(-Number(currentTarget.value))}
    />
  );
}

/** `75` seconds are `1:15`. */
export function formatBehind(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

interface PlayerButtonProps {
  label: string;
  isPressed?: boolean;
  isExpanded?: boolean;
  /** It steps aside where the picture is small. */
  isSeldom?: boolean;
  onClick: () => void;
  children: preact.ComponentChildren;
}

function PlayerButton(props: PlayerButtonProps) {
  const { label, isPressed, isExpanded, isSeldom = false, onClick, children } = props;
  return (
    <button
      type="button"
      class={isSeldom ? "player-button is-seldom" : "player-button"}
      title={label}
      aria-label={label}
      aria-pressed={isPressed}
      aria-expanded={isExpanded}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
