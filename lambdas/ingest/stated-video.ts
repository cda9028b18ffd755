/** A video as its file states it: as shown, turned and stretched as its header says. */
export interface StatedVideo {
  readonly width: number;
  readonly height: number;
  readonly seconds: number;
}
