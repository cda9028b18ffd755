import { language } from "./language.ts";

/**
 * "Kurukh" for `kru`, in the language of now. The tag itself where the browser does not know it, or will not read it:
 * tags are taken that have the looks of one and are none, such as `hi-12`.
 */
export const languageName = (tag: string): string => {
  try {
    return new Intl.DisplayNames([language.value], { type: "language" }).of(tag) ?? tag;
  } catch (thrown) {
    if (thrown instanceof RangeError) return tag;
    throw thrown;
  }
};
