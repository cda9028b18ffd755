import type { VNode } from "preact";
import { useLocation } from "preact-iso/router";
import { inLanguage } from "../../../core/localized.ts";
import { language } from "../../i18n/language.ts";
import { money, t } from "../../i18n/t.ts";
import { Button } from "../../parts/button.tsx";
import { Icon } from "../../parts/icon.tsx";
import { KeyHint } from "../../parts/key-hint.tsx";
import { Meter } from "../../parts/meter.tsx";
import { LanguageSwitch } from "../../parts/top-bar.tsx";
import type { Station } from "../station.ts";
import { StatePill } from "./state-pill.tsx";

export type SheetName =
  | "cant-tell"
  | "unusable"
  | "keys"
  | "instructions"
  | "meanings"
  | "answers"
  | "earlier"
  | "drawn"
  /** A proposal or the card of a label (say/asked.ts). */
  | "say";

interface HeadProps {
  readonly station: Station;
  readonly open: (sheet: SheetName) => void;
  readonly propose: () => void;
}

/** Where she is: project, place in the packet, what today earned, and whether all has arrived. */
export const Head = ({ station, open, propose }: HeadProps): VNode => {
  const { work } = station;
  const project = station.project.value;
  const { route } = useLocation();
  const title = inLanguage(project.title, language.value);
  const entry = work.current.value;
  const place = entry && (entry.position > 0 ? { position: entry.position, total: entry.total } : undefined);
  const words = place ? t("annotate.place", place) : t("annotate.earlierOne");
  const today = station.tally.todayMicros.value;
  return (
    <header class="head">
      <Button
        kind="quiet"
        square
        aria-label={t("annotate.leave")}
        title={t("annotate.leave")}
        onClick={() => {
          void work.leave();
          route("/");
        }}
      >
        <Icon name="back" />
      </Button>
      <div class="where">
        <h1>{title}</h1>
        <p class="number">
          {entry && (
            <span>
              <span class="long">{words}</span>
              <span class="short">{place ? t("annotate.placeShort", place) : words}</span>
            </span>
          )}
          {today !== undefined && project.pay.kind === "paid" && (
            <span>{t("annotate.today", { amount: money(today, project.pay.currency) })}</span>
          )}
        </p>
      </div>
      {place && <Meter share={(place.position - 1) / place.total} label={t("annotate.place", place)} />}
      <StatePill station={station} onOpen={() => open("answers")} />
      <div class="end">
        <Button kind="quiet" class="wide" onClick={() => open("instructions")}>
          {t("annotate.instructions")}
          <KeyHint>I</KeyHint>
        </Button>
        <Button kind="quiet" class="wide" onClick={() => open("keys")}>
          {t("annotate.keys")}
          <KeyHint>?</KeyHint>
        </Button>
        <Button kind="quiet" square popovertarget="more" aria-label={t("annotate.more")} title={t("annotate.more")}>
          <Icon name="more" />
        </Button>
        <More
          open={open}
          propose={propose}
          ask={() => {
            station.asking.value = entry ? { kind: "item", itemId: entry.item.itemId } : { kind: "instructions" };
          }}
          projectId={project.projectId}
        />
      </div>
    </header>
  );
};

interface MoreProps extends Omit<HeadProps, "station"> {
  /** A question about the item on screen. */
  readonly ask: () => void;
  readonly projectId: string;
}

const More = ({ open, propose, ask, projectId }: MoreProps): VNode => {
  const hide = (): void => document.getElementById("more")?.hidePopover();
  const places = [
    ["instructions", t("annotate.instructions")],
    ["earlier", t("annotate.answers.earlier")],
    ["unusable", t("annotate.unusable")],
    ["keys", t("annotate.keys")],
  ] as const;
  return (
    <div id="more" class="menu" popover="auto">
      {places.map(([name, text]) => (
        <Button
          key={name}
          kind="quiet"
          onClick={() => {
            hide();
            open(name);
          }}
        >
          {text}
        </Button>
      ))}
      <Button
        kind="quiet"
        onClick={() => {
          hide();
          ask();
        }}
      >
        {t("annotate.ask")}
      </Button>
      <Button
        kind="quiet"
        onClick={() => {
          hide();
          propose();
        }}
      >
        {t("annotate.propose")}
      </Button>
      <a class="button quiet" href={`/p/${projectId}/say`}>
        {t("annotate.proposals")}
      </a>
      <LanguageSwitch />
    </div>
  );
};
