// How loud the microphone is, so that a host sees that they are heard.

import { useEffect, useRef } from "preact/hooks";
import { t } from "../lib/words";

const LOUDEST_DB = 0;
const QUIETEST_DB = -60;

export function Level({ stream }: { stream: MediaStream }) {
  const meter = useRef<HTMLMeterElement>(null);
  useEffect(
    () =>
      listen(stream, (level) => {
        if (meter.current) meter.current.value = level;
      }),
    [stream],
  );
  return (
    <meter
      ref={meter}
      class="camera-level"
      min={0}
      max={1}
      low={0.15}
      high={0.92}
      optimum={0.6}
      aria-label={t("Loudness of your microphone")}
    />
  );
}

/** Call `onLevel` with 0 to 1 at each frame; call what it returns to stop. */
function listen(stream: MediaStream, onLevel: (level: number) => void): () => void {
  if (stream.getAudioTracks().length === 0) return () => {};
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let frame = 0;
  const look = () => {
    analyser.getFloatTimeDomainData(samples);
    onLevel(levelOf(samples));
    frame = requestAnimationFrame(look);
  };
  look();
  return () => {
    cancelAnimationFrame(frame);
    void context.close();
  };
}

/** The loudness as a place between the quietest and the loudest that is shown. */
function levelOf(samples: Float32Array): number {
  const mean = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  const db = 10 * Math.log10(mean + 1e-12);
  return Math.min(1, Math.max(0, (db - QUIETEST_DB) / (LOUDEST_DB - QUIETEST_DB)));
}
