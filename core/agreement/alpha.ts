import type { ClassAnswers } from "../consensus/classes/class-answers.ts";
import type { Measure } from "./figure.ts";
import { intervalAlpha } from "./interval-alpha.ts";
import { nominalAlpha } from "./nominal-alpha.ts";
import { ordinalAlpha } from "./ordinal-alpha.ts";
import { ratioAlpha } from "./ratio-alpha.ts";
import type { Scale } from "./scale.ts";

/** Krippendorff's alpha at the level that the labels have. */
export const krippendorffAlpha = (answers: ClassAnswers, scale: Scale): Measure => {
  switch (scale.level) {
    case "nominal":
      return nominalAlpha(answers);
    case "ordinal":
      return ordinalAlpha(answers, scale.values);
    case "interval":
      return intervalAlpha(answers, scale.values);
    case "ratio":
      return ratioAlpha(answers, scale.values);
  }
};
