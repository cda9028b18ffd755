import type { VNode } from "preact";
import { Glyph } from "./icon.tsx";

const PATHS = {
  record: "M10 3a2.2 2.2 0 0 0-2.2 2.2v4.6a2.2 2.2 0 0 0 4.4 0V5.2A2.2 2.2 0 0 0 10 3M5 9.5a5 5 0 0 0 10 0M10 14.5V17",
  stop: "M6 6h8v8H6z",
  play: "M7 4.5 15.5 10 7 15.5z",
  pause: "M7 5v10M13 5v10",
} as const;

/** Beside words that say the same; apart from the icons that every screen draws with. */
export const VoiceIcon = ({ name }: { readonly name: keyof typeof PATHS }): VNode => <Glyph path={PATHS[name]} />;
