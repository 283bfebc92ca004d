// The host's camera: what it sees, which devices it uses, how the line is, and how an encoder publishes instead.

import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { copyFrom } from "../lib/clipboard";
import { t } from "../lib/words";
import { useRoom } from "../live/hooks";
import type { StreamKeyView, VideoView } from "../types.gen";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { ChoiceField } from "../ui/ChoiceField";
import { Field } from "../ui/Field";
import { ProblemNote } from "../ui/ProblemNote";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import {
  CAN_PUBLISH,
  CAN_SHOW_SCREEN,
  type Choice,
  type Health,
  Publishing,
  type Source,
} from "../video/publishing";
import { Level } from "./Level";
import type { ControlSession } from "./session";

export function Camera({ session }: { session: ControlSession }) {
  const [publishing] = useState(() => new Publishing(() => session.streamKey()));
  useEffect(() => () => publishing.close(), [publishing]);
  const video = useRoom(session.live, (room) => room.video).value;
  const isOver = useRoom(
    session.live,
    ({ show }) => show.status === "ended" || show.status === "cancelled",
  ).value;
  useEffect(() => {
    if (isOver) publishing.close();
  }, [publishing, isOver]);
  if (isOver) return null;
  return (
    <section class="camera" aria-labelledby="camera-title">
      <header class="camera-head">
        <h2 id="camera-title">{t("Camera")}</h2>
        <Signal publishing={publishing} video={video} />
      </header>
      {CAN_PUBLISH ? (
        <>
          <Preview publishing={publishing} />
          <Devices publishing={publishing} />
          <Air publishing={publishing} session={session} video={video} />
        </>
      ) : (
        <NotHere />
      )}
      <Encoder session={session} />
    </section>
  );
}

/** Why there is nothing to press. */
function NotHere() {
  return (
    <p class="note">
      {globalThis.isSecureContext
        ? t("This browser cannot publish a show. Use another one, or an encoder.")
        : t(
            "Browsers open cameras on https pages only. Open this page by https, or use an encoder.",
          )}
    </p>
  );
}

function Signal({ publishing, video }: { publishing: Publishing; video: VideoView }) {
  const state = publishing.state.value;
  if (state === "on_air") return <Badge tone="live">{t("On air")}</Badge>;
  if (state === "connecting") return <Badge tone="warn">{t("Connecting")}</Badge>;
  if (state === "reconnecting") return <Badge tone="warn">{t("Line broken, coming back")}</Badge>;
  if (video.signal === "live") return <Badge tone="live">{t("On air from elsewhere")}</Badge>;
  return <Badge tone="quiet">{t("Off air")}</Badge>;
}

function Preview({ publishing }: { publishing: Publishing }) {
  const element = useRef<HTMLVideoElement>(null);
  useSignalEffect(() => {
    if (element.current) element.current.srcObject = publishing.stream.value;
  });
  const stream = publishing.stream.value;
  return (
    <div class="camera-preview" data-empty={stream === null}>
      <video ref={element} autoPlay muted playsInline aria-label={t("What your camera sees")} />
      {stream === null && (
        <p class="muted">
          {t("Your picture appears here. Nobody else sees it before you go on air.")}
        </p>
      )}
      {stream !== null && <Level stream={stream} />}
    </div>
  );
}

function Devices({ publishing }: { publishing: Publishing }) {
  const choice = useSignal<Choice>({ source: "camera", cameraId: "", microphoneId: "" });
  const devices = useSignal<MediaDeviceInfo[]>([]);
  const open = useAction(async (next: Choice) => {
    choice.value = next;
    await publishing.choose(next);
    // Their names are known once the browser has been allowed to use one.
    devices.value = await navigator.mediaDevices.enumerateDevices();
  });
  const isOn = publishing.stream.value !== null;
  const use = (source: Source) => void open.run({ ...choice.value, source });
  return (
    <div class="camera-devices">
      <div class="row">
        <Button
          isBusy={open.isBusy}
          aria-pressed={isOn && choice.value.source === "camera"}
          onClick={() => use("camera")}
        >
          {t("Camera")}
        </Button>
        {CAN_SHOW_SCREEN && (
          <Button
            isBusy={open.isBusy}
            aria-pressed={isOn && choice.value.source === "screen"}
            onClick={() => use("screen")}
          >
            {t("Screen")}
          </Button>
        )}
      </div>
      {isOn && choice.value.source === "camera" && (
        <Select
          label={t("Camera")}
          devices={devices.value.filter(({ kind }) => kind === "videoinput")}
          chosen={choice.value.cameraId}
          onChoose={(cameraId) => void open.run({ ...choice.value, cameraId })}
        />
      )}
      {isOn && (
        <Select
          label={t("Microphone")}
          devices={devices.value.filter(({ kind }) => kind === "audioinput")}
          chosen={choice.value.microphoneId}
          onChoose={(microphoneId) => void open.run({ ...choice.value, microphoneId })}
        />
      )}
      <ProblemNote problem={open.problem ?? publishing.problem.value} />
    </div>
  );
}

