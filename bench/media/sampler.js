// Notes of each picture that the page shows when that was and which one it is. CELLS, CELL and WIDTH come before (screens.py).

window.shown = [];
window.waits = 0;
const canvas = new OffscreenCanvas(CELLS, 1);
const pen = canvas.getContext("2d", { willReadFrequently: true });
let watched = null;
function look(video) {
  if (video !== watched) return;
  video.requestVideoFrameCallback((now) => {
    // Each square is squeezed into one pixel, whatever size the picture has.
    const scale = video.videoWidth / WIDTH;
    pen.drawImage(video, 0, CELL * scale / 4, CELLS * CELL * scale, CELL * scale / 2, 0, 0, CELLS, 1);
    const bits = pen.getImageData(0, 0, CELLS, 1).data;
    let number = 0;
    for (let digit = 1; digit < CELLS; digit++) if (bits[digit * 4] > 128) number += 1 << (digit - 1);
    const at = (performance.timeOrigin + now) / 1000;
    window.shown.push([at, bits[0] > 128 ? number : -1]);
    look(video);
  });
}
setInterval(() => {
  const video = document.querySelector(".player-video");
  if (!video || video === watched) return;
  watched = video;
  video.addEventListener("waiting", () => { if (window.shown.length) window.waits += 1; });
  look(video);
}, 20);
