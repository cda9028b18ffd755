import type { VNode } from "preact";
import { list, percent, t } from "../i18n/t.ts";
import type { ItemViewProps } from "./item.tsx";
import { answerWords } from "./label-names.ts";

type Explanation = NonNullable<ItemViewProps["shown"]["explanation"]>;
type Reading = Explanation["chances"][number]["reading"];
type Change = Explanation["changes"][number];
type Named = (reading: Reading) => string;

/** Why it came out so: how likely each result is, how much each answer counts, and what would change it. Names nobody. */
export const Why = ({ project, shown }: Omit<ItemViewProps, "loading">): VNode | null => {
  const { explanation } = shown;
  if (!explanation || shown.item.consensus?.reviewed) return null;
  const { labels } = project.ontology;
  const named: Named = (reading) =>
    reading.kind === "labelled"
      ? answerWords(labels, { kind: "labelled", value: { classes: [reading.label] } })
      : answerWords(labels, reading);
  const { winner, isSure, chances, changes } = explanation;
  const verdict = winner
    ? t(isSure ? "manage.why.sure" : "manage.why.unsure", { result: named(winner) })
    : t("manage.why.undecided");
  return (
    <section class="card stack">
      <h2>{t("manage.why")}</h2>
      <p>{verdict}</p>
      <ul class="plain stack tight">
        {chances.map(({ reading, probability }) => (
          <li key={named(reading)} class="row apart">
            <span>{named(reading)}</span>
            <span class="number">{likelihood(probability)}</span>
          </li>
        ))}
      </ul>
      <WeightLines explanation={explanation} />
      {changes.length > 0 && (
        <>
          <h3>{t("manage.why.changes")}</h3>
          <ul class="stack tight">
            {changes.map((change) => (
              <li key={JSON.stringify(change)}>{changeWords(change, named)}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
};

/** Whole, and never 0 or 100: nothing is certain. */
const likelihood = (probability: number): string => {
  if (probability < 0.005) return t("manage.why.under", { share: percent(0.01) });
  if (probability > 0.995) return t("manage.why.over", { share: percent(0.99) });
  return percent(probability);
};

const WeightLines = ({ explanation: { voices } }: { readonly explanation: Explanation }): VNode => {
  const weighed = voices.filter(({ weight }) => weight !== undefined);
  const groups = [...Map.groupBy(weighed, ({ weight }) => weight ?? "one")];
  if (groups.length === 1 && groups[0]?.[0] === "one") return <p class="soft">{t("manage.why.alike")}</p>;
  return (
    <ul class="plain stack tight">
      {groups.map(([weight, group]) => (
        <li key={weight}>
          {t(`manage.why.weight.${weight}`, { count: group.length, letters: list(group.map(({ letter }) => letter)) })}
        </li>
      ))}
    </ul>
  );
};

const changeWords = (change: Change, named: Named): string => {
  const { turn } = change;
  const then =
    turn.kind === "turned" ? t("manage.why.turned", { result: named(turn.to) }) : t(`manage.why.then.${turn.kind}`);
  return change.kind === "without"
    ? t("manage.why.without", { letter: change.letter, then })
    : t("manage.why.more", { count: change.answers, result: named(change.for), then });
};
