// Reads the demo host's picture and sound as a viewer gets them. Evaluated in the page by tests/support/glass.py.
//
// Each picture carries the moment for which it was drawn, in a row of blocks (server/demo_host/stamp.py); a beep begins at
// each whole second of the same clock (server/demo_host/tone.py). Times are milliseconds of the wall clock.
async ({ selector, seconds }) => {
  const COLUMNS = 40;
  const LOUD = 0.1;
  const QUIET_S = 0.3;
  const SINCE_1900_MS = 2_208_988_800_000;
  const video = document.querySelector(selector);
  const wallOf = (performanceMs) => Date.now() - performance.now() + performanceMs;

  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const read = () => {
    const [width, height] = [video.videoWidth, video.videoHeight];
    if (width === 0) return null;
    [canvas.width, canvas.height] = [width, 1];
    const middle = height - Math.max(2, Math.floor(width / COLUMNS)) / 2;
    context.drawImage(video, 0, Math.floor(middle), width, 1, 0, 0, width, 1);
    const { data } = context.getImageData(0, 0, width, 1);
    const light = Array.from(
      { length: COLUMNS },
      (_, column) => data[4 * Math.floor(((column + 0.5) * width) / COLUMNS) + 1],
    );
    const threshold = (Math.max(...light) + Math.min(...light)) / 2;
    const bits = light.map((each) => (each > threshold ? 1 : 0));
    const number = (from, to) => Number.parseInt(bits.slice(from, to).join(""), 2);
    const [stamp, check] = [number(2, 30), number(30, 38)];
    const isWhole = bits[0] && !bits[1] && !bits[38] && bits[39];
    return isWhole && Math.imul(stamp, 0x9e3779b1) >>> 24 === check ? stamp : null;
  };

  const seen = { frames: [], unread: 0, beeps: [], loudest: 0, width: 0, height: 0, playout: {} };
  let isOver = false;
  const onFrame = (_now, { expectedDisplayTime }) => {
    if (isOver) return;
    const stamp = read();
    if (stamp === null) seen.unread += 1;
    else seen.frames.push([wallOf(expectedDisplayTime), stamp]);
    video.requestVideoFrameCallback(onFrame);
  };

  // One for each element: a browser makes a source of an element only once.
  const listening = (() => {
    const before = video.listening;
    if (before && before.stream === video.srcObject) return before;
    const audio = new AudioContext();
    video.muted = false;
    const source = video.srcObject
      ? audio.createMediaStreamSource(video.srcObject)
      : audio.createMediaElementSource(video);
    const analyser = audio.createAnalyser();
    analyser.fftSize = 8192;
    source.connect(analyser).connect(new GainNode(audio, { gain: 0 })).connect(audio.destination);
    video.listening = { audio, analyser, stream: video.srcObject };
    return video.listening;
  })();
  const { audio, analyser } = listening;
  const samples = new Float32Array(analyser.fftSize);
  let [heardUntilS, loudAtS] = [audio.currentTime, audio.currentTime];
  const listen = () => {
    const endS = audio.currentTime;
    analyser.getFloatTimeDomainData(samples);
    if (audio.currentTime !== endS) return; // the sound went on meanwhile; the next look has it all
    const beginS = endS - samples.length / audio.sampleRate;
    const { contextTime, performanceTime } = audio.getOutputTimestamp();
    for (let place = 0; place < samples.length; place += 1) {
      const atS = beginS + place / audio.sampleRate;
      if (atS <= heardUntilS) continue;
      const loud = Math.abs(samples[place]);
      seen.loudest = Math.max(seen.loudest, loud);
      if (loud < LOUD) continue;
      if (atS - loudAtS > QUIET_S) seen.beeps.push(wallOf(performanceTime + (atS - contextTime) * 1000));
      loudAtS = atS;
    }
    heardUntilS = endS;
  };

  await audio.resume();
  await video.play();
  video.requestVideoFrameCallback(onFrame);
  const timer = setInterval(listen, 20);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  isOver = true;
  clearInterval(timer);
  for (const stats of (await window.peers?.at(-1)?.getStats())?.values() ?? []) {
    if (stats.type !== "inbound-rtp" || !stats.estimatedPlayoutTimestamp) continue;
    seen.playout[stats.kind] = stats.timestamp - (stats.estimatedPlayoutTimestamp - SINCE_1900_MS);
  }
  [seen.width, seen.height] = [video.videoWidth, video.videoHeight];
  return seen;
}
