import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useApp } from "../app.ts";
import { language } from "../i18n/language.ts";
import { list, money, number, t } from "../i18n/t.ts";
import { useAction } from "../parts/action.ts";
import { Button } from "../parts/button.tsx";
import { ProblemNotice } from "../parts/notice.tsx";
import { dayWords, monthWords } from "./day-words.ts";
import type { MyWork } from "./kept-work.ts";
import { Payouts } from "./pay.tsx";

type Days = MyWork["days"]["days"];

/** What she labelled: the newest month by day, every other by project, its days when she asks for them. */
export const Done = ({ work }: { readonly work: MyWork }): VNode | null => {
  const titles = new Map(work.projects.map(({ projectId, title }) => [projectId, title]));
  const titleOf = (projectId: string): string => [...titles].find(([id]) => id === projectId)?.[1] ?? projectId;
  if (work.answers === 0) return null;
  return (
    <section class="card stack" aria-labelledby="done">
      <div class="stack tight">
        <h2 id="done">{t("mine.done")}</h2>
        <p class="soft">{t("mine.done.all", { count: work.answers })}</p>
      </div>
      {work.months.map(({ month, answers, projects }) => (
        <Month
          key={month}
          month={month}
          answers={answers}
          projects={projects}
          titleOf={titleOf}
          {...(month === work.days.month && { known: work.days.days })}
        />
      ))}
    </section>
  );
};

interface MonthProps {
  readonly month: string;
  readonly answers: number;
  /** Empty in older months. */
  readonly projects: MyWork["months"][number]["projects"];
  readonly titleOf: (projectId: string) => string;
  /** The days that came with the page. */
  readonly known?: Days;
}

const Month = ({ month, answers, projects, titleOf, known }: MonthProps): VNode => {
  const { api } = useApp();
  const { busy, problem, run } = useAction();
  const [opened, setOpened] = useState<{ readonly days: Days; readonly payouts: MyWork["payouts"] } | undefined>();
  const days = opened?.days ?? known;
  const open = async (): Promise<void> => {
    const found = await api("myWork", { query: { language: language.value, month } });
    setOpened({ days: found.days.days, payouts: found.payouts.filter(({ paidOn }) => paidOn.startsWith(month)) });
  };
  const name = monthWords(month);
  return (
    <div class="mine-month">
      <div class="row apart">
        <div>
          <h3>{name}</h3>
          <p class="small soft">
            {projects.length === 0
              ? t("mine.became.answers", { count: answers })
              : list(
                  projects.map(
                    (one) => `${titleOf(one.projectId)}: ${t("mine.became.answers", { count: one.answers })}`,
                  ),
                )}
          </p>
        </div>
        {!days && (
          <Button busy={busy} aria-label={t("mine.done.openOf", { month: name })} onClick={() => void run(open)}>
            {t("mine.done.open")}
          </Button>
        )}
      </div>
      <ProblemNotice problem={problem} />
      {days && <DayTable days={days} titleOf={titleOf} caption={name} />}
      {opened && opened.payouts.length > 0 && <Payouts payouts={opened.payouts} />}
    </div>
  );
};

const DayTable = ({
  days,
  titleOf,
  caption,
}: {
  readonly days: Days;
  readonly titleOf: MonthProps["titleOf"];
  readonly caption: string;
}): VNode => (
  <table>
    <caption class="unseen">{caption}</caption>
    <thead>
      <tr>
        <th scope="col">{t("mine.done.day")}</th>
        <th scope="col">{t("mine.done.project")}</th>
        <th scope="col" class="number">
          {t("mine.done.answers")}
        </th>
        <th scope="col" class="number">
          {t("mine.done.earned")}
        </th>
      </tr>
    </thead>
    <tbody>
      {days.map(({ day, projectId, answers, sums }) => (
        <tr key={day + projectId}>
          <th scope="row">{dayWords(day)}</th>
          <td>{titleOf(projectId)}</td>
          <td class="number">{number(answers)}</td>
          <td class="number">
            {sums.map(({ currency, amountMicros }) => money(amountMicros, currency)).join(" + ") || "–"}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);
