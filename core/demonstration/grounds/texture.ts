import { attributes, blob, type Drawing, join, markup, num, type Paint, type Point } from "../drawing.ts";

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Grain {
  /** Waves a pixel, across and down: 0.02 is coarse, 0.6 is dust. */
  readonly frequency: readonly [across: number, down: number];
  readonly octaves: number;
  readonly seed: number;
  /** Of the grain, as three channels from 0 to 1. */
  readonly colour: readonly [red: number, green: number, blue: number];
  /** How strongly it covers, and from what height of the noise on (0.5 covers about half of the ground). */
  readonly strength: number;
  readonly threshold: number;
}

/** Noise of one colour over a whole ground; `paint` may clip it. */
export const grain = (
  id: string,
  size: Size,
  { frequency, octaves, seed, colour, strength, threshold }: Grain,
  paint: Paint = {},
): Drawing => {
  const [red, green, blue] = colour.map(num);
  const alpha = `${num(strength)} 0 0 0 ${num(-strength * threshold)}`;
  const matrix = `0 0 0 0 ${red} 0 0 0 0 ${green} 0 0 0 0 ${blue} ${alpha}`;
  const noise = { type: "fractalNoise", baseFrequency: frequency.join(" "), numOctaves: octaves, seed };
  return markup(
    `<filter id="${id}" x="0" y="0" width="100%" height="100%" color-interpolation-filters="sRGB">` +
      `<feTurbulence${attributes(noise)}/><feColorMatrix values="${matrix}"/></filter>` +
      `<rect${attributes({ width: size.width, height: size.height, filter: `url(#${id})`, ...paint })}/>`,
  );
};

export const sheet = (size: Size, paint: Paint): Drawing =>
  markup(`<rect${attributes({ width: size.width, height: size.height, ...paint })}/>`);

/** Softens by `deviation` pixels. Goes over all pixels of the picture: 0.2 s, so once a picture at most. */
export const blur = (id: string, deviation: number, { width, height }: Size): Drawing =>
  markup(
    `<filter${attributes({ id, filterUnits: "userSpaceOnUse", x: 0, y: 0, width, height })} color-interpolation-filters="sRGB">` +
      `<feGaussianBlur stdDeviation="${num(deviation)}"/></filter>`,
  );

/** An outline whose edge fades over `reach` pixels on either side: a shadow, without a filter's cost. */
export const faded = (corners: readonly Point[], reach: number, colour: string, opacity: number): Drawing => {
  const rim = (width: number): Drawing =>
    blob(corners, { fill: colour, stroke: colour, "stroke-width": width, opacity: opacity / 4 });
  return join(rim(0), rim(reach * 0.5), rim(reach), rim(reach * 1.6));
};

/** Corners a little darker than the middle, as a lens does it. */
export const vignette = (id: string, size: Size): Drawing =>
  markup(
    `<radialGradient id="${id}" cx="0.48" cy="0.45" r="0.75"><stop offset="0.55" stop-color="#000000" stop-opacity="0"/>` +
      `<stop offset="1" stop-color="#000000" stop-opacity="0.42"/></radialGradient>` +
      `<rect${attributes({ width: size.width, height: size.height, fill: `url(#${id})` })}/>`,
  );
