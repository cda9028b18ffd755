/** What cannot be taken for granted: that it is there, what it is called, where it is. */
export type ObjectDoubt = "existence" | "label" | "place";

/** `dropped` things are reported so that nothing vanishes unseen; leave them out of what a client gets. */
export type Verdict = "holds" | "doubtful" | "dropped";

/** Above the one it holds, below the other it is dropped: with everyone alike, more than half and well below half. */
const HOLDS_FROM = 0.7;
const DROPPED_TO = 0.3;
const LABEL_SURE_FROM = 0.6;
const PLACE_SURE_FROM = 0.5;

/** What is known of a thing when it is judged. */
export interface Judged {
  readonly existence: number;
  readonly labelConfidence: number;
  readonly isLabelTied: boolean;
  readonly spatialAgreement: number | null;
}

/** Whether a thing stands. */
export const verdictOn = ({ existence }: Pick<Judged, "existence">): Verdict => {
  if (existence >= HOLDS_FROM) return "holds";
  return existence <= DROPPED_TO ? "dropped" : "doubtful";
};

/** What about a thing is in doubt; of a dropped one nothing is. One person's place is not doubted for being alone. */
export const doubtsAbout = (judged: Judged): readonly ObjectDoubt[] => {
  const verdict = verdictOn(judged);
  if (verdict === "dropped") return [];
  const doubts: readonly [ObjectDoubt, boolean][] = [
    ["existence", verdict === "doubtful"],
    ["label", judged.isLabelTied || judged.labelConfidence < LABEL_SURE_FROM],
    ["place", judged.spatialAgreement !== null && judged.spatialAgreement < PLACE_SURE_FROM],
  ];
  return doubts.filter(([, isDoubted]) => isDoubted).map(([doubt]) => doubt);
};
