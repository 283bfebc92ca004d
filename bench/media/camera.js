// Publishes the browser's camera as the control panel does, and notes every 100 ms what was sent of pictures (ramp.py).
async ([url, key, forMs]) => {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 1280, height: 720, frameRate: 30 }, audio: true });
  const peer = new RTCPeerConnection();
  for (const track of stream.getTracks()) {
    const video = track.kind === "video";
    const transceiver = peer.addTransceiver(track, { direction: "sendonly", streams: [stream],
      ...(video && { sendEncodings: [{ maxBitrate: 2500000 }] }) });
    const wanted = video ? ["video/h264", "video/rtx"] : ["audio/opus"];
    transceiver.setCodecPreferences(
      RTCRtpSender.getCapabilities(track.kind).codecs.filter((each) => wanted.includes(each.mimeType.toLowerCase())));
  }
  await peer.setLocalDescription();
  await new Promise((resolve) => setTimeout(resolve, 300));
  const began = performance.now();
  const headers = { "content-type": "application/sdp", authorization: `Bearer ${key}` };
  const answer = await fetch(url, { method: "POST", headers, body: peer.localDescription.sdp });
  await peer.setRemoteDescription({ type: "answer", sdp: await answer.text() });
  const sent = [];
  while (performance.now() - began < forMs) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    for (const each of (await peer.getStats()).values())
      if (each.type === "outbound-rtp" && each.kind === "video")
        sent.push([(performance.now() - began) / 1000, each.bytesSent * 8, each.targetBitrate ?? 0]);
  }
  return sent;
}
