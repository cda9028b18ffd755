import type { VNode } from "preact";
import { t } from "../../i18n/t.ts";

export const FILM_ID = "film";

interface FilmProps {
  readonly url: string;
  readonly onLoaded: () => void;
  readonly onFailed: () => void;
}

/** A video under the browser's own controls; keys play and seek it (web/annotate/keys.ts). */
export const Film = ({ url, onLoaded, onFailed }: FilmProps): VNode => (
  <div class="stage film">
    {/* biome-ignore lint/a11y/useMediaCaption: what is to be labelled comes without captions; they are not ours to make. */}
    <video
      id={FILM_ID}
      src={url}
      controls
      playsInline
      preload="auto"
      aria-label={t("annotate.video")}
      onLoadedData={onLoaded}
      onError={onFailed}
    />
  </div>
);

const film = (): HTMLVideoElement | undefined => {
  const found = document.getElementById(FILM_ID);
  return found instanceof HTMLVideoElement ? found : undefined;
};

export const playOrPause = (): void => {
  const shown = film();
  if (!shown) return;
  // A browser may refuse to play before the first press of a key on the page; its own controls stay there.
  if (shown.paused) shown.play().catch(() => undefined);
  else shown.pause();
};

export const seekBy = (seconds: number): void => {
  const shown = film();
  if (shown) shown.currentTime = Math.max(0, shown.currentTime + seconds);
};
