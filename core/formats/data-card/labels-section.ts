import { ANNOTATION_KINDS, type AnnotationKind } from "../../annotation.ts";
import type { Label, Retirement } from "../../ontology.ts";
import type { OntologyOperation } from "../../ontology-change/operations.ts";
import { dayOf } from "../exported-item.ts";
import { inOrderOfNumber } from "../label-map.ts";
import type { DataCard } from "./data-card.ts";
import { fact, numbered } from "./figures.ts";
import { inOneLine } from "./in-each-language.ts";
import { inert } from "./inert-text.ts";
import { blocks, share, table } from "./markdown.ts";

/** The labels, how they came to be, and what was asked again because of it. */
export const labelsSection = (card: DataCard): string =>
  blocks("## The labels", inForce(card), retired(card), "### Versions", versions(card), "### Rounds", rounds(card));

const inForce = ({ ontology, facts }: DataCard): string =>
  table(
    ["Label", "Number", "Under", "Names", "Definition", "Decided items"],
    inOrderOfNumber(ontology.labels).map((label) => [
      ...described(label),
      inOneLine(label.definition, inert),
      String(fact(facts, `decided/${label.id}`)),
    ]),
  );

const described = ({ id, number, parent, names }: Label): readonly string[] => [
  `\`${id}\``,
  String(number),
  parent ? `\`${parent}\`` : "",
  inOneLine(names, inert),
];

const retired = ({ ontology, facts }: DataCard): string =>
  ontology.retired.length === 0
    ? ""
    : blocks(
        "Labels of earlier versions, which nobody is asked for any more:",
        table(
          [
            "Label",
            "Number",
            "Under",
            "Names",
            "Since version",
            "What became of it",
            "Decided items that still say it",
          ],
          inOrderOfNumber(ontology.retired).map((label) => [
            ...described(label),
            String(label.retiredIn),
            became(label.retirement),
            String(fact(facts, `decided/${label.id}`)),
          ]),
        ),
      );

const became = (retirement: Retirement): string => {
  switch (retirement.by) {
    case "split":
      return `split into ${ids(retirement.into)}; whoever said it must be asked which she means`;
    case "merge":
      return `counts as ${ids([retirement.into])}`;
    case "deprecate":
      return "dropped";
  }
};

const ids = (labels: readonly string[]): string => labels.map((id) => `\`${id}\``).join(", ");

const versions = ({ versions: all, facts, proposals, nameOf }: DataCard): string => {
  const answers = new Map(numbered(facts, "version/"));
  const total = [...answers.values()].reduce((sum, count) => sum + count, 0);
  const authors = new Map(proposals.map(({ proposal }) => [proposal.proposalId, proposal.authorId]));
  const because = (proposalId: string): string => {
    const authorId = authors.get(proposalId);
    const by = authorId && nameOf(authorId);
    return `a proposal by ${by && "name" in by ? inert(by.name) : "somebody who labelled"}`;
  };
  return table(
    ["Version", "Published", "What was done", "Because of", "Items asked again", "Answers that count"],
    all.map(({ version, publishedAtMs, operations, because: reason }) => [
      String(version),
      dayOf(publishedAtMs),
      operations.map(done).join("; "),
      reason ? `${because(reason.proposalId)}: ${inert(reason.reason)}` : "",
      reason ? String(fact(facts, `again/${version}`)) : "",
      share(answers.get(version) ?? 0, total),
    ]),
  );
};

const done = (operation: OntologyOperation): string => {
  switch (operation.kind) {
    case "begin":
      return `began with ${ids(operation.labels.map(({ id }) => id))}`;
    case "add":
      return `added ${ids([operation.label.id])}`;
    case "split":
      return `split ${ids([operation.label])} into ${ids(operation.into.map(({ id }) => id))}`;
    case "merge":
      return `merged ${ids(operation.labels)} into ${ids([operation.into])}`;
    case "rename":
      return `renamed ${ids([operation.label])}`;
    case "redefine":
      return `defined ${ids([operation.label])} anew`;
    case "deprecate":
      return `dropped ${ids([operation.label])}`;
  }
};

const WORDS_OF_KIND: Readonly<Record<AnnotationKind, string>> = {
  labelled: "with labels",
  none_fit: "“none of these fit”",
  cant_tell: "“I can't tell”",
  unusable: "unusable",
};

const rounds = ({ facts }: DataCard): string => {
  const items = fact(facts, "items");
  const inRound = numbered(facts, "round/");
  const earlier = ANNOTATION_KINDS.flatMap((kind) => {
    const count = fact(facts, `earlier/${kind}`);
    return count > 0 ? [[kind, count] as const] : [];
  });
  const again = inRound.filter(([round]) => round > 1).reduce((sum, [, count]) => sum + count, 0);
  return blocks(
    `An item is asked for again, and paid again, when a change of the labels concerns it or a reviewer re-opens it. Asked for again: ${share(again, items)} items; re-opened by a reviewer: ${fact(facts, "again/review")}.`,
    table(
      ["Round in force", "Items"],
      inRound.map(([round, count]) => [String(round), share(count, items)]),
    ),
    earlier.length > 0 &&
      `Answers of rounds that ended: ${earlier.map(([kind, count]) => `${WORDS_OF_KIND[kind]} ${count}`).join(", ")}. They are in \`annotations.jsonl\` where that was asked for, and in no other figure of this card.`,
  );
};
