import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { ItemState } from "../../core/item.ts";
import { spelledOut } from "../../core/unseen-marks.ts";
import type { ResponseOf } from "../../lambdas/endpoints.ts";
import { useApp } from "../app.ts";
import { percent, t } from "../i18n/t.ts";
import { useAction } from "../parts/action.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { useLookAgain } from "../parts/look-again.ts";
import { ProblemNotice } from "../parts/notice.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { rejectionWords } from "./rejection-words.ts";
import { StatePill } from "./state-pill.tsx";

type Card = ResponseOf<"listItems">["items"][number];

interface ItemListProps {
  readonly projectId: string;
  readonly state?: ItemState | "gold" | undefined;
  readonly empty: VNode;
}

interface Page {
  readonly items: readonly Card[];
  readonly cursor?: string | undefined;
}

/** What a press of "more" should bring. The server may answer with less than that and still have more. */
const ITEMS_WANTED = 48;
const LOOK_AGAIN_MS = 4_000;

/** Items of a state, a page at a time; more when asked for. */
export const ItemList = ({ projectId, state, empty }: ItemListProps): VNode => {
  const { api } = useApp();
  const [page, setPage] = useState<Page | undefined>(undefined);
  const { busy, problem, run } = useAction();
  const ask = (before: Page): Promise<boolean> =>
    run(async () => {
      let page = before;
      do {
        const limit = ITEMS_WANTED - (page.items.length - before.items.length);
        const { items, cursor } = await api("listItems", {
          path: { projectId },
          query: { limit, ...(state && { state }), ...(page.cursor && { cursor: page.cursor }) },
        });
        page = { items: [...page.items, ...items], cursor };
      } while (page.cursor && page.items.length - before.items.length < ITEMS_WANTED);
      setPage(page);
    });
  const news = useNews(projectId);
  useEffect(() => {
    // What she paged through stays; a first page follows what happens.
    if (!page || page.items.length <= ITEMS_WANTED) void ask({ items: [] });
  }, [projectId, state, news]);
  if (!page) return problem ? <ProblemNotice problem={problem} /> : <Skeleton height={200} count={2} />;
  if (page.items.length === 0) return empty;
  return (
    <div class="stack">
      <ul class="item-grid">
        {page.items.map((item) => (
          <ItemTile key={item.itemId} projectId={projectId} item={item} />
        ))}
      </ul>
      <ProblemNotice problem={problem} />
      {page.cursor && (
        <div class="row">
          <Button busy={busy} onClick={() => ask(page)}>
            {t("manage.items.more")}
          </Button>
        </div>
      )}
    </div>
  );
};

/** Changes when counts of the project do: one cheap read tells whether the dear one, the list, is worth repeating. */
const useNews = (projectId: string): string => {
  const { api } = useApp();
  const [news, setNews] = useState("");
  const look = useRef(async (): Promise<void> => undefined);
  useEffect(() => {
    let counted: string | undefined;
    let left = false;
    look.current = async () => {
      // Not heard is no harm: the list stays, and the next look comes.
      const found = await api("progress", { path: { projectId } }).catch(() => undefined);
      const counts = found && JSON.stringify(found.items);
      if (left || !counts || counts === counted) return;
      if (counted !== undefined) setNews(counts);
      counted = counts;
    };
    void look.current();
    return () => {
      left = true;
    };
  }, [projectId]);
  useLookAgain(() => void look.current(), LOOK_AGAIN_MS);
  return news;
};

const ItemTile = ({ projectId, item }: { readonly projectId: string; readonly item: Card }): VNode => (
  <li class="item-tile">
    <a href={`/p/${projectId}/items/${item.itemId}`}>
      <span class="thumb">
        {item.media?.kind === "image" && item.url ? (
          <img src={item.url} alt="" loading="lazy" decoding="async" />
        ) : item.text ? (
          <span class="thumb-text">{item.text.slice(0, 160)}</span>
        ) : (
          <Icon name={item.state === "rejected" ? "alert" : "page"} />
        )}
      </span>
      <span class="item-name">{spelledOut(item.name)}</span>
    </a>
    <span class="row">
      <StatePill state={item.state} />
      {item.replacementWaits && <StatePill state="replaced" />}
      {item.answers > 0 && <span class="small soft">{t("manage.items.answers", { count: item.answers })}</span>}
      {item.consensus && <span class="small soft">{percent(item.consensus.agreement)}</span>}
    </span>
    {item.rejection && <span class="small">{rejectionWords(item.rejection)}</span>}
  </li>
);
