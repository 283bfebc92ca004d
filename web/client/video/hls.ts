// Watching by LL-HLS: a second or two behind, with minutes to go back. hls.js is fetched when it is needed; its light build lacks the sound
// in a playlist of its own. A browser without media source extensions plays the playlist itself.

import type HlsJs from "hls.js";
import type { ErrorData, Loader, LoaderContext } from "hls.js";
import type { VideoView } from "../types.gen";
import type { Fault } from "./choosing";
import { withPassOf } from "./passes";
import { faultOf, type OnFault, type Source, WayFailed } from "./source";

/** Beyond this the picture jumps to where it should be; below, it plays a little faster. */
const JUMP_BEYOND_S = 4;
const CATCH_UP_RATE = 1.1;

export class HlsSource implements Source {
  readonly way = "hls";
  readonly #video: HTMLVideoElement;
  /** None where the browser plays it itself. */
  readonly #hls: HlsJs | null;
  #view: VideoView;

  private constructor(video: HTMLVideoElement, hls: HlsJs | null, view: VideoView) {
    this.#video = video;
    this.#hls = hls;
    this.#view = view;
  }

  /** Play, beginning so many seconds before the present. Throws a WayFailed. */
  static async open(
    video: HTMLVideoElement,
    view: VideoView,
    backS: number,
    onFault: OnFault,
    isWanted: () => boolean,
  ): Promise<HlsSource | null> {
    const url = view.hls_url;
    if (!url) throw new WayFailed("absent");
    const { default: Hls } = await import("hls.js").catch(() => {
      throw new WayFailed("unreachable");
    });
    if (!isWanted()) return null;
    if (!Hls.isSupported()) return HlsSource.#native(video, view, url, onFault);
    const hls = new Hls({
      lowLatencyMode: true,
      liveSyncOnStallIncrease: 0,
      maxLiveSyncPlaybackRate: CATCH_UP_RATE,
      loader: renewing(Hls.DefaultConfig.loader, (asked) => withPassOf(source.view, asked)),
    });
    const source: HlsSource = new HlsSource(video, hls, view);
    let wasRecovered = false;
    hls.on(Hls.Events.ERROR, (_, data) => {
      if (!data.fatal) return;
      if (data.type === Hls.ErrorTypes.MEDIA_ERROR && !wasRecovered) {
        wasRecovered = true;
        hls.recoverMediaError();
      } else onFault(faultIn(data));
    });
    if (backS > 0) hls.once(Hls.Events.FRAG_BUFFERED, () => source.back(backS));
    hls.loadSource(url);
    hls.attachMedia(video);
    return source;
  }

  static #native(
    video: HTMLVideoElement,
    view: VideoView,
    url: string,
    onFault: OnFault,
  ): HlsSource {
    if (!video.canPlayType("application/vnd.apple.mpegurl")) throw new WayFailed("unsupported");
    video.src = url;
    // The element does not say why; a pass that has expired is one reason, and a new one does no harm.
    video.onerror = () => onFault("refused");
    return new HlsSource(video, null, view);
  }

  get view(): VideoView {
    return this.#view;
  }

  /** How far the viewer can go back, in seconds. */
  get windowS(): number {
    const { seekable } = this.#video;
    return seekable.length > 0 ? Math.max(0, this.#liveS - seekable.start(0)) : 0;
  }

  /** How far what is shown lies before the newest that can be. */
  get behindS(): number {
    return Math.max(0, this.#liveS - this.#video.currentTime);
  }

  pictureMs(): number | null {
    if (this.#hls) return this.#hls.playingDate?.getTime() ?? null;
    const start = (this.#video as { getStartDate?: () => Date }).getStartDate?.().getTime();
    return start ? start + this.#video.currentTime * 1000 : null;
  }

  back(seconds: number): void {
    this.goTo(this.behindS + seconds);
  }

  /** Show what lies so many seconds before the present, as far as that is there. */
  goTo(behindS: number): void {
    this.#video.currentTime = this.#liveS - Math.min(Math.max(0, behindS), this.windowS);
  }

  /** Whoever fell behind is brought to the present. */
  catchUp(): void {
    if (this.behindS > JUMP_BEYOND_S) this.goTo(0);
  }

  renew(view: VideoView): void {
    this.#view = view;
  }

  close(): void {
    this.#hls?.destroy();
    if (!this.#hls) {
      this.#video.onerror = null;
      this.#video.removeAttribute("src");
      this.#video.load();
    }
  }

  /** Where on the element's timeline the present is. */
  get #liveS(): number {
    const { seekable, currentTime } = this.#video;
    const end = seekable.length > 0 ? seekable.end(seekable.length - 1) : currentTime;
    return this.#hls?.liveSyncPosition ?? end;
  }
}

type AnyLoader = new (...config: never[]) => Loader<LoaderContext>;

/** The loader, asking by the newest pass: playlists and what they name go on under it. */
function renewing<L extends AnyLoader>(Base: L, renewed: (url: string) => string): L {
  // biome-ignore lint/suspicious/noExplicitAny: TypeScript takes mixins by this signature only (TS2545)
  const Mixed = Base as unknown as new (...config: any[]) => Loader<LoaderContext>;
  class Renewing extends Mixed {
    override load(
      ...[context, config, callbacks]: Parameters<Loader<LoaderContext>["load"]>
    ): void {
      context.url = renewed(context.url);
      super.load(context, config, callbacks);
    }
  }
  return Renewing as unknown as L;
}

function faultIn({ type, response }: ErrorData): Fault {
  return type === "mediaError" ? "stalled" : faultOf(response?.code);
}
