import type { Entry } from "./entries.ts";

/** Pictures that are decoded already, newest last; few, since a decoded picture is large. */
const HELD_MAX = 6;
const held = new Map<string, HTMLImageElement | HTMLVideoElement>();

/** Fetches and decodes what comes next, so that it is on the screen in the frame after an answer. */
export const warmMedia = (entries: readonly Entry[]): void => {
  for (const { item } of entries) {
    if (!item.url || held.has(item.url) || item.media.kind === "text") continue;
    held.set(item.url, item.media.kind === "image" ? warmImage(item.url) : warmVideo(item.url));
  }
  for (const url of [...held.keys()].slice(0, Math.max(0, held.size - HELD_MAX))) held.delete(url);
};

const warmImage = (url: string): HTMLImageElement => {
  const image = new Image();
  image.src = url;
  // What did not come is fetched anew at the next call, and shown as broken, if it is, when its turn comes.
  image.decode().catch(() => held.delete(url));
  return image;
};

const warmVideo = (url: string): HTMLVideoElement => {
  const video = document.createElement("video");
  video.preload = "metadata";
  video.src = url;
  video.onerror = () => held.delete(url);
  return video;
};
