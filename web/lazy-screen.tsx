import type { ComponentType, VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type Area, needAreas } from "./i18n/catalogue.ts";
import { t } from "./i18n/t.ts";
import { Button } from "./parts/button.tsx";
import { Empty } from "./parts/empty.tsx";

export interface ScreenProps {
  /** Parts of the address, by the names in web/screens.ts. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

export interface ScreenModule {
  readonly default: ComponentType<ScreenProps>;
}

export interface LazyScreen {
  (props: ScreenProps): VNode;
  readonly preload: () => void;
}

/**
 * A screen that arrives when it is first shown. preact-iso's own `lazy` waits for ever on a chunk that cannot be
 * fetched (offline, or replaced by a new deployment); this one says so and offers to load the page again.
 */
export const lazyScreen = (load: () => Promise<ScreenModule>, areas: readonly Area[]): LazyScreen => {
  let chunk: Promise<ScreenModule> | undefined;
  let here: ComponentType<ScreenProps> | undefined;
  const fetchChunk = (): Promise<ScreenModule> => {
    chunk ??= load().catch((thrown: unknown) => {
      chunk = undefined;
      throw thrown;
    });
    return chunk;
  };

  const Lazy = (props: ScreenProps): VNode => {
    const [state, setState] = useState<"waiting" | "here" | "failed">(here ? "here" : "waiting");
    useEffect(() => {
      if (state !== "waiting") return;
      Promise.all([fetchChunk(), needAreas(areas)]).then(
        ([module]) => {
          here = module.default;
          setState("here");
        },
        () => setState("failed"),
      );
    }, [state]);
    if (state === "failed") {
      return (
        <main class="page" id="content">
          <Empty title={t("problem.title")} body={t("problem.offline")}>
            <Button kind="primary" onClick={() => location.reload()}>
              {t("problem.reload")}
            </Button>
          </Empty>
        </main>
      );
    }
    const Here = here;
    return Here && state === "here" ? <Here {...props} /> : <main id="content" aria-busy="true" />;
  };
  return Object.assign(Lazy, {
    // A failure is shown when the screen is drawn.
    preload: () => void fetchChunk().catch(() => undefined),
  });
};
