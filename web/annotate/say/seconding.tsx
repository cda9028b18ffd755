import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { ProposalShape } from "../../../lambdas/api/proposals.ts";
import { useApp } from "../../app.ts";
import { t } from "../../i18n/t.ts";
import { Button } from "../../parts/button.tsx";
import { Icon } from "../../parts/icon.tsx";
import { KeyHint } from "../../parts/key-hint.tsx";
import { toast } from "../../parts/toast.tsx";
import { isTaken } from "../keys.ts";
import { singleKeys } from "../single-keys.ts";
import type { Station } from "../station.ts";
import type { Given } from "./asked.ts";
import { keepNotForMe, notForMe } from "./not-for-me.ts";
import { proposalFor } from "./proposal-met.ts";
import { aboutWords, labelNames } from "./proposal-words.ts";
import { SecondSheet } from "./second-sheet.tsx";

interface SecondingProps {
  readonly station: Station;
  readonly personId: string;
  readonly given: Given | undefined;
}

/** A proposal that her answer has met. */
interface Met {
  readonly proposal: ProposalShape;
  readonly given: Given;
}

/** Asked for again after so long: what others propose meanwhile is met too. */
const STALE_MS = 5 * 60_000;
/** It waits beside so many further answers; then it is not shown again while this page is open. */
const ANSWERS_STAYING = 6;

/**
 * After an answer that meets what somebody proposes: a line at the edge of the picture, which opens into all of it. It
 * comes after the answer has gone its way, lies over the stage and moves nothing; without network there is none.
 */
export const Seconding = ({ station, personId, given }: SecondingProps): VNode => {
  const { met, take, leave } = useMeetings(station, personId, given);
  const [open, setOpen] = useState(false);
  const { projectId, ontology } = station.project.value;
  const nameOf = labelNames([...ontology.labels, ...ontology.retired]);
  // A video has its controls at the lower edge.
  const isVideo = station.work.current.value?.item.media.kind === "video";
  const what = met && aboutWords(met.proposal, nameOf);

  useEffect(() => {
    if (!met) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      const isPlain = !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) && singleKeys.value;
      if (event.code !== "KeyS" || !isPlain || event.defaultPrevented || isTaken(event.target, event.code)) return;
      if (document.querySelector("dialog[open]")) return;
      event.preventDefault();
      setOpen(true);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [met]);

  const refuse = (): void => {
    if (!met) return;
    keepNotForMe(localStorage, personId, projectId, met.proposal.proposalId);
    setOpen(false);
    leave();
  };
  return (
    <>
      <span class="unseen" role="status">
        {what ? `${t("say.second.look")} ${what}` : ""}
      </span>
      {met && (
        <section class={isVideo ? "say-strip above" : "say-strip"} aria-label={t("say.second.title")}>
          <Button kind="quiet" class="what" aria-haspopup="dialog" onClick={() => setOpen(true)}>
            <Thumbnail proposal={met.proposal} />
            <span class="lines">
              <strong>{t("say.second.look")}</strong>
              <span class="small">{what}</span>
            </span>
            <KeyHint>S</KeyHint>
          </Button>
          <Button kind="quiet" square aria-label={t("say.second.no")} title={t("say.second.no")} onClick={refuse}>
            <Icon name="close" />
          </Button>
        </section>
      )}
      {met && open && (
        <SecondSheet
          station={station}
          proposal={met.proposal}
          given={met.given}
          title={what ?? ""}
          onClose={() => setOpen(false)}
          onRefuse={refuse}
          onSeconded={() => {
            setOpen(false);
            take();
            toast(t("say.second.sent"));
          }}
        />
      )}
    </>
  );
};

const Thumbnail = ({ proposal: { example } }: { readonly proposal: ProposalShape }): VNode | null =>
  example.url && example.width ? <img src={example.url} alt="" width="40" height="40" /> : null;

/** Which proposal she is asked about now, one at a time. */
const useMeetings = (station: Station, personId: string, given: Given | undefined) => {
  const { api, now } = useApp();
  const { projectId } = station.project.value;
  const [met, setMet] = useState<Met | undefined>(undefined);
  const [known, setKnown] = useState<readonly ProposalShape[]>([]);
  const asked = useRef(Number.NEGATIVE_INFINITY);
  const passed = useRef(new Set<string>());
  const stayed = useRef(0);

  const leave = (): void => {
    if (met) passed.current.add(met.proposal.proposalId);
    stayed.current = 0;
    setMet(undefined);
  };
  useEffect(() => {
    if (!given || now() - asked.current < STALE_MS) return;
    asked.current = now();
    api("listProposals", { path: { projectId } }).then(
      ({ proposals }) => setKnown(proposals),
      // Nobody waits for it; the next answer asks again.
      () => {
        asked.current = Number.NEGATIVE_INFINITY;
      },
    );
  }, [given]);
  useEffect(() => {
    if (!given) return;
    if (met) {
      stayed.current++;
      if (stayed.current >= ANSWERS_STAYING && !document.querySelector("dialog[open]")) leave();
      return;
    }
    const not = new Set([...passed.current, ...notForMe(localStorage, personId, projectId)]);
    const proposal = proposalFor(given.answer, known, not);
    if (proposal) setMet({ proposal, given });
  }, [given, known]);
  return { met, take: leave, leave };
};