interface SelectProps {
  label: string;
  devices: MediaDeviceInfo[];
  chosen: string;
  onChoose: (id: string) => void;
}

function Select({ label, devices, chosen, onChoose }: SelectProps) {
  return (
    <ChoiceField
      label={label}
      value={chosen}
      choices={[
        ["", t("The usual one")],
        ...devices
          .filter(({ deviceId }) => deviceId !== "" && deviceId !== "default")
          .map((device, number): [string, string] => [
            device.deviceId,
            device.label || `${label} ${number + 1}`,
          ]),
      ]}
      onChoose={onChoose}
    />
  );
}

function Air({
  publishing,
  session,
  video,
}: {
  publishing: Publishing;
  session: ControlSession;
  video: VideoView;
}) {
  const state = publishing.state.value;
  const isLive = useRoom(session.live, (room) => room.show.status === "live").value;
  const isElsewhere = video.signal === "live" && state === "ready";
  const begin = useAction(() => publishing.begin(isElsewhere));
  const isOn = state === "on_air" || state === "reconnecting";
  return (
    <div class="camera-air">
      {isOn ? (
        <Button variant="danger" onClick={() => publishing.end()}>
          {t("Leave the air")}
        </Button>
      ) : (
        <Button
          variant="primary"
          isBusy={begin.isBusy}
          disabled={state === "off"}
          onClick={() => void begin.run()}
        >
          {isElsewhere ? t("Take over") : isLive ? t("Go on air") : t("Rehearse")}
        </Button>
      )}
      {publishing.health.value && <Line health={publishing.health.value} />}
      {isOn && video.recording === "on" && (
        <p class="muted small">{t("Recorded for the replay.")}</p>
      )}
      {isOn && video.recording === "stopped" && (
        <p class="note note-bad" role="alert">
          {t(
            "Recording stopped: the replay will have a gap. The show goes on, and so does the recording as soon as it can.",
          )}
        </p>
      )}
      {!isOn && !isLive && (
        <p class="muted small">
          {t("Before the show is live you rehearse: viewers see nothing of it.")}
        </p>
      )}
      <ProblemNote problem={begin.problem} />
    </div>
  );
}

function Line({ health }: { health: Health }) {
  return (
    <dl class="camera-line small">
      <div>
        <dt>{t("Bitrate")}</dt>
        <dd class="numeral">
          {t("{rate} Mbit/s", { rate: (health.bitsPerSecond / 1e6).toFixed(1) })}
        </dd>
      </div>
      <div>
        <dt>{t("Picture")}</dt>
        <dd class="numeral">
          {t("{width} × {height}, {round} a second", {
            width: health.width,
            height: health.height,
            round: Math.round(health.picturesPerSecond),
          })}
        </dd>
      </div>
      <div>
        <dt>{t("Lost")}</dt>
        <dd class="numeral">{(health.lostShare * 100).toFixed(1)} %</dd>
      </div>
      {health.roundTripMs !== null && (
        <div>
          <dt>{t("Round trip")}</dt>
          <dd class="numeral">{t("{round} ms", { round: Math.round(health.roundTripMs) })}</dd>
        </div>
      )}
    </dl>
  );
}

function Encoder({ session }: { session: ControlSession }) {
  const [key, setKey] = useState<StreamKeyView | null>(null);
  const show = useAction(async () => setKey(await session.streamKey()));
  const renew = useAction(async () => {
    setKey(await session.renewStreamKey());
    toast(t("The key so far no longer works."));
  });
  return (
    <details
      class="camera-encoder"
      onToggle={({ currentTarget }) => currentTarget.open && void show.run()}
    >
      <summary>{t("Publish with OBS or another encoder")}</summary>
      <p class="muted small">
        {t(
          "In OBS 30 or newer: Settings, Stream, Service “WHIP”. Whoever knows the key can publish this show.",
        )}
      </p>
      {key && (
        <>
          <Copied label={t("Server")} text={key.whip_url} />
          <Copied label={t("Bearer token")} text={key.key} isSecret />
          <Button size="s" variant="ghost" isBusy={renew.isBusy} onClick={() => void renew.run()}>
            {t("Make a new key")}
          </Button>
        </>
      )}
      <ProblemNote problem={show.problem ?? renew.problem} />
    </details>
  );
}

function Copied({
  label,
  text,
  isSecret = false,
}: {
  label: string;
  text: string;
  isSecret?: boolean;
}) {
  const input = useRef<HTMLInputElement>(null);
  const copy = async () => {
    if (input.current) await copyFrom(input.current);
    toast(t("{label} copied.", { label }));
  };
  return (
    <Field label={label}>
      {(control) => (
        <div class="row">
          <input
            {...control}
            ref={input}
            class="input"
            type="text"
            data-secret={isSecret}
            readOnly
            value={text}
            autocomplete="off"
          />
          <Button size="s" onClick={() => void copy()}>
            {t("Copy")}
            <span class="visually-hidden"> {t("the {label}", { label: label.toLowerCase() })}</span>
          </Button>
        </div>
      )}
    </Field>
  );
}
