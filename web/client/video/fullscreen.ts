// Full screen, in whatever way a browser has it.

/** The whole stage, so that deals can be claimed there; a phone that cannot do that shows the picture alone. */
export function toggleFullScreen(video: HTMLVideoElement | null): void {
  if (document.fullscreenElement) {
    void document.exitFullscreen();
    return;
  }
  const stage = video?.closest(".stage");
  if (stage?.requestFullscreen) void stage.requestFullscreen().catch(() => {});
  else (video as { webkitEnterFullscreen?: () => void } | null)?.webkitEnterFullscreen?.();
}
