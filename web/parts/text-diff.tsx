import type { VNode } from "preact";
import { type DiffPart, wordDiff } from "../../core/word-diff.ts";
import { t } from "../i18n/t.ts";

interface TextDiffProps {
  readonly before: string;
  readonly after: string;
  readonly language: string;
}

/** So much of what stayed is shown at each side of a change; the rest is passed by. */
const AROUND = 120;

/**
 * What was taken out and what was put in, word by word: by a sign and by word for whoever hears it, not by colour alone.
 * A screen that draws it needs the texts of the area `questions`.
 */
export const TextDiff = ({ before, after, language }: TextDiffProps): VNode => {
  const parts = wordDiff(before, after);
  return (
    <p class="diff" dir="auto" lang={language}>
      {parts.map((part, at) => (
        <Part key={at} part={part} isFirst={at === 0} isLast={at === parts.length - 1} />
      ))}
    </p>
  );
};

interface PartProps {
  readonly part: DiffPart;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

const Part = ({ part: { kind, text }, isFirst, isLast }: PartProps): VNode => {
  if (kind === "same") return <span>{shortened(text, isFirst, isLast)}</span>;
  const [Tag, sign, words] =
    kind === "added" ? (["ins", "+", t("changes.added")] as const) : (["del", "−", t("changes.removed")] as const);
  return (
    <Tag>
      <span aria-hidden="true">{sign}</span>
      <span class="unseen">{words} </span>
      {text}
    </Tag>
  );
};

const shortened = (text: string, isFirst: boolean, isLast: boolean): string => {
  const points = [...text];
  const head = isFirst ? 0 : AROUND;
  const tail = isLast ? 0 : AROUND;
  if (points.length <= head + tail + AROUND) return text;
  return `${points.slice(0, head).join("")} … ${points.slice(points.length - tail).join("")}`;
};
