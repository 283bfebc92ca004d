// The player's settings: by which way one watches, when deals are shown, and the keys.

import { useEffect, useRef } from "preact/hooks";
import { t } from "../lib/words";
import { CloseIcon } from "../ui/icons";
import type { Wish } from "./choosing";
import { type Actions, KEYS } from "./keys";
import type { Preferences } from "./preferences";
import type { Watching } from "./watching";

const WISHES: [Wish, string, string][] = [
  ["auto", t("Automatic"), t("The lowest delay that there is room for.")],
  ["lowest", t("Lowest delay"), t("Tenths of a second, as often as there is room.")],
  ["balanced", t("Balanced"), t("A second or two behind, steadier on a weak line.")],
];
const CARDS: [Preferences["cards"], string, string][] = [
  ["step", t("In step with the picture"), t("A deal appears when you see the host show it.")],
  ["instant", t("At once"), t("A deal can appear before you see the host show it.")],
];

export interface SettingsProps {
  watching: Watching;
  actions: Actions;
  preferences: Preferences;
  onPrefer: (changes: Partial<Preferences>) => void;
  onClose: () => void;
}

export function Settings({ watching, actions, preferences, onPrefer, onClose }: SettingsProps) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <div
      ref={panel}
      class="player-settings"
      role="dialog"
      aria-label={t("Player settings")}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
    >
      <div class="player-settings-head">
        <p class="small">{delayText(watching)}</p>
        <button
          type="button"
          class="icon-button"
          aria-label={t("Close the settings")}
          onClick={onClose}
        >
          <CloseIcon />
        </button>
      </div>
      <Choices
        legend={t("Way of watching")}
        name="wish"
        choices={WISHES}
        chosen={preferences.wish}
        onChoose={(wish) => onPrefer({ wish })}
      />
      <Choices
        legend={t("Deals appear")}
        name="cards"
        choices={CARDS}
        chosen={preferences.cards}
        onChoose={(cards) => onPrefer({ cards })}
      />
      <p class="player-hint">
        {t(
          "In step they wait for the picture for ten seconds at most, and never while a deal is running out. Stock, prices that rise and your own claims are always shown at once.",
        )}
      </p>
      {document.pictureInPictureEnabled && (
        <button type="button" class="player-choice" onClick={actions.pictureInPicture}>
          {t("Picture in picture")}
        </button>
      )}
      <details class="player-keys">
        <summary>{t("Keys, while the player has the focus")}</summary>
        <dl>
          {KEYS.map(({ keys, text }) => (
            <div key={text}>
              <dt>
                {keys.map((key) => (
                  <kbd key={key}>{NAMES[key] ?? key.toUpperCase()}</kbd>
                ))}
              </dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  );
}

const NAMES: Record<string, string> = { ArrowLeft: "←", ArrowRight: "→" };

interface ChoicesProps<T extends string> {
  legend: string;
  name: string;
  choices: [T, string, string][];
  chosen: T;
  onChoose: (choice: T) => void;
}

function Choices<T extends string>({ legend, name, choices, chosen, onChoose }: ChoicesProps<T>) {
  return (
    <fieldset class="player-choices">
      <legend>{legend}</legend>
      {choices.map(([value, label, hint]) => (
        <label key={value} class="player-choice">
          <input
            type="radio"
            name={`player-${name}`}
            value={value}
            checked={value === chosen}
            onChange={() => onChoose(value)}
          />
          <span>
            {label}
            <span class="player-hint">{hint}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function delayText(watching: Watching): string {
  const { way, phase } = watching.choice.value;
  if (phase !== "playing") return t("The picture does not move at the moment.");
  if (way === "webrtc") return t("You watch over WebRTC, less than a second behind.");
  const { delayS } = watching.standing.value;
  if (delayS === null) return t("You watch by HLS, some seconds behind.");
  return t("You watch by HLS, {count} seconds behind.", { count: delayS.toFixed(1) });
}
