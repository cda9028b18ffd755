import { CONSENSUS_STATES } from "../../core/item.ts";
import { number, t } from "../i18n/t.ts";

type Counts = Readonly<Record<string, number>>;

/** What an export holds, in words; states in which nothing is are left out. */
export const countWords = (counts: Counts): readonly string[] => [
  t("exports.count.items", { count: counts["items"] ?? 0 }),
  t("manage.items.answers", { count: counts["answers"] ?? 0 }),
  ...(counts["shapes"] ? [t("manage.boxes", { count: counts["shapes"] })] : []),
  ...[...CONSENSUS_STATES, "rejected" as const]
    .filter((state) => counts[state])
    .map((state) => `${t(`manage.state.${state}`)} ${number(counts[state] ?? 0)}`),
];
