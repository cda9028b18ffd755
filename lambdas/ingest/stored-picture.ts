/** A picture as its file states it: sizes as stored, before it is turned upright. */
export interface StoredPicture {
  readonly width: number;
  readonly height: number;
  /** EXIF's, 1 to 8, as browsers apply it to this kind of file. */
  readonly orientation: number;
}
